// Package faults has the failures that the in-memory providers of this module can be told to show. All of them
// understand the same ones:
//
//	srv.Fail(faults.Status(503).On("Invoices.Create").Times(2))  // twice unavailable, then well
//	srv.Fail(faults.DropResponse().On("Invoices.AddLine").Skip(2))   // the third line is added and the answer lost
//
// A [Fault] is a value. Its methods return a changed copy, so one can be kept and varied:
//
//	lost := faults.DropResponse()
//	srv.Fail(lost.On("Invoices.Create"), lost.On("Invoices.AddLine").Skip(1))
//
// # What a fault does
//
//   - [Status], [Body], [JSON], [HTML], [PHPError], [ErrorBody], [RateLimited], [Redirect] and [EchoKey] answer in
//     place of the provider. Nothing is applied, unless AfterApplying is called.
//   - [DropRequest] and [DropResponse] give no answer.
//   - [CutBody], [CutBodyWithoutLength] and [WrongType] carry the request out and spoil the answer. [RepeatPage]
//     does so with lists.
//   - [Header], [Prefix] and [Edit] change one thing about the answer.
//   - [Delay] and [Between] do something before the answer.
//
// All of them work on responses of any kind: objects, lists, XML, streams, and those without a body. HTTP has no body
// under the statuses 204 and 304, so a response that gets one from a fault goes out under 200.
//
// # Which call meets which fault
//
// Without On a fault is about every operation. It meets one call, the next, unless Times, Always or Skip say
// otherwise. Skip counts all calls of its operations, also those that another fault meets.
//
// Faults that answer or spoil the answer are met one at a time, in the order in which they were set: while the first
// one is not used up, the second one waits. Delay, Between, Header, Prefix and Edit leave that to others, so a call
// that meets one of them goes on to the next fault. Fail(Delay(time.Second), Status(503)) is a slow 503, and
// Fail(Prefix("\uFEFF"), Header("Content-Type", "text/plain")) does both to the provider's own answer.
//
// net/http repeats some requests by itself, unseen by its caller: a GET whose connection, used before, closes
// without an answer. Such a call meets two faults, or one and then none.
package faults

import (
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Fault is a failure of a server. The zero value never happens.
type Fault struct{ carrier }

// carrier is how the servers of this module read a fault.
type carrier = fake.Carrier

// once is a fault that meets the next call.
func once(spec fake.Spec) Fault {
	spec.Times = 1
	return Fault{fake.Carry(spec)}
}

func (f Fault) with(change func(*fake.Spec)) Fault {
	spec := fake.SpecOf(f)
	change(&spec)
	return Fault{fake.Carry(spec)}
}

// On limits the fault to operations of the server. They are named as in shelfwire.Error.Op, except where one method
// of a client makes several requests: each of those has a name of its own there. A server panics when it does not
// know the name, and lists the names that it knows.
func (f Fault) On(op ...string) Fault {
	return f.with(func(s *fake.Spec) { s.Ops = slices.Clone(op) })
}

// Times makes the fault happen n times instead of once.
func (f Fault) Times(n int) Fault {
	return f.with(func(s *fake.Spec) { s.Times = max(n, 0) })
}

// Always makes the fault happen for ever.
func (f Fault) Always() Fault {
	return f.with(func(s *fake.Spec) { s.Times = fake.Always })
}

// Skip lets n calls pass first.
func (f Fault) Skip(n int) Fault {
	return f.with(func(s *fake.Spec) { s.Skip = n })
}

// AfterApplying makes the server carry the request out first, and fail then: the caller is told of a failure and
// the change has been made. HTML(200).AfterApplying() is a page in place of the confirmation. A Delay then holds the
// answer back instead of the work. Faults that carry the request out anyway do so once.
func (f Fault) AfterApplying() Fault {
	return f.with(func(s *fake.Spec) { s.Apply = true })
}
