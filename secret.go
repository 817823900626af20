package shelfwire

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
)

// Secret is a key or a password that prints as "[redacted]": with every verb of package fmt, in log/slog, encoding/json
// and encoding/xml. encoding/gob fails. In an unexported field, where fmt cannot call methods, and for printers that
// follow pointers by reflection, a Secret shows as the address of a function.
//
// It reads from text, so that a configuration in JSON or YAML can hold secrets. The text "[redacted]" is an error: it
// is what a configuration that was written back holds.
//
// The zero value is no secret. Compare secrets with Equal: == does not compile, and reflect.DeepEqual tells any two
// apart.
type Secret struct{ reveal func() string }

const redacted = "[redacted]"

// NewSecret returns a secret, and the zero value for an empty text.
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

// Equal reports whether both are the same secret, in constant time for texts of the same length.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// IsZero reports whether s is the zero value, no secret.
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

// UnmarshalText reads a secret; an empty text is the zero value, and "[redacted]" an error: the secret has been lost.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == redacted {
		return errors.New(`"[redacted]" stands in place of a secret`)
	}
	*s = NewSecret(string(text))
	return nil
}
