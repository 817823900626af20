package shopinventory

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// reservedFilters are the parameters that every walk sets itself.
var reservedFilters = []string{"start", "limit", "include", "sort"}

// pageSizeOr returns the page size of a query, which may leave it to the default.
func pageSizeOr(size int) int { return cmp.Or(size, DefaultPageSize) }

func validatePaging(problems *check.Problems, pageSize, prefetch int) {
	problems.Between("PageSize", int64(pageSize), DefaultPageSize)
	problems.Between("Prefetch", int64(prefetch), maxPrefetch)
}

// validateFilters validates the filters that the caller names. The typed ones are parameters of other fields.
func validateFilters(problems *check.Problems, filters map[string]string, typed ...string) {
	for _, name := range slices.Sorted(maps.Keys(filters)) {
		field := fmt.Sprintf("Filters[%q]", name)
		switch {
		case strings.TrimSpace(name) == "":
			problems.Add(field, "has no name")
		case slices.Contains(reservedFilters, name), slices.Contains(typed, name):
			problems.Add(field, "is set by another field, or by the walk")
		}
		problems.Text(field, name)
		problems.Text(field, filters[name])
	}
}

// listQuery is a query as it is sent, and what it says of the rows of type R that it selects.
type listQuery[R any] struct {
	params  url.Values
	filters func(*R) []rowFilter // those of the query, with the values of a row
}

// rowFilter is a filter of a query, by the name of its field, and the value of a row.
type rowFilter struct{ field, asked, got string }

// newListQuery makes a query of a structure of parameters and the filters that the caller names.
func newListQuery[R any](
	op call.Op, caller *call.Caller, params any, named map[string]string, filters func(*R) []rowFilter,
) (q listQuery[R], err error) {
	if q.params, err = query.Values(params); err != nil {
		return q, caller.InvalidInput(op, err)
	}
	for name, value := range named {
		q.params.Set(name, value)
	}
	q.filters = filters
	return q, nil
}

// contradiction describes a row that the query does not select: the shop has ignored a filter. It returns "" when there is
// none.
func (q *listQuery[R]) contradiction(rows []R) string {
	for i := range rows {
		for _, f := range q.filters(&rows[i]) {
			if !f.selects() {
				return fmt.Sprintf("%s %q was asked for, and a row with %q came", f.field, f.asked, f.got)
			}
		}
	}
	return ""
}

// selects reports whether a row may pass the filter. A row without the value may, and a comma may stand for several values.
func (f *rowFilter) selects() bool {
	return f.asked == "" || strings.TrimSpace(f.got) == "" ||
		slices.ContainsFunc(strings.Split(f.asked, ","), func(one string) bool { return sameName(one, f.got) })
}
