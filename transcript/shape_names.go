package transcript

import "github.com/shelfwire/shelfwire/internal/apinames"

// dataNames stands for all names that are data, or may be.
const dataNames = "*"

// isShownName reports whether a shape may show the name of a member, an attribute or a parameter: one that the APIs are
// known to have, unless its object has data for names.
func isShownName(parent, name string) bool {
	if isDataName(parent, name) {
		return name == sumName
	}
	return apinames.IsKnown(name)
}
