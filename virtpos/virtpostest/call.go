package virtpostest

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// call is a request on its way through an endpoint.
type call struct {
	*fake.Request
	form   url.Values // of the body
	now    time.Time
	quirks quirks
}

func (s *Server) newCall(r *fake.Request) *call {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return &call{Request: r, form: parseForm(r), now: now, quirks: s.quirks}
}

// parseForm returns the parameters in the body of a POST; a body without the Content-Type of a form has none.
func parseForm(r *fake.Request) url.Values {
	if r.Method != http.MethodPost {
		return nil
	}
	values, _ := r.Form() // up to a malformed pair
	return values
}

// queryParam returns a parameter of the query; "" when it is absent or empty.
func (c *call) queryParam(name string) string { return c.Query.Get(name) }

// lookupParam returns a parameter of the body or the query. The body wins, as in PHP.
func (c *call) lookupParam(name string) (value string, sent bool) {
	if c.form.Has(name) {
		return c.form.Get(name), true
	}
	return c.Query.Get(name), c.Query.Has(name)
}

func (c *call) param(name string) string {
	value, _ := c.lookupParam(name)
	return value
}

// idParam returns the parameter name, or else ext_name. The internal id wins.
func (c *call) idParam(name string) (id int64, external string, err *rejection) {
	if text := c.queryParam(name); text != "" {
		id, err = parseWholeNumber(name, text)
		return id, "", err
	}
	external = c.queryParam("ext_" + name)
	if external == "" {
		return 0, "", newRejection("neither " + name + " nor ext_" + name + " is given")
	}
	return 0, external, nil
}

func parseWholeNumber(name, text string) (int64, *rejection) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, newRejection(name + " is not a whole number")
	}
	return n, nil
}

// inJSON reports whether the response is JSON. The default is XML.
func (c *call) inJSON() bool { return c.queryParam("format") == "json" }

// writeResponse returns a success with a short document.
func (c *call) writeResponse(write func(document)) fake.Response {
	var buf bytes.Buffer
	d := newDocument(&buf, c.inJSON(), &c.quirks)
	write(d)
	d.endDocument()
	return fake.Response{Status: http.StatusOK, Header: c.contentType(), Body: buf.Bytes()}
}

func (c *call) contentType() http.Header {
	value := "text/xml; charset=utf-8"
	switch {
	case c.inJSON() && c.quirks.jsonShape.Windows1251:
		value = "application/json; charset=windows-1251"
	case c.inJSON():
		value = "application/json"
	case c.quirks.xmlEncoding == windows1251, c.quirks.xmlEncoding == windows1251InHeader:
		value = "text/xml; charset=windows-1251"
	}
	return http.Header{"Content-Type": {value}}
}

// requestKeys returns the keys that a request carries in its query and body.
func requestKeys(r *fake.Request) []string {
	return append(r.Query["apikey"], parseForm(r)["apikey"]...)
}

// redactKey removes the key from a record, and leaves the rest as it was sent.
func redactKey(r *fake.Record) {
	r.Query.Del("apikey")
	var kept []string
	for pair := range strings.SplitSeq(r.Body, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if unescaped, err := url.QueryUnescape(name); err != nil || unescaped != "apikey" {
			kept = append(kept, pair)
		}
	}
	r.Body = strings.Join(kept, "&")
}
