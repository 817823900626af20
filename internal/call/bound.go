package call

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// maxErrorBody is how much of an error body is read.
const maxErrorBody = 1 << 20

// bound reads the body of a reply up to its limit, which counts decompressed bytes. Of an error body it reads
// less, and what is longer is cut off without an error.
func (c *Caller) bound(resp *http.Response, g *guard) ([]byte, error) {
	defer resp.Body.Close()
	limit := c.maxBody
	success := isSuccess(resp.StatusCode)
	if !success {
		limit = min(limit, maxErrorBody)
	}
	body, err := readUpTo(&watched{resp.Body, g}, limit, resp.ContentLength)
	if int64(len(body)) > limit {
		body = body[:limit]
		if success {
			err = fmt.Errorf("%w: more than %d bytes", shelfwire.ErrTooLarge, limit)
		}
	}
	if !success {
		err = nil
	}
	return body, err
}

// readUpTo reads at most one byte more than limit.
func readUpTo(r io.Reader, limit, announced int64) ([]byte, error) {
	var buf bytes.Buffer
	if announced > 0 {
		buf.Grow(int(min(announced, limit)) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(io.LimitReader(r, limit+1))
	return buf.Bytes(), err
}

// watched tells the guard that data arrives.
type watched struct {
	io.Reader
	guard *guard
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if n > 0 {
		w.guard.progress()
	}
	return n, err
}
