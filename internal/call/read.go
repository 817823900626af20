package call

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire"
)

const (
	maxErrorBody = 1 << 20 // bytes of an error body that are used
	maxKeyLength = 8 << 10 // bytes read beyond it, so that a key at the limit is whole and can be redacted
)

// maxPreallocation caps what is allocated on the word of Content-Length.
const maxPreallocation = 1 << 20

// readBody reads the body of a response up to its limit, counted after decompression, and returns it as UTF-8.
// A longer body is an error, except that of a failure, whose beginning is enough. What had arrived of a body that breaks off
// is returned beside the error.
func (c *Caller) readBody(resp *http.Response, a *attempt, g *guard) ([]byte, error) {
	defer resp.Body.Close()
	limit := min(c.maxBody, math.MaxInt64-1) // readUpTo reads one byte more
	success := isSuccess(resp.StatusCode)
	if !success {
		limit = min(limit, maxErrorBody) + maxKeyLength
	}
	body, err := readUpTo(resp, limit, g, *a.buffer)
	*a.buffer = body
	if success && int64(len(body)) > limit {
		err = fmt.Errorf("%w: more than %d bytes", shelfwire.ErrTooLarge, limit)
	}
	text, unknown := toUTF8(resp.Header, trimByteOrderMarks(body))
	if err == nil {
		err = unknown
	}
	return text, err
}

// mayBeTruncated reports whether a body that ends with its connection, without a length or chunks to check it
// by, may have lost its end: when it is empty, or a bare number, whose beginning is a number as well. Brackets,
// quotes and tags show their end.
func mayBeTruncated(resp *http.Response, body []byte) bool {
	if resp.ContentLength >= 0 || !resp.Close || resp.Uncompressed || len(resp.TransferEncoding) > 0 {
		return false
	}
	body = bytes.TrimSpace(body)
	return len(body) == 0 || bytes.IndexByte([]byte(`}]">`), body[len(body)-1]) < 0
}

// readUpTo appends the body to buf[:0] until it ends or is longer than limit, by at most one byte. It tells the
// guard whenever data arrives.
func readUpTo(resp *http.Response, limit int64, g *guard, buf []byte) ([]byte, error) {
	body := slices.Grow(buf[:0], int(min(max(resp.ContentLength, 0), limit, maxPreallocation))+bytes.MinRead)
	for {
		if len(body) == cap(body) {
			body = slices.Grow(body, len(body))
		}
		n, err := resp.Body.Read(body[len(body):min(int64(cap(body)), limit+1)])
		if n > 0 {
			g.noteProgress()
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
