package virtpos

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// slowFirstByte is how long the server may take over a long list before its response begins.
const slowFirstByte = 10 * time.Minute

// service is what all services of a client have in common.
type service struct {
	caller  *call.Caller
	withKey func(call.Op, []string, params) call.Request
	redact  redactor
}

// params are the parameters of a call: those that the guide marks as "get only", and the others.
type params struct{ queryOnly, queryOrBody url.Values }

// withKeyInBody returns a builder of requests that carry the key in the body.
func withKeyInBody(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.queryOrBody.Set("apikey", cred.APIKey.Reveal())
		return call.Request{Op: op, Path: path, Query: p.queryOnly, Body: p.queryOrBody}
	}
}

// withKeyInQuery returns a builder of GET requests that carry everything in the query, including the key.
func withKeyInQuery(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.queryOrBody.Set("apikey", cred.APIKey.Reveal())
		op.Method = http.MethodGet
		for name := range p.queryOrBody {
			p.queryOnly.Set(name, p.queryOrBody.Get(name))
		}
		return call.Request{Op: op, Path: path, Query: p.queryOnly}
	}
}

// skipAuthorization leaves a request as it is: the key is among its parameters.
func skipAuthorization(context.Context, *http.Request) error { return nil }

// listAttempt is one attempt to read a list.
type listAttempt struct {
	listSource
	commit func() // says that something was passed on, so that the call cannot be made again
	gaps   GapsError
	unread call.UnreadCounts
}

// streamList makes a call whose response is a list, and calls read with it while it arrives. Each attempt begins anew.
// Gaps are an error after everything else was read.
func (s *service) streamList(ctx context.Context, op call.Op, path string, p params, read func(*listAttempt) error) error {
	var last *listAttempt
	err := s.caller.Stream(ctx, s.withKey(op, []string{path}, p), func(body *call.Body) error {
		last = &listAttempt{
			listSource: listSource{body: body, charset: body.Charset, redact: s.redact, itemDone: body.ItemDone},
			commit:     body.Commit,
		}
		return read(last)
	})
	if last == nil {
		return err
	}
	s.caller.WarnUnread(ctx, op, last.unread)
	if err == nil && last.gaps.Count > 0 {
		err = s.caller.Error(op, shelfwire.OutcomeUnknown, &last.gaps)
	}
	return err
}
