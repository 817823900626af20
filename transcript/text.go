package transcript

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/shelfwire/shelfwire"
)

// Text writes exchanges for people to read: the lines that were sent begin with >, those that came with <. It is safe
// for concurrent use.
type Text struct {
	cleaner *cleaner

	mu  sync.Mutex
	w   io.Writer
	err error
}

// NewText returns a writer of readable text. Its Record goes into Options.Transcript of a client. Nil options are the
// zero value: personal data are replaced. It keeps as much in memory as [NewHAR] says.
func NewText(w io.Writer, opts *Options) *Text { return &Text{cleaner: newCleaner(opts), w: w} }

// Record writes one exchange. After an error of the writer, which Close returns, it does nothing.
func (t *Text) Record(_ context.Context, e shelfwire.Exchange) {
	text := formatMessage(t.cleaner.clean(e))
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		_, t.err = t.w.Write(text)
	}
}

// Close returns the first error of the writer. It leaves the writer open.
func (t *Text) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// formatMessage writes a message line by line.
func formatMessage(m *message) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "* %s %s, attempt %d, at %s\n",
		m.Attempt.Provider, m.Attempt.Op, m.Attempt.Number, m.Started.Format(time.RFC3339Nano))
	fmt.Fprintf(&b, "> %s %s\n", m.Request.Method, m.url)
	writeHeader(&b, ">", m.Request.Header)
	writeBody(&b, ">", &m.requestBody)
	if m.Response.StatusCode != 0 {
		fmt.Fprintf(&b, "< %s %d %s\n", m.Response.Proto, m.Response.StatusCode, http.StatusText(m.Response.StatusCode))
		writeHeader(&b, "<", m.Response.Header)
		writeBody(&b, "<", &m.responseBody)
	}
	fmt.Fprintf(&b, "* %s\n\n", describeResult(m))
	return b.Bytes()
}

// describeResult says what the client made of an attempt, and how long it took.
func describeResult(m *message) string {
	result := "ok"
	if m.Attempt.Err != nil {
		result = fmt.Sprintf("%s, outcome %s", m.errorText, shelfwire.OutcomeOf(m.Attempt.Err))
	}
	if m.Attempt.RetryIn >= 0 {
		result += ", retried after " + roundTime(m.Attempt.RetryIn)
	}
	return fmt.Sprintf("%s; header after %s, end after %s, waited for the limiter %s",
		result, roundTime(m.FirstByte), roundTime(m.Attempt.Duration), roundTime(m.Attempt.Waited))
}

func roundTime(d time.Duration) string { return d.Round(time.Millisecond).String() }

func writeHeader(b *bytes.Buffer, mark string, header http.Header) {
	for _, h := range listHeader(header) {
		fmt.Fprintf(b, "%s %s: %s\n", mark, toShown(h.Name), toShown(h.Value))
	}
}

// toShown returns a text of a header without what a terminal would not show.
func toShown(text string) string { return strings.Map(dropControl, strings.ToValidUTF8(text, "")) }

// dropControl drops characters that would steer a terminal.
func dropControl(r rune) rune {
	if unicode.IsControl(r) && r != '\t' {
		return -1
	}
	return r
}

// maxShownBody is how many bytes of a body the text shows.
const maxShownBody = 64 << 10

// writeBody writes a body, JSON with a line for each member.
func writeBody(b *bytes.Buffer, mark string, body *body) {
	text := body.text
	if body.binary {
		fmt.Fprintf(b, "%s [%d bytes that are no text]\n", mark, body.size)
		return
	}
	var indented bytes.Buffer
	if !isDeep(text) && json.Indent(&indented, text, "", "  ") == nil {
		text = indented.Bytes()
	}
	shown := bytes.ToValidUTF8(text[:min(len(text), maxShownBody)], nil)
	if len(shown) > 0 {
		fmt.Fprintln(b, mark)
		for line := range bytes.Lines(shown) {
			fmt.Fprintf(b, "%s %s\n", mark, bytes.Map(dropControl, line))
		}
	}
	switch {
	case body.omitted != "":
		fmt.Fprintf(b, "%s [%d bytes: %s]\n", mark, body.size, body.omitted)
	case len(shown) < len(text):
		fmt.Fprintf(b, "%s [and %d bytes more]\n", mark, len(text)-len(shown))
	}
}
