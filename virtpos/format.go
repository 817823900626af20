package virtpos

import (
	"net/url"

	"github.com/shelfwire/shelfwire/internal/check"
)

// Format is the format of a response.
type Format string

// The formats. The default is XML, the only one of which the vendor shows an example.
const (
	FormatXML  Format = "xml"
	FormatJSON Format = "json"
)

func (f Format) validate(problems *check.Problems) {
	if f != "" && f != FormatXML && f != FormatJSON {
		problems.Add("Format", `must be "xml" or "json"`)
	}
}

// orXML returns the format, or else XML: the server's own default is not documented
// (probe: virtpos/default-format), so a format is always sent.
func (f Format) orXML() Format {
	if f == "" {
		return FormatXML
	}
	return f
}

// newParams returns parameters that ask for a format.
func (f Format) newParams() params {
	return params{queryOnly: url.Values{"format": {string(f.orXML())}}, queryOrBody: url.Values{}}
}

// formatXML returns the parameter that asks for XML.
func formatXML() url.Values { return url.Values{"format": {string(FormatXML)}} }
