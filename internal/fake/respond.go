package fake

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"
)

// makeResponse applies the faults that a request meets, and returns its response.
func (s *Server) makeResponse(ctx context.Context, op *operation, req *Request) Response {
	page, pageSent := s.previousPage(op)
	met := s.faults.takeMatching(op, pageSent)
	e := execution{server: s, op: op, request: req}
	var last Spec // the only one that can respond in place of the provider
	for _, last = range met {
		if last.Before != nil {
			last.Before()
		}
		if last.Apply {
			e.runOnce()
		}
		if !waitFor(ctx, last.Delay) {
			return Response{cut: noResponse}
		}
	}
	response := e.respondTo(last, page).applyChanges(met)
	if !waitFor(ctx, s.currentLatency()) {
		return Response{cut: noResponse}
	}
	return response
}

// execution runs an operation for one request, at most once.
type execution struct {
	server  *Server
	op      *operation
	request *Request
	done    bool
	result  Response
}

func (e *execution) runOnce() Response {
	if !e.done {
		e.result, e.done = e.op.serve(), true
		e.server.keepPage(e.op, e.result)
	}
	return e.result
}

// respondTo returns the response under a fault; page is the previous one of the list.
func (e *execution) respondTo(f Spec, page Response) Response {
	switch f.Kind {
	case Respond:
		return f.fixedResponse()
	case RespondError:
		return e.errorResponse(f.Status, f.Message)
	case EchoKey:
		return e.errorResponse(f.Status, "not accepted: "+strings.Join(e.server.provider.Secrets(e.request), " "))
	case DropConnection:
		return Response{cut: noResponse}
	case TruncateBody:
		response := e.runOnce()
		response.cut = halfBody
		return response
	case TruncateBodyWithoutLength:
		response := e.runOnce()
		response.cut = withoutLength
		return response
	case WrongType:
		response := e.runOnce()
		start, _ := response.readBeginning()
		response.Body = otherType(start)
		return response
	case RepeatPage:
		return page
	default:
		return e.runOnce()
	}
}

// fixedResponse returns the response of the fault's own, without the body where the status allows for none.
func (f *Spec) fixedResponse() Response {
	response := Response{Status: f.Status, Header: f.Header}
	if bodyAllowed(f.Status) {
		response.Body = []byte(f.Body)
	}
	return response
}

func (e *execution) errorResponse(status int, message string) Response {
	return e.server.provider.Error(e.request, status, message)
}

// otherType returns a valid body of another type in the same format, a JSON list in place of no body.
func otherType(body []byte) []byte {
	const byteOrderMark = "\xEF\xBB\xBF"
	switch first := bytes.TrimSpace(bytes.TrimPrefix(body, []byte(byteOrderMark))); {
	case bytes.HasPrefix(first, []byte("<")):
		return []byte("<unexpected>a single element</unexpected>")
	case bytes.HasPrefix(first, []byte("[")):
		return []byte(`{"unexpected":"an object"}`)
	default:
		return []byte(`["unexpected","list"]`)
	}
}

// previousPage returns the last response of a list.
func (s *Server) previousPage(op *operation) (Response, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, ok := s.lastPage[op.name]
	return page, ok
}

// keepPage keeps the last successful response of a list, for RepeatPage.
func (s *Server) keepPage(op *operation, response Response) {
	if !op.list || response.Status != http.StatusOK {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastPage[op.name] = response
}

func (s *Server) currentLatency() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latency
}
