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

// Stream runs one call whose response is read while it arrives. read gets the body of a response with a success
// status, reads all of it, and returns errors as a [Decoder] does; it returns nil, too, when the consumer of
// the items has left.
//
// A response that breaks off before read calls [Body.Commit] is asked for again, under the rules of
// [Caller.Do]; after that an error is final.
func (c *Caller) Stream(ctx context.Context, req Request, read func(*Body) error) error {
	return c.runAttempts(ctx, req, func(resp *http.Response, a *attempt, g *guard) *failure {
		if !isSuccess(resp.StatusCode) {
			return c.receiveResponse(resp, a, g, nil)
		}
		return c.streamBody(resp, a, g, read)
	})
}

// streamBody lets read take a response while it arrives, and describes the failure that it meets.
func (c *Caller) streamBody(resp *http.Response, a *attempt, g *guard, read func(*Body) error) *failure {
	defer resp.Body.Close()
	c.recordResponse(a, resp)
	b := &Body{
		Charset:  charset.FromContentType(resp.Header.Get("Content-Type")),
		response: resp.Body, guard: g, limit: c.maxBody,
	}
	g.pause()
	err := read(b)
	g.pause()
	a.duration = time.Since(a.began)
	var fail *failure
	switch {
	case err == nil:
		return nil
	case b.readErr != nil:
		fail = c.bodyReadFailure(a, err, shelfwire.OutcomeUnknown, g)
	default:
		fail = c.decodeFailure(a, b.head, err, func() shelfwire.Outcome { return shelfwire.OutcomeUnknown })
	}
	if b.committed {
		fail.temporary, fail.foreign = false, false
	}
	return fail
}

// headSize is how many bytes of the beginning of a streamed response are kept, to describe one that is foreign.
const headSize = 4 << 10

// Body is a streamed response. Its limit applies to one item, and it ends when the provider falls silent; the
// time that the consumer takes between two reads does not count.
type Body struct {
	Charset string // from the header Content-Type, in small letters; "" when it names none

	response io.Reader
	guard    *guard
	limit    int64 // of an item, in bytes
	size     int64 // of the current item so far
	head     []byte
	readErr  error // what ended the reading

	committed bool // something has been delivered
}

// Read reads the next bytes. After an error it returns that error again.
func (b *Body) Read(p []byte) (int, error) {
	if b.readErr != nil {
		return 0, b.readErr
	}
	if b.size > b.limit {
		b.readErr = fmt.Errorf("%w: an item of more than %d bytes", shelfwire.ErrTooLarge, b.limit)
		return 0, b.readErr
	}
	b.guard.noteProgress()
	n, err := b.response.Read(p)
	b.guard.pause()
	b.size += int64(n)
	b.head = append(b.head, p[:min(n, headSize-len(b.head))]...)
	if err != nil && err != io.EOF {
		b.readErr = err
	}
	return n, err
}

// ItemDone says that an item is complete: the size of the next one counts from zero.
func (b *Body) ItemDone() { b.size = 0 }

// Commit says that something of the response has been delivered, so that it cannot be asked for again.
func (b *Body) Commit() { b.committed = true }
