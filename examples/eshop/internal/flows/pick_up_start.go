package flows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// ErrStarted says that orders count from another time on: the first run has stored it.
var ErrStarted = errors.New("the first run has decided from when on orders count")

// FutureStartError says that orders count from a time on that lies in the future. Every order would be from before it.
type FutureStartError struct{ Start time.Time }

// Error says what may be wrong, and how to go on.
func (e *FutureStartError) Error() string {
	return fmt.Sprintf("orders of the %s shop count from %s on, which is in the future: this machine's clock is wrong, or was on "+
		"the first run. Put it right; if it is, say with -orders-since from when on they count", MerchantPro,
		e.Start.UTC().Format(time.RFC3339))
}

// Begin stores from when on orders count, if nothing has yet. The first run does it in any case; a program does it when it
// starts, so that no order is missed in between.
//
// A stored time in the future is a [*FutureStartError], unless Since is another one: nothing was placed yet, so that one
// counts.
func (f *PickUpOrders) Begin(ctx context.Context) (time.Time, error) {
	first := f.Since
	if first.IsZero() {
		first = time.Now()
	}
	start, err := f.Shop.Start(ctx, PickUpStart, first)
	isFuture := time.Until(start) > aheadBy
	isOther := !f.Since.IsZero() && !start.Equal(f.Since.Truncate(time.Microsecond))
	switch {
	case err != nil:
		return start, err
	case isFuture && isOther:
		err = f.Shop.Restart(ctx, MerchantPro, shop.Restart{Start: PickUpStart, Mark: PickUpMark, At: f.Since})
		return f.Since, err
	case isFuture:
		return start, &FutureStartError{Start: start}
	case isOther:
		return start, fmt.Errorf("%w: since %s", ErrStarted, start.Format(time.RFC3339))
	default:
		return start, nil
	}
}
