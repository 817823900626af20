package resico

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Meta holds the members that every response has beside its payload.
type Meta struct {
	// ServerTime is the server's clock, presumably when the request began (probe: resico/clock); zero when
	// the response has no time.
	ServerTime time.Time
	// Warning lists complaints about a request that the server carried out.
	Warning Warning
}

// Warning is the member "warning" of a response. The guide shows one example, with the member "unknown".
type Warning struct {
	// Unknown names the fields of the request that the server ignored because it does not know them.
	Unknown []string
	// Raw is the whole warning as JSON; keys that it repeats are redacted.
	Raw json.RawMessage
}

// IsZero reports whether the response had no warning.
func (w Warning) IsZero() bool { return len(w.Raw) == 0 }

// String lists the unknown fields, or returns the warning as JSON when it names none.
func (w Warning) String() string {
	if len(w.Unknown) > 0 {
		return "unknown fields: " + strings.Join(w.Unknown, ", ")
	}
	return string(w.Raw)
}

// redactSecrets removes keys that the server may have repeated.
func (w *Warning) redactSecrets(redact func(string) string) {
	for i := range w.Unknown {
		w.Unknown[i] = redact(w.Unknown[i])
	}
	if clean := redact(string(w.Raw)); clean != string(w.Raw) {
		if w.Raw = json.RawMessage(clean); !json.Valid(w.Raw) {
			w.Raw = json.RawMessage(strconv.Quote(clean))
		}
	}
}

var warningFields = lenientjson.NewFields(map[string]func(*Warning, lenientjson.Member){
	"unknown": func(w *Warning, m lenientjson.Member) { m.Texts(&w.Unknown) },
})

func readWarning(into *Warning, m lenientjson.Member) {
	*into = Warning{}
	if m.IsEmpty() {
		return
	}
	if m.IsObject() {
		lenientjson.ReadObject(m, warningFields, into)
	}
	m.Raw(&into.Raw)
}

// logWarnings logs the server's warning and the names of unread members.
func (s *service) logWarnings(ctx context.Context, op call.Op, warning Warning, unread []shelfwire.Unread) {
	if !warning.IsZero() {
		s.caller.Warn(ctx, op, warning.String())
	}
	var counts call.UnreadCounts
	counts.Add(unread)
	s.caller.WarnUnread(ctx, op, counts)
}
