package call

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/charset"
)

// Stream runs one call whose response is read while it arrives. read is given the body of a response with a success status,
// reads all of it and returns errors as a [Decoder] does; it returns nil, too, when the consumer of the items has left.
//
// A response that breaks off before read commits itself is asked for again, under the same rules as in [Caller.Do]; after
// that an error is final.
func (c *Caller) Stream(ctx context.Context, req Request, read func(*Body) error) error {
	return c.run(ctx, req, func(resp *http.Response, a *attempt, g *guard) *failure {
		if !isSuccess(resp.StatusCode) {
			return c.receive(resp, a, g, nil)
		}
		return c.stream(resp, a, g, read)
	})
}

func (c *Caller) stream(resp *http.Response, a *attempt, g *guard, read func(*Body) error) *failure {
	defer resp.Body.Close()
	c.note(a, resp)
	b := &Body{
		Charset: charset.FromContentType(resp.Header.Get("Content-Type")),
		reply:   resp.Body, guard: g, limit: c.maxBody,
	}
	g.pause()
	err := read(b)
	g.pause()
	a.duration = time.Since(a.began)
	var fail *failure
	switch {
	case err == nil:
		return nil
	case b.failed != nil:
		fail = c.unread(a, err, shelfwire.OutcomeUnknown, g)
	default:
		fail = c.undecoded(a, b.head, err, func() shelfwire.Outcome { return shelfwire.OutcomeUnknown })
	}
	if b.committed {
		fail.temporary, fail.foreign = false, false
	}
	return fail
}

// headSize is how much of the beginning of a streamed response is kept, to say what it is when it is not what was expected.
const headSize = 4 << 10

// Body is a streamed response. It bounds one item, not the whole, and ends when the provider has gone silent. The time
// that the consumer takes between two reads does not count.
type Body struct {
	Charset string // as the header Content-Type names it, in small letters; "" when it does not

	reply  io.Reader
	guard  *guard
	limit  int64 // of an item, in bytes
	size   int64 // of the present item so far
	head   []byte
	failed error // why the response could not be read any further

	committed bool
}

// Read reads on.
func (b *Body) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	if b.size > b.limit {
		b.failed = fmt.Errorf("%w: an item of more than %d bytes", shelfwire.ErrTooLarge, b.limit)
		return 0, b.failed
	}
	b.guard.progress()
	n, err := b.reply.Read(p)
	b.guard.pause()
	b.size += int64(n)
	b.head = append(b.head, p[:min(n, headSize-len(b.head))]...)
	if err != nil && err != io.EOF {
		b.failed = err
	}
	return n, err
}

// ItemDone says that an item is complete: the next one begins to count.
func (b *Body) ItemDone() { b.size = 0 }

// Commit says that something of the response has been delivered, so that it cannot be asked for again.
func (b *Body) Commit() { b.committed = true }
