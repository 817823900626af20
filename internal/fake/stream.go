package fake

import (
	"errors"
	"net/http"
)

func (r *Response) streamed() bool { return r.Body == nil && r.Stream != nil }

// stream writes a body whose length nobody knows before its end.
func (r *Response) stream(w http.ResponseWriter) {
	w.WriteHeader(r.Status)
	_ = http.NewResponseController(w).Flush() // or net/http would count a short one
	if r.cut == halfABody {
		_, _ = w.Write(r.firstHalf())
		breakOff(w)
	}
	if r.Stream(w) != nil {
		breakOff(w)
	}
}

// maxBeginning is how much of a stream is looked at, and how much of a long one arrives before it is cut.
const maxBeginning = 64 << 10

// beginning returns the body, or as much of a stream as is looked at, and whether that is all of it.
func (r *Response) beginning() (start []byte, whole bool) {
	if !r.streamed() {
		return r.Body, true
	}
	var b bounded
	err := r.Stream(&b)
	return b.kept, err == nil
}

// firstHalf is what arrives of a body that is cut: of a long stream, its beginning.
func (r *Response) firstHalf() []byte {
	start, whole := r.beginning()
	if whole {
		return start[:len(start)/2]
	}
	return start
}

// bounded keeps what is written to it, up to maxBeginning, and then fails.
type bounded struct{ kept []byte }

var errEnough = errors.New("enough")

func (b *bounded) Write(p []byte) (int, error) {
	n := min(len(p), maxBeginning-len(b.kept))
	b.kept = append(b.kept, p[:n]...)
	if n < len(p) {
		return n, errEnough
	}
	return n, nil
}
