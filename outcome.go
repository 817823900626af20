package shelfwire

import "fmt"

// Effect is what a call does on the server. It decides whether a failed call may be retried.
type Effect uint8

// The effects of calls.
const (
	// EffectRead changes nothing.
	EffectRead Effect = iota + 1
	// EffectIdempotent sets something to a given value; doing it twice is the same as doing it once.
	EffectIdempotent
	// EffectWrite must not happen twice: it creates something, or changes it by a difference.
	EffectWrite
)

// String returns "read", "idempotent" or "write".
func (e Effect) String() string {
	switch e {
	case EffectRead:
		return "read"
	case EffectIdempotent:
		return "idempotent"
	case EffectWrite:
		return "write"
	default:
		return "unspecified"
	}
}

// Outcome is what is known about the effect of a failed call on the server.
type Outcome uint8

// The outcomes of failed calls.
const (
	// OutcomeUnknown: the change may or may not have been made. The request was sent, and then came silence, a 5xx, a
	// gateway's 408, 499 or 52x, a redirect, or anything under a 2xx that is not recognisably the provider's. Before
	// you repeat such a write, look whether it was made.
	OutcomeUnknown Outcome = iota
	// OutcomeNotSent: the call failed before it left this machine.
	OutcomeNotSent
	// OutcomeRejected: the change was not made. The provider said so in its own words, or the status is one that
	// means it whoever sends it: 401, 403, 404, 405, 406, 411, 413, 414, 415, 429 or 431.
	OutcomeRejected
	// OutcomeApplied: the change was made, since the provider's own mark of success was read. Something behind the
	// mark was unreadable, and that part of the response is lost.
	OutcomeApplied
)

// String returns "unknown", "not sent", "rejected" or "applied".
func (o Outcome) String() string {
	switch o {
	case OutcomeNotSent:
		return "not sent"
	case OutcomeRejected:
		return "rejected"
	case OutcomeApplied:
		return "applied"
	default:
		return "unknown"
	}
}

// MarshalText returns what String returns. JSON holds that text.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what String returns; any other text is an error.
func (o *Outcome) UnmarshalText(text []byte) error {
	for _, known := range []Outcome{OutcomeUnknown, OutcomeNotSent, OutcomeRejected, OutcomeApplied} {
		if string(text) == known.String() {
			*o = known
			return nil
		}
	}
	return fmt.Errorf("%q is not an outcome", clipText(string(text)))
}

// isUnchanged reports whether the call certainly changed nothing.
func (o Outcome) isUnchanged() bool { return o == OutcomeNotSent || o == OutcomeRejected }
