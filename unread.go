package shelfwire

// Unread is a member of a provider's response that came in a form that could not be read for certain, such as
// the quantity "12,50". The Go field that it belongs to is then absent, or zero where it has no absent form.
type Unread struct {
	Field string // the provider's spelling, with its place inside the thing it belongs to: "Loyalty.updated"
	Raw   string // its JSON or XML text as it came, at most 128 bytes, cleared of keys
}
