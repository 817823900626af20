package erpxttest

import (
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/api2/public"

const opToken = "Token"

// call is a request that an endpoint serves.
type call struct {
	*fake.Request
	now  time.Time    // when the request came, by the server's clock
	body *requestBody // of requests that have one
}

// newProvider describes ERP XT to the in-memory server.
func (s *Server) newProvider() fake.Provider {
	return fake.Provider{
		Name: "erpxttest", Base: basePath, Endpoints: s.endpoints(),
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return newRejectionWithCode(status, "ApplicationException", message).encodeResponse()
		},
		RouterError: newRouterError,
		Secrets:     fake.AuthorizationSecrets,
		Redact:      redactRecord,
	}
}

// newRouterError is the response to a path or a method that no endpoint serves.
func newRouterError(_ *fake.Request, status int, message string) fake.Response {
	if status == http.StatusNotFound {
		return fake.Response{Status: status, Body: []byte(RouterNotFound)}
	}
	return newRejection(status, message).encodeResponse()
}

// handlerFunc serves an operation while the server is locked.
type handlerFunc func(*Server, *call) (fake.Response, rejection)

// serveOperation returns the handler of an endpoint.
func (s *Server) serveOperation(run handlerFunc) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response { return s.runLocked(&call{Request: r, now: s.http.Now()}, run) }
}

// runLocked runs a handler while the server is locked.
func (s *Server) runLocked(c *call, run handlerFunc) fake.Response {
	s.lockState()
	defer s.mu.Unlock()
	response, err := run(s, c)
	if err != nil {
		return err.encodeResponse()
	}
	return response
}

// authorizedHandlerFor is like serveOperation for an operation that requires a token and, with hasBody, a JSON object.
func (s *Server) authorizedHandlerFor(op string, run handlerFunc, hasBody bool) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := &call{Request: r, now: s.http.Now()}
		return s.runLocked(c, func(s *Server, c *call) (fake.Response, rejection) {
			if err := s.checkCall(c, hasBody); err != nil {
				return fake.Response{}, err
			}
			s.postponeCall(op, c, run)
			return run(s, c)
		})
	}
}

// checkCall checks the token of a call and decodes its body.
func (s *Server) checkCall(c *call, hasBody bool) rejection {
	if !s.tokens.isValid(bearerToken(c.Header), c.now) {
		return newRejection(http.StatusUnauthorized, "the access token is missing, unknown or expired")
	}
	if !hasBody {
		return nil
	}
	if !c.HasType("application/json") {
		return newRejection(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	members, ok := fake.ParseObject(c.Body)
	if !ok {
		return newRejectionWithCode(http.StatusBadRequest, "JsonReaderException", "the body is not a JSON object")
	}
	c.body = &requestBody{members}
	return nil
}
