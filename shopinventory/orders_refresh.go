package shopinventory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

const (
	refreshBatch   = 50 // orders in one call
	refreshSingles = 50 // orders that one Refresh reads one by one
)

// OrderResult is the result of one order of [OrdersService.Refresh].
type OrderResult struct {
	Index  int    // position in the input, from 0
	ID     string // from the input
	Result Order  // the zero Order with an error
	Err    error
}

// Refresh reads orders by their ids, with their lines, and yields one result for each, in the order of the input: GET
// /orders with ids, 50 at a time, or fewer when the shop has fewer on a page. It changes nothing on the server. The
// parameter is in use by one client; what the shop does with unknown ids is undocumented (probe: shopinventory/orders-ids),
// and so is whether it cuts and counts such a list as it does others (probe: shopinventory/orders-ids-limit,
// shopinventory/orders-ids-total). So an order that is missing in the response is read by [OrdersService.Get], and so are
// those of a list that the shop rejects for what may be due to one id; 50 of them in one Refresh at most, and the others
// match shelfwire.ErrIncomplete. An order is gone when its error matches shelfwire.ErrNotFound.
//
// An id that cannot be one, such as one with a comma or a space around it, is an error that matches shelfwire.ErrInvalid; the
// others go on. An id in another spelling than the shop's, such as "a7" for "A7", fails alone. Orders that were not asked
// for, and come in place of none, are an error that matches shelfwire.ErrMalformed, and so is an order that came twice with
// different members. When the shop does not know the parameter, all further results have that error. After other failures
// that further calls would share, such as a rejected key, no further call is made, and the errors of the remaining results
// match shelfwire.ErrIncomplete, too.
func (s *OrdersService) Refresh(ctx context.Context, ids []string) iter.Seq[OrderResult] {
	ids = slices.Clone(ids)
	return func(yield func(OrderResult) bool) {
		r := refresh{service: s, giveUp: s.caller.NewGiveUp(), size: refreshBatch, singles: refreshSingles}
		index := 0
		for batch := range slices.Chunk(ids, refreshBatch) {
			results := r.readBatch(ctx, batch)
			for _, id := range batch {
				result := results[id]
				result.Index, result.ID = index, id
				index++
				if !yield(result) {
					return
				}
			}
		}
	}
}

// refresh is the state of one Refresh.
type refresh struct {
	service *OrdersService
	giveUp  *call.GiveUp
	size    int   // orders in one call
	singles int   // orders that may still be read one by one
	failure error // for all further orders; nil while the work goes on
}

// readBatch returns the result of each id.
func (r *refresh) readBatch(ctx context.Context, ids []string) map[string]OrderResult {
	results := make(map[string]OrderResult, len(ids))
	var wanted []string
	for _, id := range ids {
		if _, known := results[id]; known {
			continue
		}
		err := r.service.checkRefreshID(id)
		if results[id] = (OrderResult{Err: err}); err == nil {
			wanted = append(wanted, id)
		}
	}
	for len(wanted) > 0 {
		asked := wanted[:min(r.size, len(wanted))]
		missing := r.readList(ctx, asked, results)
		wanted = append(missing, wanted[len(asked):]...)
	}
	return results
}

// readList adds the results of orders in one call. It returns those that a shorter list is to be asked for.
func (r *refresh) readList(ctx context.Context, ids []string, results map[string]OrderResult) (again []string) {
	page, err := r.fetchOrders(ctx, ids)
	switch {
	case rejectsList(err):
		r.readSingles(ctx, ids, results)
		return nil
	case err != nil:
		for _, id := range ids {
			results[id] = OrderResult{Err: err}
		}
		return nil
	}
	var missing []string
	for _, id := range ids {
		switch order, err := r.findOrder(page.rows, id); {
		case err != nil:
			results[id] = OrderResult{Err: err}
		case order != nil:
			results[id] = OrderResult{Result: *order}
		default:
			missing = append(missing, id)
		}
	}
	if size := page.cappedSize(len(ids)); size > 0 && len(missing) > 0 && len(missing) < len(ids) {
		r.size = size
		return missing
	}
	r.readSingles(ctx, missing, results)
	return nil
}

