package virtpos

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// counts compares the lengths that a response announces with what it holds.
type counts struct {
	warehouses int64 // that it announces
	empty      int64 // rows that it announces in warehouses that hold none
	seen       int   // warehouses that it holds
	rows       int   // rows that it holds
}

// verifyCounts returns an error for a response that announces something and holds nothing. The guide leaves
// open what exactly is counted, so other differences are accepted.
func (c *counts) verifyCounts() error {
	switch {
	case c.seen == 0 && c.warehouses > 0:
		return fmt.Errorf("%w: the response counts %d, and its list of warehouses is empty", shelfwire.ErrIncomplete, c.warehouses)
	case c.rows == 0 && c.empty > 0:
		return fmt.Errorf("%w: the response counts %d rows of stock, and holds none", shelfwire.ErrIncomplete, c.empty)
	default:
		return nil
	}
}
