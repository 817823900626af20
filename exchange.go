package shelfwire

import (
	"net/http"
	"time"
)

// Exchange is one attempt as it went over the wire, as [Options].Transcript gets it. Package transcript writes
// exchanges as HAR, as text or as a shape without values.
//
// Keys, tokens and cookies are replaced by "[redacted]" in all of it, however a header, a URL or a body escapes them.
// Everything else is as it was, personal data included.
//
// Bodies are recorded up to 4 MiB each. That of a streamed response is recorded while its consumer reads it, and the
// exchange follows when the consumer has read it or has left.
type Exchange struct {
	Attempt   Attempt          // what the client made of it, as Options.Observe gets it
	Started   time.Time        // when the request was handed to net/http
	FirstByte time.Duration    // from Started until the header of the response was there; 0 without a response
	Request   ExchangeRequest  // what was sent
	Response  ExchangeResponse // what came; the zero value when there was no response
}

// ExchangeRequest is the request of an [Exchange].
type ExchangeRequest struct {
	Method    string
	URL       string      // with the query
	Header    http.Header // as the client set it; net/http adds Host, Content-Length and Accept-Encoding
	Body      []byte
	BodySize  int64 // bytes of the whole body
	Truncated bool  // Body is only the beginning: the rest is beyond the bound
}

// ExchangeResponse is the response of an [Exchange].
type ExchangeResponse struct {
	StatusCode int
	Proto      string // "HTTP/2.0"
	Header     http.Header
	Body       []byte // after decompression, in the charset in which it came
	BodySize   int64  // bytes that were read, after decompression

	// Truncated says that Body is only a part: the rest is beyond the bound, the response broke off, its consumer left
	// early, or it was kept back since it may hold a secret that cannot be told from the rest.
	Truncated bool
}
