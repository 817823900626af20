package fake

import (
	"errors"
	"net/http"
)

func (r *Response) isStream() bool { return r.Body == nil && r.Stream != nil }

// sendStream writes a body in chunks.
func (r *Response) sendStream(w http.ResponseWriter) {
	w.WriteHeader(r.Status)
	_ = http.NewResponseController(w).Flush() // otherwise net/http announces the length of a short body
	if r.cut == halfBody {
		_, _ = w.Write(r.firstHalf())
		breakOff(w)
	}
	if r.Stream(w) != nil {
		breakOff(w)
	}
}

// maxBeginning is how many bytes of a stream are inspected, and how many of a long one are sent before it is cut.
const maxBeginning = 64 << 10

// readBeginning returns the body, or the beginning of a stream. Whole is true when that is all of it.
func (r *Response) readBeginning() (start []byte, whole bool) {
	if !r.isStream() {
		return r.Body, true
	}
	var b boundedBuffer
	err := r.Stream(&b)
	return b.kept, err == nil
}

// firstHalf returns the part of a cut body that is sent: its first half, or the beginning of a long stream.
func (r *Response) firstHalf() []byte {
	start, whole := r.readBeginning()
	if whole {
		return start[:len(start)/2]
	}
	return start
}

// boundedBuffer is a writer that keeps up to maxBeginning bytes and then fails.
type boundedBuffer struct{ kept []byte }

var errBufferFull = errors.New("enough")

func (b *boundedBuffer) Write(p []byte) (int, error) {
	n := min(len(p), maxBeginning-len(b.kept))
	b.kept = append(b.kept, p[:n]...)
	if n < len(p) {
		return n, errBufferFull
	}
	return n, nil
}
