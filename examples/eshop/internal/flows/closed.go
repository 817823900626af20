package flows

import (
	"fmt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ClosedError says that an order will not be tried again, and why.
type ClosedError struct {
	Order int64
	State shop.State // shop.OrderFailed or shop.OrderParked
	Err   error
	Asked shop.Asked // what it needs a person for
}

// Error says what became of the order.
func (e *ClosedError) Error() string { return fmt.Sprintf("order %d %s: %v", e.Order, e.State, e.Err) }

// Unwrap returns the reason.
func (e *ClosedError) Unwrap() error { return e.Err }
