package progress

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Row is a line of [Board.Table].
type Row struct{ Name, Value, Note string }

// Table writes rows with the values flush right and the notes behind them.
func (b *Board) Table(rows []Row) {
	var name, value int
	for _, r := range rows {
		name = max(name, utf8.RuneCountInString(r.Name))
		value = max(value, utf8.RuneCountInString(r.Value))
	}
	for _, r := range rows {
		line := fmt.Sprintf("  %-*s  %*s  %s", name, r.Name, value, r.Value, r.Note)
		b.Say("%s", strings.TrimRight(line, " "))
	}
}
