package virtpos

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// validateFields adds the problems of names of additional fields.
func validateFields[F ~string](problems *check.Problems, fields []F) {
	for i, field := range fields {
		switch name := fmt.Sprintf("Fields[%d]", i); {
		case strings.TrimSpace(string(field)) == "":
			problems.Add(name, "is empty")
		case strings.Contains(string(field), ":"):
			problems.Add(name, `must not hold ":", which separates fields`)
		default:
			problems.Text(name, string(field))
		}
	}
}

// joinFields returns the parameter fields, empty for none.
func joinFields[F ~string](fields []F) string {
	names := make([]string, len(fields))
	for i, field := range fields {
		names[i] = string(field)
	}
	return strings.Join(names, ":")
}
