package resicotest

import (
	"cmp"
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
	now  time.Time // when the request came
	body *body
}

func (s *Server) newProvider() fake.Provider {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return fake.Provider{
		Name: "resicotest",
		Base: basePath,
		Endpoints: []fake.Endpoint{
			{Op: "Products.List", Method: post, Path: "products", List: true, Serve: s.serveOperation((*Server).listProducts)},
			{Op: "Products.Balance", Method: get, Path: "products/{sku}/balance", Serve: s.serveOperation((*Server).productBalance)},
			{Op: "Customers.Create", Method: put, Path: "customers", Serve: s.serveOperation((*Server).createCustomer)},
			{Op: "Customers.Update", Method: put, Path: "customers/{code}", Serve: s.serveOperation((*Server).updateCustomer)},
			{Op: "Invoices.Create", Method: put, Path: "salesinvoice", Serve: s.serveOperation((*Server).createInvoice)},
			{Op: "Invoices.AddLine", Method: put, Path: "salesinvoice/{id}/line", Serve: s.serveOperation((*Server).addLine)},
		},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return newRejection(status, message).encodeResponse()
		},
		RouterError: func(_ *fake.Request, status int, message string) fake.Response {
			return rejectEarly(status, message).encodeResponse()
		},
		Secrets: func(r *fake.Request) []string {
			return []string{r.Header.Get(headerCode), r.Header.Get(headerKey)}
		},
		Redact: func(r *fake.Record) {
			r.Header.Del(headerCode)
			r.Header.Del(headerKey)
		},
	}
}

// serveOperation returns the endpoint of an operation: it checks credentials and body first.
func (s *Server) serveOperation(operation func(*Server, *call) (result, *rejection)) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := &call{Request: r, now: s.now()}
		if err := s.checkCall(c); err != nil {
			return err.encodeResponse()
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		result, err := operation(s, c)
		if err != nil {
			return err.encodeResponse()
		}
		return result.encodeResponse(c)
	}
}

// checkCall checks credentials and Content-Type, and parses the body.
func (s *Server) checkCall(c *call) *rejection {
	cred := s.Credentials()
	if c.Header.Get(headerCode) != cred.ClientCode.Reveal() || c.Header.Get(headerKey) != cred.ClientKey.Reveal() {
		return rejectEarly(http.StatusUnauthorized, "the client code or the client key is wrong")
	}
	if c.Method != http.MethodGet && !c.HasType("application/json") {
		return newRejection(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	members, ok := fake.ParseObject([]byte(cmp.Or(strings.TrimSpace(string(c.Body)), "{}")))
	if !ok {
		return newRejection(http.StatusBadRequest, "the body is not a JSON object")
	}
	c.body = &body{members}
	return nil
}

// now returns the time by the server's clock, in its zone.
func (s *Server) now() time.Time {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.In(s.zone)
}
