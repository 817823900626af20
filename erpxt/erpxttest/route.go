package erpxttest

import (
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/api2/public"

const opToken = "Token"

// call is a request on its way through an endpoint.
type call struct {
	*fake.Request
	now  time.Time // when the request came
	body *body     // of requests that have one
}

func (s *Server) provider() fake.Provider {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	return fake.Provider{
		Name: "erpxttest",
		Base: basePath,
		Endpoints: []fake.Endpoint{
			{Op: opToken, Method: post, Path: "token", Serve: s.serve((*Server).giveToken)},
			{Op: "Products.List", Method: get, Path: "products/", List: true, Serve: s.serveKnown((*Server).listProducts)},
			{Op: "Products.Get", Method: get, Path: "products/{id}", Serve: s.serveKnown((*Server).getProduct)},
			{Op: "Products.Create", Method: post, Path: "products/", Serve: s.serveKnown((*Server).createProduct)},
			{Op: "Products.Replace", Method: put, Path: "products/", Serve: s.serveKnown((*Server).replaceProduct)},
			{Op: "Products.Delete", Method: del, Path: "products/{id}", Serve: s.serveKnown((*Server).deleteProduct)},
		},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return refuseCode(status, "ApplicationException", message).reply()
		},
		RouterError: routerError,
		Secrets:     fake.AuthorizationSecrets,
		Redact:      hide,
	}
}

func routerError(_ *fake.Request, status int, message string) fake.Response {
	if status == http.StatusNotFound {
		return fake.Response{Status: status, Body: []byte(RouterNotFound)}
	}
	return refuse(status, message).reply()
}

type operation func(*Server, *call) (fake.Response, refused)

// serve makes an endpoint of an operation.
func (s *Server) serve(run operation) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := &call{Request: r, now: s.http.Now()}
		s.mu.Lock()
		defer s.mu.Unlock()
		reply, err := run(s, c)
		if err != nil {
			return err.reply()
		}
		return reply
	}
}

// serveKnown makes an endpoint of an operation that needs a token, and a JSON object where it has a body.
func (s *Server) serveKnown(run operation) func(*fake.Request) fake.Response {
	return s.serve(func(s *Server, c *call) (fake.Response, refused) {
		if err := s.checkCall(c); err != nil {
			return fake.Response{}, err
		}
		return run(s, c)
	})
}

func (s *Server) checkCall(c *call) refused {
	if !s.tokens.valid(bearer(c.Header), c.now) {
		return refuse(http.StatusUnauthorized, "the access token is missing, unknown or expired")
	}
	if c.Method != http.MethodPost && c.Method != http.MethodPut {
		return nil
	}
	if !c.HasType("application/json") {
		return refuse(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	members, ok := fake.ParseObject(c.Body)
	if !ok {
		return refuseCode(http.StatusBadRequest, "JsonReaderException", "the body is not a JSON object")
	}
	c.body = &body{members}
	return nil
}
