package call

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Op is one operation of a provider, described as data.
type Op struct {
	Name   string           // as in errors and logs: "Invoices.Create"
	Method string           // of HTTP
	Effect shelfwire.Effect // decides about retries

	// FirstByteTimeout is how long a slow operation may take until its response begins, unless
	// Options.StallTimeout is set; 0 means a minute, as for the other operations.
	FirstByteTimeout time.Duration

	// ResponseIsSecret says that the response is a token or the like. A transcript shows only those members of it
	// that say how the call went.
	ResponseIsSecret bool
}

// Request is one call of an operation.
type Request struct {
	Op    Op         // the operation that is called
	Path  []string   // segments below the base URL, each escaped by itself; an empty one is rejected
	Query url.Values // sent with %20 for a space
	Body  any        // nil for none, url.Values for a form, anything else as JSON

	// PartialDecoder reads the complete part of a response that breaks off, where a missing member says only that
	// it was lost. Nil means the decoder of the call.
	PartialDecoder Decoder

	// EmptyStatuses are the statuses of success under which an empty response counts. Nil means all of them.
	EmptyStatuses []int
}

// Decoder reads the body of a response with a success status. It returns
//   - nil when it finds the provider's own mark of success, since the status alone proves nothing;
//   - an [*APIError] when the body says that the call failed;
//   - an error made by [MarkApplied] when the mark is there and something behind it is unreadable;
//   - any other error when the response is not recognisably the provider's. One that matches
//     io.ErrUnexpectedEOF says that the response breaks off.
//
// It copies what it keeps, since the memory of body is used again. One call may run it several times; each run
// starts anew.
type Decoder func(body []byte) error

// Caller runs the calls of one client. It is immutable and safe for concurrent use.
type Caller struct {
	provider       string
	origin         string // scheme and host: all requests and keys go there
	basePath       string // escaped, no slash at its end
	client         *http.Client
	ownPool        bool // the connections belong to this client alone
	clock          Clock
	limiter        shelfwire.Limiter
	hold           *hold
	retry          retryPolicy
	stall          time.Duration // Options.StallTimeout: 0 for each operation's default, below 0 for no limit
	maxBody        int64         // bytes of a response, or of one item of a streamed one
	header         http.Header   // of every request
	authorize      func(context.Context, *http.Request) error
	renew          func(*http.Request) bool
	parseError     func(*Response)
	completePrefix func([]byte) ([]byte, bool)
	redact         func(string) string // replaces the secrets, which stay out of sight inside the closure
	redactCut      func(string) string // the same for the beginning of a longer text
	reporter       reporter
	buffers        *bufferPool
}

// Do runs one call: it sends the request, retries where that is safe, and decodes the response. Its error is
// always a *shelfwire.Error.
func (c *Caller) Do(ctx context.Context, req Request, decode Decoder) error {
	return c.runAttempts(ctx, req, func(resp *http.Response, a *attempt, g *guard) *failure {
		return c.receiveResponse(resp, a, g, decode)
	})
}
