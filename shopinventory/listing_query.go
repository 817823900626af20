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

// encodeParams returns the query string of a structure, with the filters that the caller names.
func encodeParams(op call.Op, caller *call.Caller, params any, filters map[string]string) (url.Values, error) {
	values, err := query.Values(params)
	if err != nil {
		return nil, caller.InvalidInput(op, err)
	}
	for name, value := range filters {
		values.Set(name, value)
	}
	return values, nil
}
