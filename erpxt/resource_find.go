package erpxt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// findRecords returns all records that match a filter, in the order of their ids. Nothing found is an empty list, also when the
// provider says so by its code for an unknown id. A record that mayMatch excludes means that the server ignored the
// filter: the error matches shelfwire.ErrIncomplete, so that nobody takes a record for missing because of it.
func (r *resource[T]) findRecords(ctx context.Context, op call.Op, filter Filter, mayMatch func(*T) bool) ([]T, error) {
	lookup := *r
	lookup.ops.list, lookup.isSingle = op, true
	var found []T
	for got, err := range lookup.walkRecords(ctx, Query{Filter: filter}) {
		switch {
		case isMissing(err):
			return found, nil
		case err != nil:
			return nil, err
		case !mayMatch(&got):
			return nil, r.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
				"%w: %s %d does not match the filter, so the server ignored it", shelfwire.ErrIncomplete, r.schema.noun, r.idOf(&got)))
		}
		found = append(found, got)
	}
	return found, nil
}

// isMissing reports whether the provider says by its code that there is no such record.
func isMissing(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.Code == codeNotFound && errors.Is(err, shelfwire.ErrNotFound)
}

// conflictError returns the error of several records where one was looked for.
func (r *resource[T]) conflictError(op call.Op, outcome shelfwire.Outcome, found []T) error {
	ids := make([]int64, len(found))
	for i := range found {
		ids[i] = r.idOf(&found[i])
	}
	return r.caller.Error(op, outcome, fmt.Errorf("%w: several %ss match: ids %s",
		shelfwire.ErrConflict, r.schema.noun, strings.Trim(fmt.Sprint(ids), "[]")))
}

// validateFindable reports a text that cannot be looked for.
func validateFindable(value string) (problem string) {
	switch {
	case strings.TrimSpace(value) == "":
		return "is missing"
	case strings.TrimSpace(value) != value:
		return "must not begin or end with a space: a server may trim it, and would never find it again"
	case slices.ContainsFunc([]rune(value), isControl):
		return "must not hold control characters"
	}
	return ""
}

func isControl(c rune) bool { return c < ' ' || c >= 0x7f && c < 0xa0 || c == '\uFFFD' }

// equalText compares texts as the loosest server may: without case, and with any number of spaces as one.
func equalText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
