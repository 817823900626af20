package fake

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// operation is what a request asks for.
type operation struct {
	name  string // empty when there is no such operation
	list  bool
	serve func() Response
}

// route finds the operation that a request asks for. It changes nothing of the provider's.
func (s *Server) route(r *Request) operation {
	segments := Segments(r.Path, s.provider.Base)
	var allowed []string
	for i := range s.provider.Endpoints {
		e := &s.provider.Endpoints[i]
		variables, ok := e.match(segments)
		if !ok {
			continue
		}
		if methods := strings.Fields(e.Method); !slices.Contains(methods, r.Method) {
			allowed = append(allowed, methods...)
			continue
		}
		r.variables = variables
		return operation{name: e.Op, list: e.List, serve: func() Response { return e.Serve(r) }}
	}
	return operation{serve: func() Response { return s.noEndpoint(r, allowed) }}
}

// match compares segment by segment and returns the variable ones.
func (e *Endpoint) match(segments []string) (variables map[string]string, ok bool) {
	pattern := strings.Split(e.Path, "/")
	if last := len(pattern) - 1; pattern[last] == "" && len(segments) == last {
		pattern = pattern[:last]
	}
	if len(pattern) != len(segments) {
		return nil, false
	}
	for i, want := range pattern {
		name, isVariable := variableName(want)
		switch {
		case isVariable && segments[i] != "":
			if variables == nil {
				variables = map[string]string{}
			}
			variables[name] = segments[i]
		case want != segments[i]:
			return nil, false
		}
	}
	return variables, true
}

func variableName(pattern string) (name string, ok bool) {
	name, opened := strings.CutPrefix(pattern, "{")
	name, closed := strings.CutSuffix(name, "}")
	return name, opened && closed
}

// noEndpoint rejects requests for an address that does not exist, or that takes other methods.
func (s *Server) noEndpoint(r *Request, allowed []string) Response {
	reject := s.provider.RouterError
	if reject == nil {
		reject = s.provider.Error
	}
	if len(allowed) == 0 {
		return reject(r, http.StatusNotFound, "there is nothing at this address")
	}
	reply := reject(r, http.StatusMethodNotAllowed, "this address does not take this method")
	header := http.Header{"Allow": {strings.Join(allowed, ", ")}}
	maps.Copy(header, reply.Header)
	reply.Header = header
	return reply
}

// operations are the names of all operations.
func (p *Provider) operations() []string {
	var names []string
	for _, e := range p.Endpoints {
		if !slices.Contains(names, e.Op) {
			names = append(names, e.Op)
		}
	}
	return names
}
