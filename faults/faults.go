// Package faults has the failures that the in-memory providers of this module show on demand. They are the same for all
// providers:
//
//	srv.Fail(faults.Status(503).On("Invoices.Create").Times(2))    // unavailable twice, then healthy
//	srv.Fail(faults.DropResponse().On("Invoices.AddLine").Skip(2)) // the third line is added, its response lost
//
// A [Fault] is a value. Its methods return a changed copy, so one can be kept and varied:
//
//	lost := faults.DropResponse()
//	srv.Fail(lost.On("Invoices.Create"), lost.On("Invoices.AddLine").Skip(1))
//
// # What a fault does
//
//   - [Status], [Body], [JSON], [HTML], [PHPError], [ErrorBody], [RateLimited], [Redirect] and [EchoKey] respond in
//     place of the provider. The request is carried out only with AfterApplying.
//   - [DropRequest] and [DropResponse] close the connection without a response.
//   - [CutBody], [CutBodyWithoutLength] and [WrongType] carry the request out and damage the response. [RepeatPage]
//     does so with lists.
//   - [Header], [Prefix] and [Edit] change one thing about the response.
//   - [Delay] and [Between] act before the response.
//
// All of them work on responses of any kind: objects, lists, XML, streams, and those without a body. HTTP has no body
// under the statuses 204 and 304, so a response that gets one from a fault is sent with 200.
//
// # Which call meets which fault
//
// Without On, a fault concerns every operation. Without Times, Always and Skip, it meets the next call. Skip counts all
// calls of its operations, including those that meet another fault.
//
// Faults that replace or damage the response are met one at a time, in the order in which they were set: the second
// one waits until the first one has been met as often as it says. After Delay, Between, Header, Prefix and Edit, a
// call goes on to the next fault: Fail(Delay(time.Second), Status(503)) is a slow 503, and Fail(Prefix("\uFEFF"),
// Header("Content-Type", "text/plain")) does both to the provider's response.
//
// net/http repeats some requests by itself, unseen by its caller: a GET on a reused connection that closes without a
// response. Such a call meets two faults, or one and then none.
package faults

import (
	"slices"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Fault is a failure of a server. No call meets the zero value.
type Fault struct{ baseFault }

// baseFault keeps the methods for the servers of this module out of the documentation.
type baseFault = fake.BaseFault

// newFault returns a fault that the next call meets.
func newFault(spec fake.Spec) Fault {
	spec.Times = 1
	return Fault{fake.NewBaseFault(spec)}
}

// withSpec returns a copy of the fault with a changed spec.
func (f Fault) withSpec(change func(*fake.Spec)) Fault {
	spec := fake.SpecOf(f)
	change(&spec)
	return Fault{fake.NewBaseFault(spec)}
}

// On limits the fault to operations of the server. They are named as in shelfwire.Error.Op. Where one method of a
// client makes several requests, each of them has a name of its own; see the server's package. Fail panics on an
// unknown name, and lists the known ones.
func (f Fault) On(op ...string) Fault {
	return f.withSpec(func(s *fake.Spec) { s.Ops = slices.Clone(op) })
}

// Times makes n calls meet the fault, instead of one.
func (f Fault) Times(n int) Fault {
	return f.withSpec(func(s *fake.Spec) { s.Times = max(n, 0) })
}

// Always makes every call meet the fault.
func (f Fault) Always() Fault {
	return f.withSpec(func(s *fake.Spec) { s.Times = fake.Always })
}

// Skip lets n calls pass before the first one meets the fault.
func (f Fault) Skip(n int) Fault {
	return f.withSpec(func(s *fake.Spec) { s.Skip = n })
}

// AfterApplying makes the server carry the request out before it fails: the caller gets a failure although the change
// was made. HTML(200).AfterApplying() is a page in place of the confirmation. A Delay with it holds back the response
// instead of the work. Faults that carry the request out anyway do so once.
func (f Fault) AfterApplying() Fault {
	return f.withSpec(func(s *fake.Spec) { s.Apply = true })
}
