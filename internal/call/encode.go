package call

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// message is an encoded request: all attempts of a call send the same bytes.
type message struct {
	op          Op
	url         string
	path        string // escaped, for errors and logs
	body        []byte
	contentType string // when it is not that of every request
}

func (c *Caller) encode(req Request) (*message, error) {
	path, err := EscapePath(req.Path)
	if err != nil {
		return nil, err
	}
	m := &message{op: req.Op, url: c.origin + c.basePath + path}
	m.path = m.url[len(c.origin):]
	if len(req.Query) > 0 {
		m.url += "?" + encodeQuery(req.Query)
	}
	if err := m.encodeBody(req.Body); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *message) encodeBody(body any) (err error) {
	switch body := body.(type) {
	case nil:
	case url.Values:
		m.body, m.contentType = []byte(body.Encode()), "application/x-www-form-urlencoded"
	default:
		if m.body, err = encodeJSON(body); err != nil {
			return fmt.Errorf("%w: %w", shelfwire.ErrInvalid, err)
		}
	}
	return nil
}

// EscapePath joins segments to a path, each escaped by itself, so that no identifier can leave its place: also
// "/", "?", "#", "%", the segments "." and "..", which servers resolve like a file system, and "+", which some of them
// take for a space.
func EscapePath(segments []string) (string, error) {
	var path strings.Builder
	path.Grow(16 * len(segments))
	for i, segment := range segments {
		if segment == "" {
			return "", &shelfwire.FieldError{Field: fmt.Sprintf("path segment %d", i+1), Problem: "is empty"}
		}
		path.WriteByte('/')
		if segment == "." || segment == ".." {
			path.WriteString(strings.Repeat("%2E", len(segment)))
			continue
		}
		path.WriteString(strings.ReplaceAll(url.PathEscape(segment), "+", "%2B"))
	}
	return path.String(), nil
}

// encodeQuery writes a space as %20, which every server reads; "+" is a space in forms only. It leaves "$" as it is,
// with which OData's parameters begin.
func encodeQuery(query url.Values) string {
	return strings.ReplaceAll(strings.ReplaceAll(query.Encode(), "+", "%20"), "%24", "$")
}

// encodeJSON leaves <, > and & as they are: the reader is a program, not a browser.
func encodeJSON(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

func (c *Caller) newRequest(ctx context.Context, m *message) (*http.Request, error) {
	var r *http.Request
	var err error
	if m.body == nil {
		r, err = http.NewRequestWithContext(ctx, m.op.Method, m.url, http.NoBody)
	} else {
		r, err = http.NewRequestWithContext(ctx, m.op.Method, m.url, bytes.NewReader(m.body))
	}
	if err != nil {
		return nil, err
	}
	if !isRepeatable(m.op.Effect) && isReplayed(m.op.Method) {
		// With a body that cannot be had twice, even an empty one, net/http leaves the request alone.
		r.Body, r.GetBody = io.NopCloser(bytes.NewReader(m.body)), nil
	}
	r.Header = maps.Clone(c.header)
	if m.contentType != "" {
		r.Header.Set("Content-Type", m.contentType)
	}
	return r, nil
}

// isReplayed reports whether net/http sends a request with this method again, unasked, when a kept connection breaks.
func isReplayed(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	return false
}
