package resico

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

func isBlank(text string) bool { return strings.TrimSpace(text) == "" }

// isSameSKU compares as a database may do: without regard to capital letters and to spaces around.
func isSameSKU(a, b string) bool {
	return utf8.ValidString(a) && utf8.ValidString(b) && strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// notWanted returns those of some SKUs that were not asked for.
func notWanted(came, wanted []string) (others []string) {
	exact := make(map[string]bool, len(wanted))
	for _, sku := range wanted {
		exact[sku] = true
	}
	for _, sku := range came {
		if !exact[sku] && !slices.ContainsFunc(wanted, func(want string) bool { return isSameSKU(sku, want) }) {
			others = append(others, sku)
		}
	}
	return others
}

// maxNamed is how many SKUs an error names.
const maxNamed = 5

func nameSKUs(skus []string) string {
	var names []string
	for _, sku := range skus[:min(len(skus), maxNamed)] {
		names = append(names, fmt.Sprintf("%q", sku))
	}
	text := strings.Join(names, ", ")
	if more := len(skus) - maxNamed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
