package call

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/charset"
)

const (
	maxErrorBody = 1 << 20 // how much of an error body is used
	longestKey   = 8 << 10 // read beyond it, so that no key is cut in two before it is cleared
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// maxAdvance is how much memory a response gets on its announcement alone.
const maxAdvance = 1 << 20

// bound reads the body of a response up to its limit, which counts decompressed bytes. Of an error body it reads
// less, and what is longer is cut off without an error; one that breaks off is used as far as it came.
func (c *Caller) bound(resp *http.Response, a *attempt, g *guard) ([]byte, error) {
	defer resp.Body.Close()
	limit := min(c.maxBody, math.MaxInt64-1) // leaves room for one more
	success := isSuccess(resp.StatusCode)
	if !success {
		limit = min(limit, maxErrorBody) + longestKey
	}
	body, err := readUpTo(resp, limit, g, a.buffer)
	a.buffer = body
	if int64(len(body)) > limit {
		body = body[:limit]
		if success {
			err = fmt.Errorf("%w: more than %d bytes", shelfwire.ErrTooLarge, limit)
		}
	}
	text, unknown := toUTF8(resp.Header, trimMarks(body))
	if err == nil {
		err = unknown
	}
	return text, err
}

// mayBeCut reports whether a body that ends with its connection, which no length or chunk closes, may have lost its end:
// one that is empty, or a bare number, of which a part is a number, too. Brackets, quotes and tags close themselves.
func mayBeCut(resp *http.Response, body []byte) bool {
	if resp.ContentLength >= 0 || !resp.Close || resp.Uncompressed || len(resp.TransferEncoding) > 0 {
		return false
	}
	body = bytes.TrimSpace(body)
	return len(body) == 0 || bytes.IndexByte([]byte(`}]">`), body[len(body)-1]) < 0
}

// trimMarks drops byte order marks, of which some servers write two, and spaces before them.
func trimMarks(body []byte) []byte {
	for {
		rest, marked := bytes.CutPrefix(bytes.TrimLeft(body, " \t\r\n"), byteOrderMark)
		if !marked {
			return body
		}
		body = rest
	}
}

// toUTF8 follows the charset that the header names, unless an XML declaration names one: then its reader does.
func toUTF8(header http.Header, body []byte) ([]byte, error) {
	contentType := header.Get("Content-Type")
	if !strings.Contains(contentType, ";") {
		return body, nil // without a parameter
	}
	name := charset.FromContentType(contentType)
	if name == "" || declaresCharset(body) {
		return body, nil
	}
	text, err := charset.ToUTF8(body, name)
	if err != nil {
		return body, foreignError{cause: err}
	}
	return text, nil
}

func declaresCharset(body []byte) bool {
	declaration, _, _ := bytes.Cut(bytes.TrimLeft(body[:min(len(body), maxDeclaration)], " \t\r\n"), []byte("?>"))
	return bytes.HasPrefix(declaration, []byte("<?xml")) && bytes.Contains(declaration, []byte("encoding"))
}

// maxDeclaration is where an XML declaration has ended.
const maxDeclaration = 256

// readUpTo reads at most one byte more than limit into buf, and tells the guard whenever data arrives.
func readUpTo(resp *http.Response, limit int64, g *guard, buf []byte) ([]byte, error) {
	body := slices.Grow(buf[:0], int(min(max(resp.ContentLength, 0), limit, maxAdvance))+bytes.MinRead)
	for {
		if len(body) == cap(body) {
			body = slices.Grow(body, len(body))
		}
		n, err := resp.Body.Read(body[len(body):min(int64(cap(body)), limit+1)])
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

// buffers lends memory for reading responses. Nothing that leaves the path may point into it.
type buffers struct{ pool sync.Pool }

// maxKept is the largest buffer that is kept for the next response.
const maxKept = 256 << 10

func (b *buffers) lend() []byte {
	if kept, ok := b.pool.Get().(*[]byte); ok {
		return *kept
	}
	return nil
}

func (b *buffers) takeBack(buf []byte) {
	if cap(buf) <= maxKept {
		b.pool.Put(&buf)
	}
}
