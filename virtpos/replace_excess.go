package virtpos

import (
	"context"
	"errors"
	"fmt"
)

// findExcess returns why the zeroing would go beyond MaxZeroed; "" when it would not.
func (r *replacement) findExcess(ctx context.Context) (reason string, cause error) {
	const unknown = "the stock that it would zero could not be counted"
	id := r.warehouseID()
	if id == 0 {
		var err error
		if id, err = r.store.findWarehouse(ctx, opReplace, r.report.Warehouse); err != nil {
			return unknown, err
		}
	}
	before, err := r.readStock(ctx, id)
	if err != nil {
		return unknown, err
	}
	before.settle()
	if before.checked > 0 && len(before.missing()) == before.checked {
		return unknown, errors.New("the warehouse shows none of the rows that were updated")
	}
	most := max(r.opts.MaxZeroed, 0)
	if len(before.left) <= most {
		return "", nil
	}
	r.report.Left, r.report.Unchecked = before.left, before.unchecked
	return fmt.Sprintf("%d rows of stock that the feed lacks would be, and MaxZeroed allows %d", len(before.left), most), nil
}
