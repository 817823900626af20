package shelfwire

import (
	"errors"
	"fmt"
	"log/slog"
)

// Secret is a key or a password. Nothing prints it: package fmt shows "[redacted]" for every verb, and the address of a
// function where a Secret stands in an unexported field, whose methods fmt does not call; log/slog, encoding/json and
// encoding/xml write "[redacted]"; encoding/gob fails. Printers that follow pointers by reflection see no more.
//
// It reads from text, so that a configuration in JSON or YAML can hold secrets. "[redacted]" itself is an error there:
// it is what a configuration that was written back would hold.
//
// The zero value is no secret. A Secret cannot be compared by ==.
type Secret struct{ reveal func() string }

const redacted = "[redacted]"

// NewSecret returns a secret. An empty text is no secret, the zero value.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{reveal: func() string { return text }}
}

// Reveal returns the text of the secret, "" for the zero value.
func (s Secret) Reveal() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s.reveal == nil }

// String returns "[redacted]", and "" for the zero value.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return redacted
}

// Format makes package fmt print what String returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// LogValue is the value that package slog shows, as String returns it.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns what String returns, in place of the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a secret; an empty text is none. The error for "[redacted]" says that the secret has been lost.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == redacted {
		return errors.New(`"[redacted]" stands in place of a secret`)
	}
	*s = NewSecret(string(text))
	return nil
}
