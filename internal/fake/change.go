package fake

import (
	"bytes"
	"io"
	"maps"
	"net/http"
)

// applyChanges applies the changes of faults in their order. A response that has a body afterwards gets the status 200
// where its own allows for none, such as 204.
func (r Response) applyChanges(met []Spec) Response {
	if r.cut == noResponse {
		return r
	}
	for _, f := range met {
		if f.Change != nil {
			r = f.Change(r)
		}
	}
	if r.hasBody() && !bodyAllowed(r.Status) {
		r.Status = http.StatusOK
	}
	return r
}

// hasBody also counts a body that is announced and cut off before it arrives.
func (r *Response) hasBody() bool { return len(r.Body) > 0 || r.isStream() || r.cut != uncut }

// bodyAllowed reports whether a final status allows for a body, by the rule of net/http.
func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// SetHeader returns a Spec.Change that sets a header. An empty value removes the header and its default.
func SetHeader(name, value string) func(Response) Response {
	var values []string
	if value != "" {
		values = []string{value}
	}
	return func(r Response) Response {
		header := http.Header{}
		maps.Copy(header, r.Header)
		header[http.CanonicalHeaderKey(name)] = values
		r.Header = header
		return r
	}
}

// EditBody returns a Spec.Change that rewrites the body by a function, which gets a copy. A stream is held in memory
// for it, each time that it is sent.
func EditBody(edit func([]byte) []byte) func(Response) Response {
	return func(r Response) Response {
		if r.isStream() {
			r.Stream = editStream(r.Stream, edit)
		} else {
			r.Body, r.Stream = edit(bytes.Clone(r.Body)), nil
		}
		return r
	}
}

// editStream writes the whole stream edited. Of a stream that fails, it writes the edited beginning and fails likewise.
func editStream(stream func(io.Writer) error, edit func([]byte) []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		var whole bytes.Buffer
		streamErr := stream(&whole)
		if _, err := w.Write(edit(whole.Bytes())); err != nil {
			return err
		}
		return streamErr
	}
}

// PrefixBody returns a Spec.Change that puts text before the body.
func PrefixBody(text string) func(Response) Response {
	return func(r Response) Response {
		if stream := r.Stream; r.isStream() {
			r.Stream = func(w io.Writer) error {
				if _, err := io.WriteString(w, text); err != nil {
					return err
				}
				return stream(w)
			}
		} else {
			r.Body = append([]byte(text), r.Body...)
		}
		return r
	}
}
