package fake

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// operation is the operation of one request.
type operation struct {
	name  string // empty for a request without an endpoint
	list  bool
	serve func() Response
}

// findOperation returns the operation of a request. Serving is left to its caller.
func (s *Server) findOperation(r *Request) operation {
	segments := Segments(r.Path, s.provider.Base)
	var allowed []string
	for i := range s.provider.Endpoints {
		e := &s.provider.Endpoints[i]
		variables, ok := e.matchPath(segments)
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

// matchPath matches a path segment by segment, and returns the values of its variables.
func (e *Endpoint) matchPath(segments []string) (variables map[string]string, ok bool) {
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

// noEndpoint rejects a request for an unknown path with 404, or for another method of a known path with 405.
func (s *Server) noEndpoint(r *Request, allowed []string) Response {
	reject := s.provider.RouterError
	if reject == nil {
		reject = s.provider.Error
	}
	if len(allowed) == 0 {
		return reject(r, http.StatusNotFound, "there is nothing at this address")
	}
	response := reject(r, http.StatusMethodNotAllowed, "this address does not take this method")
	header := http.Header{"Allow": {strings.Join(allowed, ", ")}}
	maps.Copy(header, response.Header)
	response.Header = header
	return response
}

// operationNames returns the names of all operations.
func (p *Provider) operationNames() []string {
	var names []string
	for _, e := range p.Endpoints {
		if !slices.Contains(names, e.Op) {
			names = append(names, e.Op)
		}
	}
	return names
}
