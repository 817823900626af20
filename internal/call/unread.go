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

// UnreadCounts is how often which members of the responses to a call or a walk could not be read for certain. The zero
// value counts none.
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

// String returns the names with their counts, in the order of the alphabet: "ExchangeRate 1, Total.currency 3".
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

// WarnUnread logs the members that could not be read for certain, by their names alone: their text may be personal.
// It logs nothing when there are none, so it is called once at the end of a call or a walk.
func (c *Caller) WarnUnread(ctx context.Context, op Op, unread UnreadCounts) {
	if c.reporter.logger == nil || len(unread.byField) == 0 {
		return
	}
	c.reporter.logger.LogAttrs(ctx, slog.LevelWarn, "members of a response could not be read for certain",
		slog.String("provider", c.provider), slog.String("op", op.Name),
		slog.String("fields", clip(printable(c.redact(unread.String())), maxMessage)))
}
