package shelfwire

import (
	"net/http"
	"time"
)

// Exchange is one attempt as it went over the wire, as [Options].Transcript gets it. Package transcript writes
// exchanges as HAR, as text or as a shape without values.
//
// Keys, tokens and cookies are replaced by "[redacted]" in all of it, also where they are escaped: as URLs do (%2B, +,
// %u002B), as JSON and programs do (\u002b, \/, \x2b, \053, any number of backslashes), as HTML does (&#43; &#x2B; and the
// names of ASCII characters, &plus;), in UTF-16, and two such layers one upon the other (%252B, &amp;#43;). Keys are found
// in base64, too, alone and as HTTP Basic sends them. Further layers, other encodings, keys in other letter case and keys
// with something between their characters are not looked for. A key under 4 bytes is replaced where the client puts
// it, in headers and in parameters named apikey, and nowhere else. A body of JSON that holds a key loses its white space.
// What stands under the name of a key or a token is replaced whatever it is, such as an access_token in a body, a query or
// a Location, or an X-Api-Key; so is what looks like a token in the response to a request for one. Everything else is as it
// was, personal data included.
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
