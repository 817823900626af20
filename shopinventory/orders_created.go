package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// PickUpOverlap is how long before its checkpoint [OrdersService.CreatedSince] begins: a day for a bound that may exclude
// the day itself, one for the zone in which that day begins, and one for orders that were entered late.
const PickUpOverlap = 72 * time.Hour

// NewOrders is a walk through the orders that were created since a time, with the checkpoint from which the next walk
// continues. It is for one goroutine at a time.
type NewOrders struct {
	pages      func() iter.Seq2[OrderPage, error]
	now        func() time.Time
	since      time.Time
	checkpoint time.Time
}

// CreatedSince walks through the orders that were created since a time, and during PickUpOverlap before it, as
// [OrdersService.All] does: GET /orders with created_after. It changes nothing on the server. A zero since means the
// whole history of the shop; one in the future, as a wrong clock may have stored it, counts as now. After the walk store
// [NewOrders.Checkpoint], and pass it to the next run.
//
// The orders of the overlap come again in each run, so store them by Order.ID. The API has no list of changed orders:
// keep the ids of those that are not final, such as unpaid ones, and read them again with [OrdersService.Refresh]. An
// order of a marketplace that is dated further back than the overlap is not found; walk through a longer time with
// [OrdersService.All] once in a while, at night.
//
// The query limits neither a status, since an order that is paid after a run would never come, nor the days. Its Filters
// may be of what an order keeps for good, such as its channel; those of a status, a time, a place in the list or ids are
// invalid, with any operator: "payment_status[in]", "modified[gte]".
func (s *OrdersService) CreatedSince(ctx context.Context, since time.Time, q OrderQuery) *NewOrders {
	var problems check.Problems
	q.validateCreatedSince(&problems)
	q.Filters = maps.Clone(q.Filters) // the walk begins later
	if now := s.caller.Now(); since.After(now) {
		since = now
	}
	if !since.IsZero() {
		q.CreatedAfter = shelfwire.DateOf(since.Add(-PickUpOverlap).UTC())
		if !q.CreatedAfter.IsValid() {
			problems.Add("since", "is not in a year from 1 to 9999")
		}
	}
	n := &NewOrders{now: s.caller.Now, since: since}
	if err := problems.Err(); err != nil {
		err = s.caller.InvalidInput(opListOrders, err)
		n.pages = func() iter.Seq2[OrderPage, error] {
			return func(yield func(OrderPage, error) bool) { yield(OrderPage{}, err) }
		}
		return n
	}
	n.pages = func() iter.Seq2[OrderPage, error] { return s.Pages(ctx, q) }
	return n
}

func (q *OrderQuery) validateCreatedSince(problems *check.Problems) {
	if q.PaymentStatus != "" {
		problems.Add("PaymentStatus", "must be empty: an order that changes to it later would never come")
	}
	if q.ShippingStatus != "" {
		problems.Add("ShippingStatus", "must be empty: an order that changes to it later would never come")
	}
	if !q.CreatedAfter.IsZero() {
		problems.Add("CreatedAfter", "must be empty: since takes its place")
	}
	if !q.CreatedBefore.IsZero() {
		problems.Add("CreatedBefore", "must be empty: the walk goes up to now")
	}
	validateSteadyFilters(problems, q.Filters)
}

// changingWords are parts of the names of filters of what changes in an order, or of times.
var changingWords = []string{"status", "state", "date", "time", "creat", "modif", "chang", "paid", "cancel"}

// limitingNames are names of filters of a part of the orders, whatever they are.
var limitingNames = []string{"id", "ids", "page", "per_page", "offset", "after", "before", "since", "until", "from", "to"}

// validateSteadyFilters rejects the filters that an order may pass later, or that leave a part of the orders out: a later
// walk would begin behind them.
func validateSteadyFilters(problems *check.Problems, filters map[string]string) {
	for _, filter := range slices.Sorted(maps.Keys(filters)) {
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(filter)), "[")
		isChanging := slices.ContainsFunc(changingWords, func(word string) bool { return strings.Contains(name, word) })
		if isChanging || slices.Contains(limitingNames, name) {
			problems.Add(fmt.Sprintf("Filters[%q]", filter), "limits the orders by what may change, or by a part of the list")
		}
	}
}

// All yields the orders one by one, as [OrdersService.All] does. Each iteration is a new walk.
func (n *NewOrders) All() iter.Seq2[Order, error] {
	return flattenPages(n.Pages(), func(page OrderPage) []Order { return page.Orders })
}

// Pages yields the orders page by page, as [OrdersService.Pages] does. Each iteration is a new walk.
func (n *NewOrders) Pages() iter.Seq2[OrderPage, error] {
	return func(yield func(OrderPage, error) bool) {
		n.checkpoint = time.Time{}
		began := n.now()
		var newest time.Time
		for page, err := range n.pages() {
			newest = newestOf(newest, page.Orders)
			if _, onlyGaps := errors.AsType[*GapsError](err); onlyGaps {
				n.setCheckpoint(began, newest)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
		n.setCheckpoint(began, newest)
	}
}

// newestOf returns the latest of a time and those at which orders were created.
func newestOf(newest time.Time, orders []Order) time.Time {
	for i := range orders {
		if orders[i].Created.After(newest) {
			newest = orders[i].Created
		}
	}
	return newest
}

// setCheckpoint ends a walk. An order that is dated in the future, or a local clock that is slow, make the next overlap
// larger at most.
func (n *NewOrders) setCheckpoint(began, newest time.Time) {
	n.checkpoint = newest
	if began.Before(newest) {
		n.checkpoint = began
	}
	if n.checkpoint.Before(n.since) {
		n.checkpoint = n.since
	}
}

// Checkpoint returns the time to pass to the next CreatedSince: when the newest order was created, or when the walk
// began by the local clock if that is earlier; at least the time of this one, unless that was in the future. It returns
// false while the walk is unfinished, when it failed, and when there has never been an order: keep the old checkpoint then.
// A walk that ends with a [*GapsError] counts as finished.
func (n *NewOrders) Checkpoint() (time.Time, bool) { return n.checkpoint, !n.checkpoint.IsZero() }
