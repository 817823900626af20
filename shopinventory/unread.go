package shopinventory

import (
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// eachUnreadOf calls add for the unread members of the elements of a list, such as "line_items[2].quantity", with the
// index of the element and without its name.
func eachUnreadOf(unread []shelfwire.Unread, list string, add func(at int, u shelfwire.Unread)) {
	for _, u := range unread {
		place, field, _ := strings.Cut(u.Field, "].")
		name, index, _ := strings.Cut(place, "[")
		if at, err := strconv.Atoi(index); err == nil && strings.EqualFold(name, list) {
			add(at, shelfwire.Unread{Field: field, Raw: u.Raw})
		}
	}
}
