package virtpos

import (
	"context"
	"errors"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// All reads customers one by one while responses arrive: POST /customer; page "API :: Customer". It reads: each call is
// retried before its first new customer, and an error after that is final.
//
// The first call asks for everything at once. Whether the server cuts such a response short is not
// documented, so the walk then asks for the next page (probe: virtpos/section-customer), of as many customers
// as the first response had, until a page brings no new one. Customers that are on two pages, because others
// were added meanwhile, come once. On a server that cuts, customers that are deleted during the walk can move
// others out of sight, from a page that is still to come to one that was read. A query for one customer makes
// one call.
//
// The customers are complete only when the loop ends without an error. The id of each is required: customers whose id
// cannot be read are skipped, and the loop then ends with a [*GapsError] that lists them. A response that is no list of
// customers matches shelfwire.ErrMalformed; so does one that has another customer than asked for by id, or the same one
// twice.
func (s *CustomersService) All(ctx context.Context, q CustomerQuery) iter.Seq2[Customer, error] {
	return func(yield func(Customer, error) bool) {
		var problems check.Problems
		if q.validate(&problems); problems.Err() != nil {
			yield(Customer{}, s.caller.InvalidInput(opAllCustomers, problems.Err()))
			return
		}
		w := customerWalk{s: s, q: &q, yield: yield}
		if err := w.readPages(ctx); err != nil && !w.left {
			yield(Customer{}, err)
		}
	}
}

// customerWalk is a walk through the pages of a list of customers.
type customerWalk struct {
	s     *CustomersService
	q     *CustomerQuery
	yield func(Customer, error) bool
	known idSet
	gaps  GapsError
	left  bool // the consumer wants no more
}

// readPages reads pages until one brings nothing new.
func (w *customerWalk) readPages(ctx context.Context) error {
	size, isNew, err := w.readPage(ctx, 0, 0)
	for page := 2; err == nil && isNew && !w.left && !w.q.selectsOne(); page++ {
		_, isNew, err = w.readPage(ctx, page, size)
	}
	if err == nil && w.gaps.Count > 0 {
		err = w.s.caller.Error(opAllCustomers, shelfwire.OutcomeUnknown, &w.gaps)
	}
	return err
}

// readPage reads a page, and reports how many rows it has and whether there is a new customer among them. Gaps are kept
// for the end.
func (w *customerWalk) readPage(ctx context.Context, page, size int) (rows int, isNew bool, err error) {
	summary, err := streamRecords(ctx, &w.s.service, &recordQuery[Customer]{
		op: opAllCustomers, of: customerType, params: w.q.toParams(page, size), known: &w.known,
		check: func(c *Customer) error {
			return ref{id: w.q.ID, isSet: w.q.ID != 0}.verifySelected("customer", c.ID, "", w.s.redact)
		},
	}, yieldRecords(func(c Customer, err error) bool {
		isNew = true
		return w.yield(c, err)
	}))
	w.left = summary.left
	if gaps, ok := errors.AsType[*GapsError](err); ok {
		if err = nil; page == 0 || isNew {
			w.addGaps(gaps, max(page-1, 0)*size)
		}
	}
	return summary.rows, isNew, err
}

// addGaps keeps the gaps of a page that begins behind other rows. A page without a new customer repeats rows, and with them
// their gaps.
func (w *customerWalk) addGaps(gaps *GapsError, before int) {
	for _, gap := range gaps.Gaps {
		gap.Position += before
		w.gaps.addGap(gap)
	}
	w.gaps.Count += gaps.Count - len(gaps.Gaps)
}
