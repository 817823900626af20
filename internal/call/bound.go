package call

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

const (
	maxErrorBody = 1 << 20 // how much of an error body is used
	longestKey   = 8 << 10 // read beyond it, so that no key is cut in two before it is cleared
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// maxAdvance is how much memory a reply gets on its announcement alone.
const maxAdvance = 1 << 20

// bound reads the body of a reply up to its limit, which counts decompressed bytes. Of an error body it reads
// less, and what is longer is cut off without an error.
func (c *Caller) bound(resp *http.Response, g *guard) ([]byte, error) {
	defer resp.Body.Close()
	limit := min(c.maxBody, math.MaxInt64-1) // leaves room for one more
	success := isSuccess(resp.StatusCode)
	if !success {
		limit = min(limit, maxErrorBody) + longestKey
	}
	body, err := readUpTo(resp, limit, g)
	if int64(len(body)) > limit {
		body = body[:limit]
		if success {
			err = fmt.Errorf("%w: more than %d bytes", shelfwire.ErrTooLarge, limit)
		}
	}
	if !success {
		err = nil
	}
	return bytes.TrimPrefix(body, byteOrderMark), err
}

// readUpTo reads at most one byte more than limit, and tells the guard whenever data arrives.
func readUpTo(resp *http.Response, limit int64, g *guard) ([]byte, error) {
	size := min(max(resp.ContentLength, 0), limit, maxAdvance) + bytes.MinRead
	body := make([]byte, 0, size)
	for {
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
		space := body[len(body):min(int64(cap(body)), limit+1)]
		n, err := resp.Body.Read(space)
		if n > 0 {
			g.progress()
		}
		body = body[:len(body)+n]
		if err == io.EOF || int64(len(body)) > limit {
			return body, nil
		}
		if err != nil {
			return body, err
		}
	}
}
