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
	form  url.Values // of the body
	now   time.Time
	style style
}

func (s *Server) newCall(r *fake.Request) *call {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return &call{Request: r, form: form(r), now: now, style: s.style}
}

// form reads the parameters in the body of a POST. A body that is not said to be a form has none.
func form(r *fake.Request) url.Values {
	if r.Method != http.MethodPost {
		return nil
	}
	values, _ := r.Form() // as far as it can be read
	return values
}

// getOnly is a parameter that counts in the query only. An empty one is as good as none.
func (c *call) getOnly(name string) string { return c.Query.Get(name) }

// sent returns a parameter that may stand in the body or in the query. In both, the body wins, as in PHP.
func (c *call) sent(name string) (value string, sent bool) {
	if c.form.Has(name) {
		return c.form.Get(name), true
	}
	return c.Query.Get(name), c.Query.Has(name)
}

func (c *call) free(name string) string {
	value, _ := c.sent(name)
	return value
}

// id reads a parameter with an id, or the one that stands in for it: name and ext_name. The internal id wins.
func (c *call) id(name string) (id int64, external string, err *refusal) {
	if text := c.getOnly(name); text != "" {
		id, err = wholeNumber(name, text)
		return id, "", err
	}
	external = c.getOnly("ext_" + name)
	if external == "" {
		return 0, "", refuse("neither " + name + " nor ext_" + name + " is given")
	}
	return 0, external, nil
}

func wholeNumber(name, text string) (int64, *refusal) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, refuse(name + " is not a whole number")
	}
	return n, nil
}

// inJSON says which format the response has. Without a format it is XML.
func (c *call) inJSON() bool { return c.getOnly("format") == "json" }

// response is a success with a short document.
func (c *call) reply(write func(document)) fake.Response {
	var buf bytes.Buffer
	d := newDocument(&buf, c.inJSON(), &c.style)
	write(d)
	d.end()
	return fake.Response{Status: http.StatusOK, Header: c.contentType(), Body: buf.Bytes()}
}

func (c *call) contentType() http.Header {
	value := "text/xml; charset=utf-8"
	switch {
	case c.inJSON() && c.style.shape.Windows1251:
		value = "application/json; charset=windows-1251"
	case c.inJSON():
		value = "application/json"
	case c.style.encoding == windows1251, c.style.encoding == windows1251InHeader:
		value = "text/xml; charset=windows-1251"
	}
	return http.Header{"Content-Type": {value}}
}

// secrets are the keys that a request carries, wherever they stand.
func secrets(r *fake.Request) []string { return append(r.Query["apikey"], form(r)["apikey"]...) }

// hide takes the key out of a record, whatever the body is said to be, and leaves the rest as it was sent.
func hide(r *fake.Record) {
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
