package shelfwire

import (
	"bytes"
	"encoding/json"
)

// MarshalJSON returns the value or null; a nil pointer is null, and so is an absent field that the encoder keeps (see omitzero).
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.isEmpty() {
		return []byte("null"), nil
	}
	if m, ok := asInterface[json.Marshaler](&o.value); ok {
		return m.MarshalJSON()
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)    // whether <, > and & are escaped, the encoder around it decides
	err := enc.Encode(&o.value) // by its address, so that methods of a *T deep inside count
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// UnmarshalJSON reads a value or null.
func (o *Opt[T]) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*o = Null[T]()
		return nil
	}
	var v Opt[T]
	if err := unmarshalJSON(data, &v.value); err != nil {
		return err
	}
	v.state = present
	*o = v
	return nil
}

// unmarshalJSON calls the value's own method directly, where json.Unmarshal would read the text twice.
func unmarshalJSON(data []byte, v any) error {
	if u, ok := v.(json.Unmarshaler); ok {
		return u.UnmarshalJSON(data)
	}
	return json.Unmarshal(data, v)
}
