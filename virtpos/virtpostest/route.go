package virtpostest

import (
	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/api"

func (s *Server) provider() fake.Provider {
	const methods = "GET POST"
	return fake.Provider{
		Name: "virtpostest",
		Base: basePath,
		Endpoints: []fake.Endpoint{
			{Op: "Store.List", Method: methods, Path: "store", List: true, Serve: s.serve((*Server).readStore)},
			{Op: "Store.UpdateOnHand", Method: methods, Path: "store/updateOnhand", Serve: s.serve((*Server).updateOnHand)},
			{Op: "Store.OnHandVersion", Method: methods, Path: "store/getOnhandVersion", Serve: s.serve((*Server).giveVersion)},
			{Op: "Store.ZeroOutdated", Method: methods, Path: "store/setZeroOnhand", Serve: s.serve((*Server).zeroOutdated)},
		},
		Error: func(r *fake.Request, status int, message string) fake.Response {
			return s.newCall(r).refused(&refusal{status, message})
		},
		Secrets: secrets,
		Redact:  hide,
	}
}

// serve makes an endpoint of an operation: it checks what every call needs before.
func (s *Server) serve(operation func(*Server, *call) (fake.Response, *refusal)) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := s.newCall(r)
		if err := c.check(); err != nil {
			return c.refused(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		reply, err := operation(s, c)
		if err != nil {
			return c.refused(err)
		}
		return reply
	}
}

func (c *call) check() *refusal {
	if c.free("apikey") != accepted {
		return refuse("the key is missing or wrong")
	}
	switch c.getOnly("format") {
	case "", "xml", "json":
		return nil
	default:
		return refuse("the format is neither xml nor json")
	}
}
