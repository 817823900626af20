// Package faults has the failures that the in-memory providers of this module can be told to show. All of them
// understand the same ones:
//
//	srv.Fail(faults.Status(503).On("Invoices.Create").Times(2))  // twice unavailable, then well
//	srv.Fail(faults.CutAfter().On("Invoices.AddLine").Skip(2))   // the third line is added and the answer lost
//
// A [Fault] is a value. Its methods return a changed copy, so one can be kept and varied:
//
//	lost := faults.CutAfter()
//	srv.Fail(lost.On("Invoices.Create"), lost.On("Invoices.AddLine").Skip(1))
//
// # Which call meets which fault
//
// Without On a fault is about every operation. It meets one call, the next, unless Times, Always or Skip say
// otherwise. Skip counts all calls of its operations, also those that another fault meets.
//
// Faults that answer are met one at a time, in the order in which they were set: while the first one is not used
// up, the second one waits. [Delay] and [Between] do not answer, so a call that meets one of them goes on to
// the next fault: Fail(Delay(time.Second), Status(503)) is a slow 503.
//
// net/http repeats some requests by itself, unseen by its caller: a GET whose connection, used before, closes
// without an answer. Such a call meets two faults, or one and then none.
package faults

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Fault is a failure of a server. The zero value never happens.
type Fault struct{ spec fake.Spec }

// Spec is the fault as the servers of this module read it.
func (f Fault) Spec() fake.Spec { return f.spec }

// On limits the fault to operations, named as in shelfwire.Error.Op. A server panics when it does not know the
// name.
func (f Fault) On(op ...string) Fault {
	f.spec.Ops = slices.Clone(op)
	return f
}

// Times makes the fault happen n times instead of once.
func (f Fault) Times(n int) Fault {
	f.spec.Times = max(n, 0)
	return f
}

// Always makes the fault happen for ever.
func (f Fault) Always() Fault {
	f.spec.Times = fake.Always
	return f
}

// Skip lets n calls pass first.
func (f Fault) Skip(n int) Fault {
	f.spec.Skip = n
	return f
}

// AfterApplying makes the server carry the request out first, and fail then: the caller is told of a failure and
// the change has been made. A Delay then holds the answer back instead of the work.
func (f Fault) AfterApplying() Fault {
	f.spec.Apply = true
	return f
}

func respond(status int, header http.Header, body string) Fault {
	return Fault{fake.Spec{Times: 1, Kind: fake.Respond, Status: status, Header: header, Body: body}}
}

func kind(k fake.Kind) Fault { return Fault{fake.Spec{Times: 1, Kind: k}} }

// Status answers with a status and nothing else, as a proxy does. Nothing is applied.
func Status(status int) Fault { return respond(status, nil, "") }

// ErrorBody answers with a status and an error in the provider's own form. Nothing is applied.
func ErrorBody(status int, message string) Fault {
	return Fault{fake.Spec{Times: 1, Kind: fake.Explain, Status: status, Message: message}}
}

// HTML answers with a page for people: HTML(502) is what a proxy says about a server that is down, HTML(200) a
// page under a status of success. Nothing is applied.
func HTML(status int) Fault {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return respond(status, http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		"<!DOCTYPE html>\n<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>\n")
}

// RateLimited answers 429 with the header Retry-After: a number of seconds, an HTTP date, or "" for no header.
// Nothing is applied.
func RateLimited(retryAfter string) Fault {
	if retryAfter == "" {
		return Status(http.StatusTooManyRequests)
	}
	return respond(http.StatusTooManyRequests, http.Header{"Retry-After": {retryAfter}}, "")
}

// Redirect answers 302 with a location. Nothing is applied.
func Redirect(location string) Fault {
	return respond(http.StatusFound, http.Header{"Location": {location}}, "")
}

// EchoKey answers 400 with an error, in the provider's own form, that repeats the credentials of the request.
// Nothing is applied.
func EchoKey() Fault {
	return Fault{fake.Spec{Times: 1, Kind: fake.Echo, Status: http.StatusBadRequest}}
}

// Delay waits before the request is carried out and answered. When the client goes away meanwhile, nothing is
// applied.
func Delay(d time.Duration) Fault {
	return Fault{fake.Spec{Times: 1, Delay: d}}
}

// Between runs a function after the request has come and before it is carried out: to change a list between two
// of its pages, for example. The function may call the server's methods, but not Close.
func Between(run func()) Fault {
	return Fault{fake.Spec{Times: 1, Before: run}}
}

// CutBefore closes the connection after the request was read. Nothing is applied, and there is no answer.
func CutBefore() Fault { return kind(fake.Cut) }

// CutAfter carries the request out and closes the connection without an answer. To the caller it looks like
// CutBefore: who repeats the call makes the change twice, who does not may never make it.
func CutAfter() Fault { return CutBefore().AfterApplying() }

// CutBody carries the request out, answers with success and half of the body, and closes the connection.
func CutBody() Fault { return kind(fake.CutBody) }

// WrongType carries the request out and answers with a well-formed body of another type: a list where an object
// belongs.
func WrongType() Fault { return kind(fake.WrongType) }

// RepeatPage answers with the page that the list sent before, whatever page is asked for. It lets calls that are
// no lists pass, and the first page of all.
func RepeatPage() Fault { return kind(fake.RepeatPage) }
