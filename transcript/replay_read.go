package transcript

import (
	"bytes"
	"cmp"
	"encoding/base64"
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
func readHAR(r io.Reader) (*harLog, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var file harFile
	if err := json.Unmarshal(trimByteOrderMark(text), &file); err != nil {
		return nil, fmt.Errorf("the file is no HTTP archive: %w", err)
	}
	if file.Log == nil {
		return nil, errors.New("the file is no HTTP archive: it has no log")
	}
	return file.Log, nil
}

func newReplayEntry(i int, h *harEntry) (*replayEntry, error) {
	u, err := url.Parse(h.Request.URL)
	if err != nil {
		return nil, errors.New("its URL cannot be read")
	}
	e := &replayEntry{number: i + 1, request: *newRecordedRequest(h.Request.Method, u)}
	e.request.setPostData(h.Request.PostData)
	e.status, e.proto = h.Response.Status, h.Response.HTTPVersion
	e.setHeader(h.Response.Headers)
	e.contentType = cmp.Or(e.header.Get("Content-Type"), h.Response.Content.MimeType)
	if h.Request.PostData != nil && h.Request.PostData.IsCut {
		e.problem = "the body of its request is left out"
	}
	if err := e.setContent(&h.Response.Content); err != nil {
		return nil, err
	}
	return e, nil
}

// setPostData sets the body of a recorded request.
func (r *recordedRequest) setPostData(p *harPostData) {
	switch {
	case p == nil:
	case len(p.Params) > 0:
		r.form, r.bodyForm = p.Params, formURLEncoded
	default:
		r.setBody(p.MimeType, []byte(p.Text))
	}
	r.isCut = p != nil && p.IsCut
}

// setHeader sets the headers of the response, without those of its transport.
func (e *replayEntry) setHeader(pairs []harPair) {
	e.header = http.Header{}
	for _, pair := range pairs {
		switch name := http.CanonicalHeaderKey(pair.Name); name {
		case "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection":
		default:
			if !strings.HasPrefix(name, ":") {
				e.header.Add(name, pair.Value)
			}
		}
	}
}

// setContent sets the body of the response.
func (e *replayEntry) setContent(c *harContent) error {
	switch {
	case c.IsCut || c.Text == nil && c.Size > 0:
		e.problem = cmp.Or(c.Comment, "the body of its response is left out")
	case c.Text == nil:
	case c.Encoding == "base64":
		raw, err := base64.StdEncoding.DecodeString(*c.Text)
		if err != nil {
			return errors.New("the body of its response is not base64")
		}
		e.body = raw
	default:
		e.body, e.isText, e.isUTF8 = []byte(*c.Text), true, c.IsUTF8
	}
	return nil
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
