package erpxttest

import (
	"net/http"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/api2/public"

const opToken = "Token"

// call is a request on its way through an endpoint.
type call struct {
	*fake.Request
	id   string    // the variable segment of the path
	now  time.Time // when the request came
	body *body     // of requests that have one
}

// endpoint is one of the provider's calls. "*" in its path is the variable segment. A collection may be asked for
// with a slash at its end.
type endpoint struct {
	op     string
	method string
	path   string
	list   bool
	serve  func(*Server, *call) (fake.Reply, refused)
}

func endpoints() []endpoint {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	return []endpoint{
		{op: opToken, method: post, path: "token", serve: (*Server).giveToken},
		{op: "Products.List", method: get, path: "products", list: true, serve: (*Server).listProducts},
		{op: "Products.Get", method: get, path: "products/*", serve: (*Server).getProduct},
		{op: "Products.Create", method: post, path: "products", serve: (*Server).createProduct},
		{op: "Products.Replace", method: put, path: "products", serve: (*Server).replaceProduct},
		{op: "Products.Delete", method: del, path: "products/*", serve: (*Server).deleteProduct},
	}
}

func (s *Server) provider() fake.Provider {
	var ops []string
	for _, e := range endpoints() {
		ops = append(ops, e.op)
	}
	return fake.Provider{
		Name:  "erpxttest",
		Ops:   ops,
		Route: s.route,
		Error: func(status int, message string) fake.Reply {
			return refuseCode(status, "ApplicationException", message).reply()
		},
		Secrets: secrets,
		Hide:    hide,
	}
}

func (s *Server) route(r *fake.Request) fake.Operation {
	segments := fake.Segments(r.Path, basePath)
	if len(segments) == 2 && segments[0] == "products" && segments[1] == "" {
		segments = segments[:1]
	}
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
		return fake.Reply{Status: http.StatusNotFound, Body: []byte(RouterNotFound)}
	}
	reply := refuse(http.StatusMethodNotAllowed, "this address does not take this method").reply()
	reply.Header = http.Header{"Allow": {strings.Join(allowed, ", ")}}
	return reply
}

// answer checks what every call needs and serves it.
func (s *Server) answer(e *endpoint, r *fake.Request, id string) fake.Reply {
	c := &call{Request: r, id: id, now: s.now()}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.checkCall(e, c)
	if err != nil {
		return err.reply()
	}
	reply, err := e.serve(s, c)
	if err != nil {
		return err.reply()
	}
	return reply
}

func (s *Server) checkCall(e *endpoint, c *call) refused {
	if e.op == opToken {
		return nil
	}
	if !s.tokens.valid(bearer(c.Header), c.now) {
		return refuse(http.StatusUnauthorized, "the access token is missing, unknown or expired")
	}
	if e.method != http.MethodPost && e.method != http.MethodPut {
		return nil
	}
	if !c.hasType("application/json") {
		return refuse(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	var ok bool
	if c.body, ok = parseBody(c.Body); !ok {
		return refuseCode(http.StatusBadRequest, "JsonReaderException", "the body is not a JSON object")
	}
	return nil
}
