package transcript

import (
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/charset"
)

// message is an exchange as the writers show it.
type message struct {
	shelfwire.Exchange

	url                      *url.URL
	requestBody              body
	responseBody             body
	requestType, contentType string // the headers Content-Type
	errorText                string // "" for a success
}

// body is the body of a message.
type body struct {
	text    []byte // UTF-8, unless isBinary
	size    int64  // on the wire
	omitted string // why there is no text; "" when there is one
	binary  bool   // no text in any known charset

	mislabelled bool // UTF-8 under the label of another charset
}

const (
	omittedCut    = "the body was cut, and is left out"
	omittedBinary = "the body is no text, and is left out"
)

// cleaner makes messages of exchanges, without personal data unless they are asked for.
type cleaner struct {
	keep  bool
	words *pseudonyms
}

func newCleaner(opts *Options) *cleaner {
	return &cleaner{keep: opts != nil && opts.Personal, words: newPseudonyms()}
}

// clean makes the message of an exchange.
func (c *cleaner) clean(e shelfwire.Exchange) *message {
	m := &message{
		Exchange:    e,
		requestType: c.cleanContentType(e.Request.Header.Get("Content-Type")),
		contentType: c.cleanContentType(e.Response.Header.Get("Content-Type")),
		errorText:   describeError(e.Attempt.Err, c.keep),
	}
	request, response := c.rewriter(true), c.rewriter(false)
	m.url = c.cleanURL(e.Request.URL, e.Attempt.Provider, request)
	m.Request.Header = c.cleanHeader(e.Request.Header, true)
	m.requestBody = c.cleanBody(request, m.requestType, e.Request.Body, e.Request.BodySize, e.Request.Truncated)
	m.Response.Header = c.cleanHeader(e.Response.Header, false)
	m.responseBody = c.cleanBody(response, m.contentType, e.Response.Body, e.Response.BodySize, e.Response.Truncated)
	return m
}

// rewriter replaces the personal values of requests or of responses.
func (c *cleaner) rewriter(isRequest bool) *rewriter {
	return &rewriter{
		value: func(f *field) string {
			if !f.isPersonal() {
				return f.value
			}
			if standIn, isFile := replaceFile(f.value); isFile {
				return standIn
			}
			return c.words.replaceText(f.value, isRequest)
		},
		name: func(name string) string { return c.words.replaceText(name, isRequest) },
	}
}

// cleanURL replaces identifiers in the path, values in the query, and the host, which is often that of the merchant.
func (c *cleaner) cleanURL(address, provider string, w *rewriter) *url.URL {
	u, err := url.Parse(address)
	switch {
	case err != nil: // of no client
		u = &url.URL{Scheme: "https"}
	case c.keep:
		return u
	}
	clean := &url.URL{Scheme: u.Scheme, Host: strings.ToLower(provider) + ".example", RawQuery: w.rewriteForm(u.RawQuery)}
	setEscapedPath(clean, w.rewritePath(u.EscapedPath()))
	return clean
}

// setEscapedPath sets a path as it is escaped.
func setEscapedPath(u *url.URL, escaped string) {
	u.Path, u.RawPath = escaped, ""
	if plain, err := url.PathUnescape(escaped); err == nil {
		u.Path, u.RawPath = plain, escaped
	}
}

// cleanHeader replaces the values of headers other than those that say nothing about anybody.
func (c *cleaner) cleanHeader(header http.Header, isRequest bool) http.Header {
	if c.keep {
		return header
	}
	clean := make(http.Header, len(header))
	for name, values := range header {
		for _, value := range values {
			if name == "Content-Type" {
				value = cleanContentType(value)
			} else if !keptHeaders[strings.ToLower(name)] {
				value = c.cleanHeaderValue(name, value, isRequest)
			}
			clean[name] = append(clean[name], value)
		}
	}
	return clean
}

// cleanContentType is cleanContentType of the package, unless personal data are asked for.
func (c *cleaner) cleanContentType(value string) string {
	if c.keep {
		return value
	}
	return cleanContentType(value)
}

// contentTypeForm is a media type that says nothing about anybody, with nothing but a charset.
var contentTypeForm = regexp.MustCompile(`(?i)^\s*(application/(json|xml|pdf|octet-stream|x-www-form-urlencoded|javascript|zip|` +
	`(problem|hal)\+(json|xml)|xhtml\+xml)|text/(json|xml|html|plain|csv|javascript|css)|image/(png|jpeg|gif|webp|svg\+xml))` +
	`\s*(;\s*charset\s*=\s*(` + charsetForm + `|"` + charsetForm + `")\s*)?;?\s*$`)

// charsetForm is the name of a charset.
const charsetForm = `(utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|latin-?\d|windows-\d{3,4}|cp-?\d{3,4}|koi8-[ru])`

// cleanContentType keeps the media type, as far as it is a common one, and the charset.
func cleanContentType(value string) string {
	if value == "" || contentTypeForm.MatchString(value) {
		return value
	}
	media, params, err := mime.ParseMediaType(value)
	if err != nil {
		return "application/octet-stream"
	}
	if !contentTypeForm.MatchString(media) {
		media = commonMediaType(media)
	}
	if clean := media + "; charset=" + params["charset"]; contentTypeForm.MatchString(clean) {
		return clean
	}
	return media
}

// commonMediaType returns the common type that is read like another.
func commonMediaType(media string) string {
	switch {
	case strings.HasSuffix(media, "json"):
		return "application/json"
	case strings.HasSuffix(media, "xml"):
		return "application/xml"
	case strings.HasPrefix(media, "text/"):
		return "text/plain"
	default:
		return "application/octet-stream"
	}
}

// cleanHeaderValue keeps the scheme of credentials.
func (c *cleaner) cleanHeaderValue(name, value string, isRequest bool) string {
	if scheme, rest, found := strings.Cut(value, " "); found && name == "Authorization" && rest == redactedText {
		return scheme + " " + rest
	}
	return c.words.replaceText(value, isRequest)
}

// cleanBody converts a body to UTF-8 and replaces the personal values in it.
func (c *cleaner) cleanBody(w *rewriter, contentType string, raw []byte, size int64, isCut bool) body {
	b := body{size: size}
	if isCut {
		b.omitted = omittedCut
		return b
	}
	text, isText := decodeText(contentType, raw)
	b.mislabelled = isText && utf8.Valid(raw) && !charset.IsUTF8(bodyCharset(contentType, raw))
	var err error
	switch {
	case isText && c.keep:
		b.text = text
	case isText:
		if b.text, err = w.rewriteBody(contentType, text); err != nil {
			b.omitted = err.Error()
		}
	case c.keep:
		b.text, b.binary = raw, true
	default:
		b.omitted = omittedBinary
	}
	return b
}

// decodeText converts a body to UTF-8 by the charset that it declares.
func decodeText(contentType string, raw []byte) (text []byte, isText bool) {
	text, err := charset.ToUTF8(raw, bodyCharset(contentType, raw))
	return text, err == nil && utf8.Valid(text)
}

// bodyCharset returns the charset that a body declares; "" for none.
func bodyCharset(contentType string, raw []byte) string {
	if name := charset.FromXML(raw); name != "" {
		return name
	}
	return charset.FromContentType(contentType)
}
