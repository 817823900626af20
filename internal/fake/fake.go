// Package fake is the base of the in-memory providers of this module: an HTTP server on a loopback address with
// endpoints, faults, a log of requests and a clock.
//
// A provider's fake brings a [Provider], which is mainly a table of endpoints. Each request takes these steps:
//
//	read → route → log → apply faults (wait, change state, respond instead) → serve → change the response → send
//
// Faults that cut the connection do so while the response is sent.
//
// Paths stay as they were sent: a provider's fake gets the segments of the path, each unescaped by itself.
//
// The clients of a server wait by its [Clock], which skips their waits: retries cost tests no real time.
package fake

import (
	"io"
	"net/http"
	"net/url"
)

// Provider describes one provider. Its functions must be safe for concurrent use.
type Provider struct {
	// Name is the name of the fake's package, for messages.
	Name string
	// Base is the base path of the endpoints, such as "/json/v1".
	Base string
	// Endpoints are all endpoints of the provider.
	Endpoints []Endpoint
	// Error returns an error response in the provider's own form.
	Error func(r *Request, status int, message string) Response
	// RouterError replaces Error for requests without an endpoint, 404 and 405. It may be nil.
	RouterError func(r *Request, status int, message string) Response
	// Secrets returns the credentials that a request carries.
	Secrets func(*Request) []string
	// Redact removes the credentials from a record.
	Redact func(*Record)
}

// Endpoint is an operation of a provider at a path.
type Endpoint struct {
	Op     string // as in shelfwire.Error.Op; several endpoints may be of one operation
	Method string // several are separated by spaces

	// Path is relative to the base. A segment in braces, such as {sku}, matches any non-empty segment; see
	// [Request.PathValue]. Requests may leave a slash at the end out.
	Path string

	List  bool                    // it responds with a page of a list
	Serve func(*Request) Response // carries the operation out, or rejects the request
}

// Request is a request with its body.
type Request struct {
	Method string
	Host   string
	Path   string // escaped, as it was sent
	Query  url.Values
	Header http.Header
	Body   []byte

	variables map[string]string
}

// PathValue returns the unescaped segment that a variable of the endpoint's path has matched.
func (r *Request) PathValue(name string) string { return r.variables[name] }

// Response is the response to a request. Its Content-Type defaults to JSON.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	// Stream writes a body that is too long for memory; it counts when Body is nil. The body is sent chunked and
	// uncompressed. Stream is called each time that the response is sent. It must write the same each time, and
	// return the first error of the writer. Any error breaks the connection.
	Stream func(io.Writer) error

	cut cut
}

// cut says where the connection breaks off.
type cut uint8

const (
	uncut         cut = iota
	noResponse        // before the first byte of the response
	halfBody          // in the middle of a body of announced length, so that the client notices
	withoutLength     // in the middle of a body of unannounced length, which looks complete
)

// Record is a request in the log.
type Record struct {
	Op     string
	Method string
	Path   string
	Query  url.Values
	Header http.Header
	Body   string
	Status int // of the response; 0 before and without one
}
