package transcript

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/shelfwire/shelfwire"
)

// HAR writes exchanges as an HTTP archive, HAR 1.2, which the network panels of browsers and Postman open. Entries are
// written as they come. It is safe for concurrent use.
//
// What HAR has no member for is in members that begin with an underscore, as the format provides: which call an entry
// belongs to, what became of it, and which words are pseudonyms.
type HAR struct {
	cleaner *cleaner

	mu      sync.Mutex
	w       io.Writer
	entries int
	err     error // of the writer; ErrClosed behind Close
}

// ErrClosed is the error of closing a writer twice.
var ErrClosed = errors.New("the transcript is closed")

// NewHAR returns a writer of an HTTP archive. Its Record goes into Options.Transcript of a client; call Close when the
// client is done, since the file is no JSON before. Nil options are the zero value: personal data are replaced. Each word
// that was replaced is kept in memory, some 130 bytes, so that it is replaced alike to the end: begin another archive now
// and then in a program that runs for long.
func NewHAR(w io.Writer, opts *Options) *HAR {
	h := &HAR{cleaner: newCleaner(opts), w: w}
	h.write([]byte(`{"log":{"version":"1.2","creator":{"name":"` + creatorName + `","version":` +
		string(quoteJSON(shelfwire.Version)) + `},"entries":[`))
	return h
}

// Record writes one exchange. After an error of the writer, which Close returns, and after Close it does nothing.
func (h *HAR) Record(_ context.Context, e shelfwire.Exchange) {
	entry := encodeEntry(newEntry(h.cleaner.clean(e)))
	h.mu.Lock()
	defer h.mu.Unlock()
	separator := ",\n"
	if h.entries == 0 {
		separator = "\n"
	}
	h.entries++
	h.write(append([]byte(separator), entry...))
}

// Close writes the end of the archive, and returns the first error of the writer. It leaves the writer open.
func (h *HAR) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	pseudonyms, _ := json.Marshal(append([]string{}, h.cleaner.words.listAsked()...))
	h.write([]byte("\n],\"_pseudonyms\":" + string(pseudonyms) + "}}\n"))
	err := h.err
	if h.err == nil {
		h.err = ErrClosed
	}
	return err
}

// write writes unless an earlier write has failed.
func (h *HAR) write(p []byte) {
	if h.err == nil {
		_, h.err = h.w.Write(p)
	}
}

// encodeEntry leaves <, > and & unescaped.
func encodeEntry(entry *harEntry) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(entry) // texts and numbers can always be encoded
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
