package shelfwire

// Unread is a member of a provider's response whose form leaves its value uncertain, such as the quantity "12,50".
// Its Go field is then absent, or zero where the field cannot be absent.
type Unread struct {
	Field string // the provider's spelling, with its place inside the thing it belongs to: "Loyalty.updated"
	Raw   string // its JSON or XML text as it came, at most 128 bytes, keys redacted
}
