package resico

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

// isSameKey compares SKUs and codes as a database may do: it ignores case and outer spaces.
func isSameKey(a, b string) bool {
	return utf8.ValidString(a) && utf8.ValidString(b) && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// restoreKey gives a key back its spelling in wanted where the server has made a number of it, such as 7 of 007.
func restoreKey(key *string, came lenientjson.Value, wanted ...string) {
	var same []string
	for _, want := range wanted {
		if want == *key {
			return
		}
		if came.IsNumberOf(want) {
			same = append(same, want)
		}
	}
	if len(same) == 1 {
		*key = same[0]
	}
}

// filterUnrequested returns those of the SKUs that came which are the same as no wanted one.
func filterUnrequested(came, wanted []string) (others []string) {
	exact := make(map[string]bool, len(wanted))
	for _, sku := range wanted {
		exact[sku] = true
	}
	for _, sku := range came {
		if !exact[sku] && !slices.ContainsFunc(wanted, func(want string) bool { return isSameKey(sku, want) }) {
			others = append(others, sku)
		}
	}
	return others
}

// maxQuotedSKUs is how many SKUs an error message names.
const maxQuotedSKUs = 5

func quoteSKUs(skus []string) string {
	var names []string
	for _, sku := range skus[:min(len(skus), maxQuotedSKUs)] {
		names = append(names, fmt.Sprintf("%q", sku))
	}
	text := strings.Join(names, ", ")
	if more := len(skus) - maxQuotedSKUs; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// uniqueSKUs returns each SKU once, in order.
func uniqueSKUs(skus []string) (once []string) {
	seen := map[string]bool{}
	for _, sku := range skus {
		if !seen[sku] {
			seen[sku] = true
			once = append(once, sku)
		}
	}
	return once
}

// groupSKUs cuts SKUs into groups of at most size. An empty list makes one empty group, which means all
// products.
func groupSKUs(skus []string, size int) [][]string {
	if len(skus) == 0 {
		return [][]string{nil}
	}
	return slices.Collect(slices.Chunk(skus, size))
}

// validateFilterSKU checks that the provider's filter can express a SKU.
func validateFilterSKU(problems *check.Problems, field, sku string) {
	trimmed := strings.TrimSpace(sku)
	switch {
	case trimmed == "":
		problems.Add(field, "is empty")
	case strings.Contains(sku, ";"):
		problems.Add(field, `has a ";", which separates SKUs in the provider's filter; use Products.Balance`)
	case strings.ContainsAny(trimmed[:1], "<>=!"):
		problems.Add(field, "begins with an operator of the provider's filter; use Products.Balance")
	}
	problems.Text(field, sku)
}
