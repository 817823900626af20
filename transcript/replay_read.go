package transcript

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/shelfwire/shelfwire/internal/charset"
)

// replayEntry is one entry of a recording.
type replayEntry struct {
	number  int // from 1
	request recordedRequest
	problem string // why it cannot serve; "" when it can
	used    bool

	status      int // 0 when the attempt had no response
	proto       string
	header      http.Header
	contentType string
	body        []byte
	isText      bool // body is UTF-8, to be written in its own charset
	isUTF8      bool // that is UTF-8, whatever it declares
}

// readHAR reads an archive.
func readHAR(r io.Reader) (*readLog, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var file readFile
	if err := json.Unmarshal(trimByteOrderMark(text), &file); err != nil {
		return nil, fmt.Errorf("the file is no HTTP archive: %w", err)
	}
	if file.Log == nil {
		return nil, errors.New("the file is no HTTP archive: it has no log")
	}
	return file.Log, nil
}

// readEntries reads the entries that can be read. An archive of a browser has those of other sites, which nobody asks for;
// only one without any other is an error.
func readEntries(log *readLog) (entries []*replayEntry, err error) {
	for i, raw := range log.Entries {
		entry, bad := newReplayEntry(i+1, raw, log.isOurs())
		if bad == nil {
			entries = append(entries, entry)
		} else if err == nil {
			err = fmt.Errorf("entry %d: %w", i+1, bad)
		}
	}
	if len(entries) > 0 {
		err = nil
	}
	return entries, err
}

func newReplayEntry(number int, raw json.RawMessage, isOurs bool) (*replayEntry, error) {
	var h readEntry
	if err := json.Unmarshal(raw, &h); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	u, err := url.Parse(h.Request.URL)
	if err != nil {
		return nil, errors.New("its URL cannot be read")
	}
	e := &replayEntry{number: number, request: *newRecordedRequest(h.Request.Method, u)}
	e.request.setPostData(h.Request.PostData, isOurs)
	e.status, e.proto = int(h.Response.Status), string(h.Response.HTTPVersion)
	e.setHeader(h.Response.Headers)
	e.contentType = cmp.Or(e.header.Get("Content-Type"), string(h.Response.Content.MimeType))
	if h.Request.PostData != nil && h.Request.PostData.IsCut {
		e.problem = "the body of its request is left out"
	}
	e.setContent(&h.Response.Content)
	return e, nil
}

// setPostData sets the body of a recorded request: of its text, which is as it was sent, or of its parameters, which
// only some programs decode.
func (r *recordedRequest) setPostData(p *readPostData, isOurs bool) {
	if p == nil {
		return
	}
	r.isCut = p.IsCut
	if p.Text == "" && len(p.Params) > 0 {
		r.bodyForm, r.form = formURLEncoded, decodeParams(p.Params, isOurs)
		return
	}
	text := []byte(p.Text)
	if raw, err := decodeBase64(string(p.Text)); err == nil && p.Encoding.isBase64() {
		text = raw
	}
	r.setBody(string(p.MimeType), text)
}

func decodeParams(params []loosePair, isOurs bool) (pairs []harPair) {
	for _, p := range params {
		pair := harPair{string(p.Name), string(p.Value)}
		if !isOurs {
			pair = harPair{unescapeQuery(pair.Name), unescapeQuery(pair.Value)}
		}
		pairs = append(pairs, pair)
	}
	return pairs
}

// setHeader sets the headers of the response, without those of its transport.
func (e *replayEntry) setHeader(pairs []loosePair) {
	e.header = http.Header{}
	for _, pair := range pairs {
		switch name := http.CanonicalHeaderKey(string(pair.Name)); name {
		case "", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection":
		default:
			if !strings.HasPrefix(name, ":") {
				e.header.Add(name, string(pair.Value))
			}
		}
	}
}

// setContent sets the body of the response.
func (e *replayEntry) setContent(c *readContent) {
	switch {
	case c.IsCut || c.Text == nil && c.Size > 0:
		e.problem = cmp.Or(string(c.Comment), "the body of its response is left out")
	case c.Text == nil:
	case c.Encoding.isBase64():
		raw, err := decodeBase64(*c.Text)
		if err != nil {
			e.problem = "the body of its response is not base64"
		}
		e.body = raw
	default:
		e.body, e.isText, e.isUTF8 = []byte(*c.Text), true, c.IsUTF8
	}
}

func (e *replayEntry) describe() string { return e.request.method + " " + e.request.path }

// newResponse returns the recorded response with words in place of pseudonyms.
func (e *replayEntry) newResponse(req *http.Request, findWord func(string) string) *http.Response {
	body := e.body
	if e.isText {
		body = replacePseudonyms(e.contentType, body, findWord)
	}
	if e.isText && !e.isUTF8 {
		body = charset.FromUTF8(body, bodyCharset(e.contentType, body))
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", e.status, http.StatusText(e.status)),
		StatusCode:    e.status,
		Proto:         e.proto,
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        e.header.Clone(),
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       req,
	}
}

// replacePseudonyms writes a body again with words in place of pseudonyms.
func replacePseudonyms(contentType string, body []byte, findWord func(string) string) []byte {
	isReplaced := false
	replace := func(text string) string {
		return replaceWords(text, func(word string) string {
			found := findWord(word)
			isReplaced = isReplaced || found != word
			return found
		})
	}
	w := rewriter{name: replace, value: func(f *field) string {
		if !f.isPersonal() {
			return f.value
		}
		return replace(f.value)
	}}
	if written, err := w.rewriteBody(contentType, body); err == nil && isReplaced {
		return written
	}
	return body // as it was recorded: a body that cannot be read is of a recording without pseudonyms
}
