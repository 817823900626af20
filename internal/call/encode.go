package call

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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
	contentType string
}

func (c *Caller) encode(req Request) (*message, error) {
	m := &message{op: req.Op, contentType: "application/json"}
	path, err := EscapePath(req.Path)
	if err != nil {
		return nil, err
	}
	m.path = c.base.EscapedPath() + path
	m.url = c.base.Scheme + "://" + c.base.Host + m.path
	if len(req.Query) > 0 {
		m.url += "?" + encodeQuery(req.Query)
	}
	switch body := req.Body.(type) {
	case nil:
	case url.Values:
		m.body, m.contentType = []byte(body.Encode()), "application/x-www-form-urlencoded"
	default:
		if m.body, err = encodeJSON(body); err != nil {
			return nil, fmt.Errorf("%w: %w", shelfwire.ErrInvalid, err)
		}
	}
	return m, nil
}

// EscapePath joins segments to a path, each escaped by itself, so that no identifier can leave its place: also
// "/", "?", "#", "%" and the segments "." and "..", which servers resolve like a file system.
func EscapePath(segments []string) (string, error) {
	var path strings.Builder
	for i, segment := range segments {
		if segment == "" {
			return "", &shelfwire.FieldError{Field: fmt.Sprintf("path segment %d", i+1), Problem: "is empty"}
		}
		path.WriteByte('/')
		if segment == "." || segment == ".." {
			path.WriteString(strings.Repeat("%2E", len(segment)))
			continue
		}
		path.WriteString(url.PathEscape(segment))
	}
	return path.String(), nil
}

// encodeQuery writes a space as %20, which every server reads; "+" is a space in forms only.
func encodeQuery(query url.Values) string {
	return strings.ReplaceAll(query.Encode(), "+", "%20")
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
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", m.contentType)
	r.Header.Set("User-Agent", c.userAgent)
	return r, nil
}
