package resicotest

import (
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/json/v1"

const (
	headerCode = "X-Client-Code"
	headerKey  = "X-Client-Key"
)

// call is a request on its way through an endpoint.
type call struct {
	*fake.Request
	id   string    // the variable segment of the path
	now  time.Time // when the request came
	body *body
}

// endpoint is one of the provider's calls. "*" in its path is the variable segment.
type endpoint struct {
	op     string
	method string
	path   string
	list   bool
	serve  func(*Server, *call) (result, *refusal)
}

func endpoints() []endpoint {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return []endpoint{
		{op: "Products.List", method: post, path: "products", list: true, serve: (*Server).listProducts},
		{op: "Products.Balance", method: get, path: "products/*/balance", serve: (*Server).productBalance},
		{op: "Customers.Create", method: put, path: "customers", serve: (*Server).createCustomer},
		{op: "Customers.Update", method: put, path: "customers/*", serve: (*Server).updateCustomer},
		{op: "Invoices.Create", method: put, path: "salesinvoice", serve: (*Server).createInvoice},
		{op: "Invoices.AddLine", method: put, path: "salesinvoice/*/line", serve: (*Server).addLine},
	}
}

func (s *Server) provider() fake.Provider {
	var ops []string
	for _, e := range endpoints() {
		ops = append(ops, e.op)
	}
	return fake.Provider{
		Name:  "resicotest",
		Ops:   ops,
		Route: s.route,
		Error: func(status int, message string) fake.Reply { return refuse(status, message).reply() },
		Secrets: func(r *fake.Request) []string {
			return []string{r.Header.Get(headerCode), r.Header.Get(headerKey)}
		},
		Hide: func(r *fake.Record) {
			r.Header.Del(headerCode)
			r.Header.Del(headerKey)
		},
	}
}

func (s *Server) route(r *fake.Request) fake.Operation {
	segments := fake.Segments(r.Path, basePath)
	var allowed []string
	for _, e := range endpoints() {
		id, ok := e.match(segments)
		if !ok {
			continue
		}
		if e.method == r.Method {
			return fake.Operation{Name: e.op, List: e.list, Do: func() fake.Reply { return s.answer(&e, r, id) }}
		}
		allowed = append(allowed, e.method)
	}
	return fake.Operation{Do: func() fake.Reply { return nowhere(allowed) }}
}

// match compares segment by segment and returns the variable one.
func (e *endpoint) match(segments []string) (id string, ok bool) {
	pattern := strings.Split(e.path, "/")
	if len(pattern) != len(segments) {
		return "", false
	}
	for i, want := range pattern {
		switch {
		case want == "*" && segments[i] != "":
			id = segments[i]
		case want != segments[i]:
			return "", false
		}
	}
	return id, true
}

func nowhere(allowed []string) fake.Reply {
	if len(allowed) == 0 {
		return refuseEarly(http.StatusNotFound, "there is nothing at this address").reply()
	}
	reply := refuseEarly(http.StatusMethodNotAllowed, "this address does not take this method").reply()
	reply.Header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	return reply
}

// answer checks what every call needs and serves it.
func (s *Server) answer(e *endpoint, r *fake.Request, id string) fake.Reply {
	c := &call{Request: r, id: id, now: s.now()}
	if err := s.checkCall(c); err != nil {
		return err.reply()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	result, err := e.serve(s, c)
	if err != nil {
		return err.reply()
	}
	return result.reply(c, &s.odd)
}

func (s *Server) checkCall(c *call) *refusal {
	cred := s.Credentials()
	if c.Header.Get(headerCode) != cred.ClientCode || c.Header.Get(headerKey) != cred.ClientKey {
		return refuseEarly(http.StatusUnauthorized, "the client code or the client key is wrong")
	}
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if c.Method != http.MethodGet && (err != nil || media != "application/json") {
		return refuse(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	var refused *refusal
	c.body, refused = parseBody(c.Body)
	return refused
}
