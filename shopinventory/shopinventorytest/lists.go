package shopinventorytest

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// The number of rows in a page: without a limit in the request, and at most.
const (
	defaultLimit = 20
	maxLimit     = 100
)

// SetMaxPageSize caps the number of rows in a page of a list, also when the request has a higher limit. The responses
// name the cap. The default is 100, and so is 0. It panics when the number is negative.
func (s *Server) SetMaxPageSize(n int) {
	if n < 0 {
		panic(fmt.Sprintf("shopinventorytest: a page cannot have %d rows", n))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxPageSize = n
}

// listWindow is the part of a list that a request asks for.
type listWindow struct{ start, limit int }

// readWindow reads the parameters start and limit.
func (s *Server) readWindow(c *call) (w listWindow, rejected *rejection) {
	w.limit = defaultLimit
	for name, into := range map[string]*int{"start": &w.start, "limit": &w.limit} {
		if !c.Query.Has(name) {
			continue
		}
		n, err := strconv.Atoi(c.Query.Get(name))
		if err != nil || n < 0 || n == 0 && name == "limit" {
			return w, rejectValue(name, "is no number of rows")
		}
		*into = n
	}
	w.limit = min(w.limit, maxLimit)
	if s.maxPageSize > 0 {
		w.limit = min(w.limit, s.maxPageSize)
	}
	return w, nil
}

// respondPage responds with a page of a list of n rows.
func (s *Server) respondPage(c *call, w listWindow, n int, appendRow func(buf []byte, at int) []byte) fake.Response {
	from := min(w.start, n)
	to := min(from+w.limit, n)
	buf := []byte(`{"data":[`)
	for at := from; at < to; at++ {
		if at > from {
			buf = append(buf, ',')
		}
		buf = appendRow(buf, at)
	}
	buf = append(buf, `],"meta":{"count":{`...)
	f := &s.catalogue.forms
	separator := ""
	for _, count := range []struct {
		name string
		n    int
	}{{"total", n}, {"current", to - from}, {"start", w.start}, {"limit", w.limit}} {
		buf = fmt.Appendf(buf, "%s%q:", separator, count.name)
		buf = f.appendNumber(buf, strconv.Itoa(count.n))
		separator = ","
	}
	buf = fake.AppendJSONString(append(buf, `},"links":{"current":`...), c.pageLink(w, w.start))
	buf = append(buf, `,"next":`...)
	if to < n {
		buf = fake.AppendJSONString(buf, c.pageLink(w, to))
	} else {
		buf = append(buf, "null"...)
	}
	return fake.Response{Status: http.StatusOK, Body: append(buf, "}}}"...)}
}

// pageLink returns the link to a page of the same list.
func (c *call) pageLink(w listWindow, start int) string {
	query := url.Values{}
	for name, values := range c.Query {
		query[name] = values
	}
	query.Set("start", strconv.Itoa(start))
	query.Set("limit", strconv.Itoa(w.limit))
	return c.Path + "?" + query.Encode()
}
