// Package fake is what the in-memory providers of this module have in common: a server on a loopback address,
// a queue of faults, a log of requests.
//
// A provider's fake brings a [Provider]: above all a function that maps a request to an [Operation]. The server
// carries the operation out, unless a fault stands in its way:
//
//	read → route → log → meet faults (wait, change state, answer otherwise) → carry out → change the reply → send
//
// Faults that cut the connection do so while the reply is sent.
//
// Paths are never cleaned. A provider's fake sees the segments of the path as they were sent, each unescaped by
// itself.
package fake

import (
	"io"
	"net/http"
	"net/url"
)

// Provider is what one provider's fake brings. All of it must be safe for concurrent use.
type Provider struct {
	// Name is the name of the fake's package, for messages.
	Name string
	// Ops are the names of all operations. Faults and counts for others are a mistake and panic.
	Ops []string
	// Route finds the operation that a request asks for. It changes nothing.
	Route func(*Request) Operation
	// Error is an error reply in the provider's own form.
	Error func(status int, message string) Reply
	// Secrets returns the credentials that a request carries.
	Secrets func(*Request) []string
	// Hide takes the credentials out of a record.
	Hide func(*Record)
}

// Request is a request that has been read in full.
type Request struct {
	Method string
	Host   string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header
	Body   []byte
}

// Operation is what a request asks for.
type Operation struct {
	Name string       // as in shelfwire.Error.Op; empty when there is no such operation
	List bool         // it answers with a page of a list
	Do   func() Reply // carries it out, or refuses it

	// Error is an error reply in the form that this request asks for; nil for the provider's.
	Error func(status int, message string) Reply
}

// Reply is the answer to a request. Without a Content-Type of its own it is JSON.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte

	// Stream writes a body that is too long to be held in memory. It counts when Body is nil. It goes out
	// without a length and without compression, and is called once for every time that the reply is sent: it
	// must write the same each time, and return the first error of the writer. Any error breaks the connection.
	Stream func(io.Writer) error

	cut cut
}

// cut says where the connection breaks.
type cut uint8

const (
	uncut         cut = iota
	noAnswer          // before the first byte of the reply
	halfABody         // in the middle of its body, so that the client notices
	withoutLength     // in the middle of its body, which has no length that the client could compare
)

// Record is a request in the log.
type Record struct {
	Op     string
	Method string
	Path   string
	Query  url.Values
	Header http.Header
	Body   string
	Status int // 0 while there is no answer, and when there was none
}
