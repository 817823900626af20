package virtpostest

import (
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

const basePath = "/api"

// endpoint is one of the provider's calls.
type endpoint struct {
	op    string
	path  string
	list  bool
	serve func(*Server, *call) (fake.Reply, *refusal)
}

func endpoints() []endpoint {
	return []endpoint{
		{op: "Store.Items", path: "store", list: true, serve: (*Server).readStore},
		{op: "Store.UpdateOnHand", path: "store/updateOnhand", serve: (*Server).updateOnHand},
		{op: "Store.OnHandVersion", path: "store/getOnhandVersion", serve: (*Server).giveVersion},
		{op: "Store.ZeroOutdated", path: "store/setZeroOnhand", serve: (*Server).zeroOutdated},
	}
}

func (s *Server) provider() fake.Provider {
	var ops []string
	for _, e := range endpoints() {
		ops = append(ops, e.op)
	}
	return fake.Provider{Name: "virtpostest", Ops: ops, Route: s.route, Secrets: secrets, Hide: hide}
}

func (s *Server) route(r *fake.Request) fake.Operation {
	c := s.newCall(r)
	op := fake.Operation{Error: func(status int, message string) fake.Reply {
		return c.refused(&refusal{status, message})
	}}
	path := strings.Join(fake.Segments(r.Path, basePath), "/")
	exists := false
	for _, e := range endpoints() {
		if exists = e.path == path; exists {
			op.Name, op.List = e.op, e.list
			op.Do = func() fake.Reply { return s.answer(&e, c) }
			break
		}
	}
	if !exists || r.Method != http.MethodGet && r.Method != http.MethodPost {
		return fake.Operation{Do: func() fake.Reply { return c.nowhere(exists) }}
	}
	return op
}

// answer checks what every call needs and serves it.
func (s *Server) answer(e *endpoint, c *call) fake.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := c.check()
	if err != nil {
		return c.refused(err)
	}
	reply, err := e.serve(s, c)
	if err != nil {
		return c.refused(err)
	}
	return reply
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
