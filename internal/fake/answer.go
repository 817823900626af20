package fake

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"
)

// answer works out the response to a request, whatever faults it meets.
func (s *Server) answer(ctx context.Context, op *operation, req *Request) Response {
	page, pageSent := s.pageBefore(op)
	met := s.faults.take(op, pageSent)
	c := carrier{server: s, op: op, request: req}
	var last Spec // the only one that can answer
	for _, last = range met {
		if last.Before != nil {
			last.Before()
		}
		if last.Apply {
			c.carryOut()
		}
		if !wait(ctx, last.Delay) {
			return Response{cut: noAnswer}
		}
	}
	reply := c.reply(last, page).changed(met)
	if !wait(ctx, s.currentLatency()) {
		return Response{cut: noAnswer}
	}
	return reply
}

// carrier carries an operation out, once.
type carrier struct {
	server  *Server
	op      *operation
	request *Request
	done    bool
	result  Response
}

func (c *carrier) carryOut() Response {
	if !c.done {
		c.result, c.done = c.op.serve(), true
		c.server.keepPage(c.op, c.result)
	}
	return c.result
}

func (c *carrier) reply(f Spec, page Response) Response {
	switch f.Kind {
	case Respond:
		return f.response()
	case RespondError:
		return c.explain(f.Status, f.Message)
	case EchoKey:
		return c.explain(f.Status, "not accepted: "+strings.Join(c.server.provider.Secrets(c.request), " "))
	case DropConnection:
		return Response{cut: noAnswer}
	case TruncateBody:
		reply := c.carryOut()
		reply.cut = halfABody
		return reply
	case TruncateBodyWithoutLength:
		reply := c.carryOut()
		reply.cut = withoutLength
		return reply
	case WrongType:
		reply := c.carryOut()
		start, _ := reply.beginning()
		reply.Body = otherType(start)
		return reply
	case RepeatPage:
		return page
	default:
		return c.carryOut()
	}
}

// response leaves a body out where the status has none.
func (f *Spec) response() Response {
	reply := Response{Status: f.Status, Header: f.Header}
	if bodyAllowed(f.Status) {
		reply.Body = []byte(f.Body)
	}
	return reply
}

func (c *carrier) explain(status int, message string) Response {
	return c.server.provider.Error(c.request, status, message)
}

// otherType is well-formed, in the format of the body, and not what the body is. Without a body it is a list in JSON.
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

func (s *Server) pageBefore(op *operation) (Response, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	page, ok := s.lastPage[op.name]
	return page, ok
}

func (s *Server) keepPage(op *operation, reply Response) {
	if !op.list || reply.Status != http.StatusOK {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastPage[op.name] = reply
}

func (s *Server) currentLatency() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latency
}
