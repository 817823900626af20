package flows

import (
	"cmp"
	"context"
	"fmt"
	"time"
)

// ClockBehindError says that this machine's clock was behind on the first run. From when on orders count is by that clock, and
// the whole history of the shop could be from after it.
type ClockBehindError struct{ There time.Time }

// Error says how to go on.
func (e *ClockBehindError) Error() string {
	return fmt.Sprintf("this machine's clock is behind that of Resico, which says %s: orders of the %s shop from before the first "+
		"run would be taken for new ones. Put it right, and say with -orders-since from when on they count",
		e.There.UTC().Format(time.RFC3339), MerchantPro)
}

// never is when orders count from until a person has said it.
var never = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// checkClock rejects the first run on a clock that is behind Resico's, which has the time of the catalogue. The next runs ask for
// the time as well, with a [*FutureStartError], for when the clock is right nothing shows that it was not.
func (f *PickUpOrders) checkClock(ctx context.Context, catalogue time.Time) error {
	if !f.Since.IsZero() || time.Until(catalogue) <= aheadBy {
		return nil
	}
	mark, err := f.Shop.Mark(ctx, PickUpMark)
	if err != nil || !mark.IsZero() {
		return err
	}
	err = f.Shop.SetMark(ctx, PickUpStart, never)
	return cmp.Or[error](err, &ClockBehindError{There: catalogue})
}
