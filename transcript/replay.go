package transcript

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
)

// ReplayOptions are settings of a [Replay].
type ReplayOptions struct {
	// Strict rejects a request that is not the next one of the recording. Without it, each request gets the first
	// response to such a request that was not used yet.
	Strict bool
}

// Replay answers requests from an HTTP archive, without a network: a Transport for Options.HTTPClient. It knows a
// request by its method, path, query and body, and rejects one that was not recorded; hosts and headers are not
// compared. It is safe for concurrent use.
//
// Each entry serves one request. JSON is compared as values, whatever the order of members, and forms as sets. A
// pseudonym in a recorded request stands for any word, the same one in all requests, and the responses hold that word
// in its place: so a recording without personal data serves a program that still uses its own. A redacted key stands
// for any text.
type Replay struct {
	strict bool

	mu      sync.Mutex
	entries []*replayEntry
	first   int // all entries before it are used
	words   *bindings
}

// NewReplay reads an archive: one of [HAR], of a browser or of another program. An entry that cannot be read, as that of
// some other site in the archive of a browser, is skipped; one whose response cannot be read is an error when it is asked
// for. Nil options are the zero value.
func NewReplay(r io.Reader, opts *ReplayOptions) (*Replay, error) {
	log, err := readHAR(r)
	if err != nil {
		return nil, fmt.Errorf("transcript: %w", err)
	}
	replay := &Replay{strict: opts != nil && opts.Strict, words: newBindings(log.Pseudonyms)}
	if replay.entries, err = readEntries(log); err != nil {
		return nil, fmt.Errorf("transcript: %w", err)
	}
	return replay, nil
}

// ReplayError is the error of a request that a recording does not serve. Nothing was sent, and no retry helps.
type ReplayError struct {
	Method, Path string // of the request
	Problem      string // why the recording does not serve it
}

// Error returns the request and the problem.
func (e *ReplayError) Error() string {
	return fmt.Sprintf("replay: %s %s: %s", e.Method, e.Path, e.Problem)
}

// Permanent reports that the request will fail again.
func (e *ReplayError) Permanent() bool { return true }

// errNoResponse is what a request gets whose recorded attempt had no response.
var errNoResponse = errors.New("replay: no response was recorded for this request")

// RoundTrip returns the recorded response to a request.
func (r *Replay) RoundTrip(req *http.Request) (*http.Response, error) {
	asked, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	entry, problem := r.take(asked)
	if problem != "" {
		traceNotSent(req)
		return nil, &ReplayError{Method: asked.method, Path: asked.path, Problem: problem}
	}
	if entry.status == 0 {
		return nil, errNoResponse
	}
	return entry.newResponse(req, r.findWord), nil
}

// findWord returns the word that stands for a pseudonym, and any other word as it is.
func (r *Replay) findWord(word string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.words.wordOf(word)
}

// take marks the entry that serves a request as used.
func (r *Replay) take(asked *recordedRequest) (*replayEntry, string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.first < len(r.entries) && r.entries[r.first].used {
		r.first++
	}
	for _, entry := range r.entries[r.first:] {
		if entry.used {
			continue
		}
		if words, ok := r.words.match(&entry.request, asked); ok {
			if entry.problem != "" {
				return nil, fmt.Sprintf("entry %d of the recording does not serve: %s", entry.number, entry.problem)
			}
			entry.used = true
			r.words.bind(words)
			return entry, ""
		}
		if r.strict {
			return nil, fmt.Sprintf("entry %d of the recording is next, %s: %s",
				entry.number, entry.describe(), joinDifferences(r.words.compare(&entry.request, asked)))
		}
	}
	return nil, r.explainMiss(asked)
}

// explainMiss says what the recording has in place of a request.
func (r *Replay) explainMiss(asked *recordedRequest) string {
	var nearest *replayEntry
	var least []difference
	for _, entry := range r.entries {
		differences := r.words.compare(&entry.request, asked)
		if len(differences) == 0 && entry.used {
			return fmt.Sprintf("the recording has it, and entry %d has served the last one", entry.number)
		}
		if nearest == nil || weigh(differences) < weigh(least) {
			nearest, least = entry, differences
		}
	}
	if nearest == nil {
		return "the recording is empty"
	}
	return fmt.Sprintf("the recording has no such request; the nearest is entry %d, %s: %s",
		nearest.number, nearest.describe(), joinDifferences(least))
}

// Remaining lists the entries that have served no request, in their order: "PUT /json/v1/customers".
func (r *Replay) Remaining() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []string
	for _, entry := range r.entries {
		if !entry.used {
			left = append(left, entry.describe())
		}
	}
	return left
}

// Done returns nil when every entry has served a request, and an error that names the others otherwise.
func (r *Replay) Done() error {
	left := r.Remaining()
	if len(left) == 0 {
		return nil
	}
	return fmt.Errorf("replay: %d recorded requests were not sent: %s", len(left), strings.Join(left, ", "))
}

// traceNotSent tells the trace of a request what a transport does that gets no connection, so that the outcome of the
// call is known: nothing was sent.
func traceNotSent(req *http.Request) {
	if t := httptrace.ContextClientTrace(req.Context()); t != nil && t.GetConn != nil {
		t.GetConn(req.URL.Host)
	}
}
