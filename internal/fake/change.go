package fake

import (
	"bytes"
	"io"
	"maps"
	"net/http"
)

// changed applies the changes of some faults, in their order. A response that has a body after them goes out under 200
// when its own status allows for none, such as 204.
func (r Response) changed(met []Spec) Response {
	if r.cut == noAnswer {
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

// hasBody also counts a body that is announced and does not arrive.
func (r *Response) hasBody() bool { return len(r.Body) > 0 || r.streamed() || r.cut != uncut }

// bodyAllowed is the rule of net/http for final statuses.
func bodyAllowed(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// SetHeader returns a Spec.Change that sets a header. An empty value removes it: a key with no values also keeps
// defaults out.
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

// EditBody returns a Spec.Change that lets a function rewrite the body. The function gets a copy. A stream is held in
// memory for it, each time that it is sent.
func EditBody(edit func([]byte) []byte) func(Response) Response {
	return func(r Response) Response {
		if r.streamed() {
			r.Stream = editStream(r.Stream, edit)
		} else {
			r.Body, r.Stream = edit(bytes.Clone(r.Body)), nil
		}
		return r
	}
}

// editStream breaks where the stream breaks: after what had come until then, edited.
func editStream(stream func(io.Writer) error, edit func([]byte) []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		var whole bytes.Buffer
		broken := stream(&whole)
		if _, err := w.Write(edit(whole.Bytes())); err != nil {
			return err
		}
		return broken
	}
}

// PrefixBody returns a Spec.Change that puts text before the body.
func PrefixBody(text string) func(Response) Response {
	return func(r Response) Response {
		if stream := r.Stream; r.streamed() {
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
