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

// encodedRequest is a request as all attempts of its call send it, byte for byte.
type encodedRequest struct {
	op          Op
	url         string
	path        string // escaped, for errors and logs
	body        []byte
	contentType string // when it differs from that of other requests
}

// encodeRequest turns a request into its URL and body. Its error matches shelfwire.ErrInvalid.
func (c *Caller) encodeRequest(req Request) (*encodedRequest, error) {
	path, err := EscapePath(req.Path)
	if err != nil {
		return nil, err
	}
	m := &encodedRequest{op: req.Op, url: c.origin + c.basePath + path}
	m.path = m.url[len(c.origin):]
	if len(req.Query) > 0 {
		m.url += "?" + encodeQuery(req.Query)
	}
	if err := m.encodeBody(req.Body); err != nil {
		return nil, err
	}
	return m, nil
}

// encodeBody encodes a body as a form or as JSON.
func (m *encodedRequest) encodeBody(body any) (err error) {
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

// EscapePath joins segments to a path. Each is escaped by itself, so that an identifier stays one segment
// whatever it holds: "/", "?", "#" and "%"; also "." and "..", which servers resolve like a file system, and
// "+", which some of them read as a space. An empty segment is an error that matches shelfwire.ErrInvalid.
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

// encodeQuery writes a space as %20, since "+" is a space in forms only, and leaves "$" as it is: the
// parameters of OData begin with it.
func encodeQuery(query url.Values) string {
	return strings.ReplaceAll(strings.ReplaceAll(query.Encode(), "+", "%20"), "%24", "$")
}

// encodeJSON leaves <, > and & unescaped: the reader is a program, and no browser.
func encodeJSON(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// newRequest makes the HTTP request of one attempt.
func (c *Caller) newRequest(ctx context.Context, m *encodedRequest) (*http.Request, error) {
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
	if !isRepeatable(m.op.Effect) && isReplayedMethod(m.op.Method) {
		// A body without GetBody, even an empty one, keeps net/http from sending the request again.
		r.Body, r.GetBody = io.NopCloser(bytes.NewReader(m.body)), nil
	}
	maps.Copy(r.Header, c.header)
	if m.contentType != "" {
		r.Header.Set("Content-Type", m.contentType)
	}
	return r, nil
}

// isReplayedMethod reports whether net/http by itself sends a request with this method again when a kept
// connection breaks.
func isReplayedMethod(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return true
	}
	return false
}
