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

func (s *Server) provider() fake.Provider {
	const get, post, put = http.MethodGet, http.MethodPost, http.MethodPut
	return fake.Provider{
		Name: "resicotest",
		Base: basePath,
		Endpoints: []fake.Endpoint{
			{Op: "Products.List", Method: post, Path: "products", List: true, Serve: s.serve((*Server).listProducts)},
			{Op: "Products.Balance", Method: get, Path: "products/{sku}/balance", Serve: s.serve((*Server).productBalance)},
			{Op: "Customers.Create", Method: put, Path: "customers", Serve: s.serve((*Server).createCustomer)},
			{Op: "Customers.Update", Method: put, Path: "customers/{code}", Serve: s.serve((*Server).updateCustomer)},
			{Op: "Invoices.Create", Method: put, Path: "salesinvoice", Serve: s.serve((*Server).createInvoice)},
			{Op: "Invoices.AddLine", Method: put, Path: "salesinvoice/{id}/line", Serve: s.serve((*Server).addLine)},
		},
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return refuse(status, message).reply()
		},
		RouterError: func(_ *fake.Request, status int, message string) fake.Response {
			return refuseEarly(status, message).reply()
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

// serve makes an endpoint of an operation: it checks what every call needs before.
func (s *Server) serve(operation func(*Server, *call) (result, *refusal)) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := &call{Request: r, now: s.now()}
		if err := s.checkCall(c); err != nil {
			return err.reply()
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		result, err := operation(s, c)
		if err != nil {
			return err.reply()
		}
		return result.reply(c)
	}
}

func (s *Server) checkCall(c *call) *refusal {
	cred := s.Credentials()
	if c.Header.Get(headerCode) != cred.ClientCode.Reveal() || c.Header.Get(headerKey) != cred.ClientKey.Reveal() {
		return refuseEarly(http.StatusUnauthorized, "the client code or the client key is wrong")
	}
	if c.Method != http.MethodGet && !c.HasType("application/json") {
		return refuse(http.StatusUnsupportedMediaType, "the body must be of type application/json")
	}
	members, ok := fake.ParseObject([]byte(cmp.Or(strings.TrimSpace(string(c.Body)), "{}")))
	if !ok {
		return refuse(http.StatusBadRequest, "the body is not a JSON object")
	}
	c.body = &body{members}
	return nil
}

// now is the time by the server's clock, in its zone.
func (s *Server) now() time.Time {
	now := s.http.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return now.In(s.zone)
}
