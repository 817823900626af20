// Package fake is what the in-memory providers of this module have in common: a server on a loopback address with its
// endpoints, its faults, its log of requests and its clock.
//
// A provider's fake brings a [Provider]: above all a table of endpoints. The server finds the endpoint of a request and
// calls it, unless a fault stands in its way:
//
//	read → route → log → meet faults (wait, change state, answer otherwise) → serve → change the response → send
//
// Faults that cut the connection do so while the response is sent.
//
// Paths are never cleaned. A provider's fake sees the segments of the path as they were sent, each unescaped by itself.
//
// The clients of a server wait by its [Clock], which skips what they wait for. No test spends real time on retries.
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
	// Base is the path below which the endpoints are found, such as "/json/v1".
	Base string
	// Endpoints are all that the provider has.
	Endpoints []Endpoint
	// Error returns an error response in the provider's own form.
	Error func(r *Request, status int, message string) Response
	// RouterError, which may be nil, takes the place of Error for requests that no endpoint takes: 404 and 405.
	RouterError func(r *Request, status int, message string) Response
	// Secrets returns the credentials that a request carries.
	Secrets func(*Request) []string
	// Redact takes the credentials out of a record.
	Redact func(*Record)
}

// Endpoint is an operation of a provider at an address.
type Endpoint struct {
	Op     string // as in shelfwire.Error.Op; several endpoints may be of one operation
	Method string // several are separated by spaces

	// Path is the path below the base. A segment in braces, such as {sku}, stands for any that is not empty; see
	// [Request.PathValue]. A slash at the end may be left out by requests.
	Path string

	List  bool                    // it responds with a page of a list
	Serve func(*Request) Response // carries the operation out, or rejects the request
}

// Request is a request that has been read in full.
type Request struct {
	Method string
	Host   string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header
	Body   []byte

	variables map[string]string
}

// PathValue returns the segment of the path that a variable of the endpoint's path stands for, unescaped.
func (r *Request) PathValue(name string) string { return r.variables[name] }

// Response is the answer to a request. Without a Content-Type of its own it is JSON.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	// Stream writes a body that is too long to be held in memory. It counts when Body is nil. It goes out
	// without a length and without compression, and is called once for every time that the response is sent: it
	// must write the same each time, and return the first error of the writer. Any error breaks the connection.
	Stream func(io.Writer) error

	cut cut
}

// cut says where the connection breaks.
type cut uint8

const (
	uncut         cut = iota
	noAnswer          // before the first byte of the response
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
