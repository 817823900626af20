package call

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// UnreadCounts counts, by field, the members of responses that could not be read for certain. The zero value is
// ready for use.
type UnreadCounts struct{ byField map[string]int }

// Add counts the unread members of one thing.
func (u *UnreadCounts) Add(unread []shelfwire.Unread) {
	if len(unread) > 0 && u.byField == nil {
		u.byField = map[string]int{}
	}
	for _, one := range unread {
		u.byField[one.Field]++
	}
}

// maxFields is how many names a line of the log holds.
const maxFields = 20

// String returns the names in alphabetical order with their counts: "ExchangeRate 1, Total.currency 3".
func (u *UnreadCounts) String() string {
	names := slices.Sorted(maps.Keys(u.byField))
	texts := make([]string, 0, len(names))
	for _, name := range names[:min(len(names), maxFields)] {
		texts = append(texts, fmt.Sprintf("%s %d", name, u.byField[name]))
	}
	if more := len(names) - maxFields; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, ", ")
}

// WarnUnread logs the members that could not be read for certain, once at the end of a call or a walk. It logs
// their names alone, since their text may be personal, and is silent when there are none.
func (c *Caller) WarnUnread(ctx context.Context, op Op, unread UnreadCounts) {
	if c.reporter.logger == nil || len(unread.byField) == 0 {
		return
	}
	c.reporter.logger.LogAttrs(ctx, slog.LevelWarn, "members of a response could not be read for certain",
		slog.String("provider", c.provider), slog.String("op", op.Name),
		slog.String("fields", clipText(toPrintable(c.redact(unread.String())), maxMessage)))
}
