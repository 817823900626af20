package virtpos

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire/internal/check"
)

// All reads customers one by one while responses arrive: POST /customer; page "API :: Customer". It reads: each call is
// retried before its first new customer, and an error after that is final.
//
// The first call asks for everything at once. Whether the server cuts such a response short is not documented, and
// neither is from which number it counts pages (probe: virtpos/customer-pages), or how long a page may be. So the walk
// then asks for page 1, page 2 and so on, of as many customers as the first response had, until a page is empty or two
// bring no new one: where pages are counted from 1, the first of them repeats what came. Shorter pages than asked for are
// read on, and so are longer ones. Customers that are on two pages, because others were added meanwhile, come once. On a
// server that cuts, customers that are deleted during the walk can move others out of sight, from a page that is still to
// come to one that was read. A query for one customer makes one call.
//
// The customers are complete only when the loop ends without an error. The id of each is required: customers whose id
// cannot be read are skipped, and the loop then ends with a [*GapsError] that lists them. When a response counts more
// customers than all pages brought, or pages leave some out, the loop ends with an error that matches
// shelfwire.ErrIncomplete. What exactly is counted is not documented (probe: virtpos/section-customer), so a count that is
// reached is no proof. A response that is no list of customers matches shelfwire.ErrMalformed; so does one that has a
// customer who was not asked for, where the customer shows it, several for one external id, or the same one twice.
// Telephone numbers are compared without the country's code.
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
