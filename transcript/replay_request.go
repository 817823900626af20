package transcript

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// recordedRequest is a request in the parts by which it is compared.
type recordedRequest struct {
	method   string
	path     string // escaped
	segments []string
	query    []harPair
	bodyForm bodyForm
	form     []harPair // of a form
	text     string    // of anything else
	value    any       // of JSON
	isCut    bool
}

func newRecordedRequest(method string, u *url.URL) *recordedRequest {
	r := &recordedRequest{method: method, path: u.EscapedPath(), query: listParameters(u.RawQuery)}
	for segment := range strings.SplitSeq(r.path, "/") {
		plain, _ := url.PathUnescape(segment) // the URL has been parsed
		r.segments = append(r.segments, plain)
	}
	return r
}

// readRequest reads a request that is to be served, and closes its body.
func readRequest(req *http.Request) (*recordedRequest, error) {
	r := newRecordedRequest(req.Method, req.URL)
	if req.Body == nil {
		return r, nil
	}
	defer req.Body.Close()
	text, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	r.setBody(req.Header.Get("Content-Type"), text)
	return r, nil
}

// setBody sets the body of a request.
func (r *recordedRequest) setBody(contentType string, text []byte) {
	r.bodyForm, r.text = findBodyForm(contentType, text), string(text)
	switch r.bodyForm {
	case formURLEncoded:
		r.form = listParameters(r.text)
	case formJSON:
		in := json.NewDecoder(bytes.NewReader(trimByteOrderMark(text)))
		in.UseNumber()
		if isDeep(text) || !json.Valid(trimByteOrderMark(text)) || in.Decode(&r.value) != nil {
			r.bodyForm = formText
		}
	default: // compared as a text
	}
}