func (r *refresh) readSingles(ctx context.Context, ids []string, results map[string]OrderResult) {
	for _, id := range ids {
		results[id] = r.readSingle(ctx, id)
	}
}

// cappedSize returns how many rows a shop has on a page at most, when that is below the number asked for; 0 when no
// number of the page shows it.
func (p *listPage[R]) cappedSize(asked int) int {
	rows, total := len(p.rows), p.total.Or(0)
	switch limit := p.limitOr(asked); {
	case limit < asked:
		return limit
	case rows < total && total <= asked:
		return rows
	default:
		return 0
	}
}

// findOrder returns the order with an id; nil when there is none. An order that came in two versions is an error: which
// of them is the newer one is unknown.
func (r *refresh) findOrder(orders []Order, id string) (found *Order, err error) {
	for i := range orders {
		order := &orders[i]
		switch {
		case order.ID != id:
		case found != nil && !bytes.Equal(found.Raw, order.Raw):
			return nil, r.service.caller.Error(opListOrders, shelfwire.OutcomeUnknown,
				fmt.Errorf("%w: the order %q came twice, and not alike", shelfwire.ErrMalformed, id))
		default:
			found = order
		}
	}
	return found, nil
}

func (s *OrdersService) checkRefreshID(id string) error {
	var problems check.Problems
	validateOrderID(&problems, id)
	if strings.Contains(id, ",") {
		problems.Add("id", "has a comma, which separates ids")
	}
	if err := problems.Err(); err != nil {
		return s.caller.InvalidInput(opListOrders, err)
	}
	return nil
}

// fetchOrders reads orders in one call. Some of them may be missing.
func (r *refresh) fetchOrders(ctx context.Context, ids []string) (*listPage[Order], error) {
	if r.failure != nil {
		return nil, r.failure
	}
	list := r.service.list
	params := url.Values{"ids": {strings.Join(ids, ",")}, "include": {"line_items"}}
	page, err := list.fetchPage(ctx, params, window{limit: DefaultPageSize}, func(page *listPage[Order]) error {
		return r.service.verifyRows(page.rows, ids)
	})
	if r.observe(err); err != nil {
		return nil, err
	}
	var counts call.UnreadCounts
	counts.Add(page.unread)
	for i := range page.rows {
		counts.Add(page.rows[i].Unread)
	}
	r.service.caller.WarnUnread(ctx, opListOrders, counts)
	return page, nil
}

// readSingle reads one order that was missing.
func (r *refresh) readSingle(ctx context.Context, id string) OrderResult {
	switch {
	case r.failure != nil:
		return OrderResult{Err: r.failure}
	case r.singles == 0:
		return OrderResult{Err: r.skipped(fmt.Errorf("%d orders were missing in lists and read one by one", refreshSingles))}
	}
	r.singles--
	order, err := r.service.Get(ctx, id)
	if !errors.Is(err, shelfwire.ErrInvalid) && !errors.Is(err, shelfwire.ErrMalformed) { // of this order alone
		r.observe(err)
	}
	return OrderResult{Result: order, Err: err}
}

// observe stops the work after an error that all further calls would share.
func (r *refresh) observe(err error) {
	switch {
	case r.giveUp.Observe(err), errors.Is(err, shelfwire.ErrMalformed):
		r.failure = r.skipped(err)
	case errors.Is(err, shelfwire.ErrInvalid) && !rejectsList(err):
		r.failure = err
	}
}

// skipped returns the error of an order that was not read.
func (r *refresh) skipped(reason error) error {
	return r.service.caller.Error(opListOrders, shelfwire.OutcomeNotSent,
		fmt.Errorf("%w: this order was not read: %w", shelfwire.ErrIncomplete, reason))
}
