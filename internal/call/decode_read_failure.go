package call

import (
	"errors"
	"fmt"
	"io"

	"github.com/shelfwire/shelfwire"
)

// bodyReadFailure describes a response with a success status whose body could not be read to its end.
func (c *Caller) bodyReadFailure(a *attempt, readErr error, outcome shelfwire.Outcome, g *guard) *failure {
	switch {
	case errors.Is(readErr, shelfwire.ErrTooLarge):
		return c.newFailure(a, outcome, readErr)
	case g.parentDone():
		return c.newFailure(a, outcome, g.explainError(readErr))
	case errors.Is(readErr, errForeign):
		return c.foreignFailure(a, outcome, readErr)
	default:
		return c.truncatedFailure(a, g.explainError(readErr), outcome)
	}
}

// truncatedFailure describes a response with a success status of which only a part arrived.
func (c *Caller) truncatedFailure(a *attempt, err error, outcome shelfwire.Outcome) *failure {
	fail := c.newFailure(a, outcome, asMalformed(err))
	fail.temporary = true
	return fail
}

// isTruncated reports whether a decoder met the end of a response too early. HTTP takes a response without a
// length for complete wherever it ends.
func isTruncated(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }

// asMalformed makes an error match shelfwire.ErrMalformed, unless its own kind says more.
func asMalformed(err error) error {
	if errors.Is(err, shelfwire.ErrMalformed) || errors.Is(err, shelfwire.ErrTooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", shelfwire.ErrMalformed, err)
}
