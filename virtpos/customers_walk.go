package virtpos

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// customerWalk is a walk through the pages of a list of customers.
type customerWalk struct {
	s     *CustomersService
	q     *CustomerQuery
	yield func(Customer, error) bool
	known idSet
	came  int // customers passed on
	gaps  GapsError
	left  bool // the consumer wants no more

	size     int   // rows of the first response, which is the size of the pages that are asked for
	largest  int   // rows of the largest page
	fromZero bool  // pages are counted from 0
	misses   int   // pages in a row without a new customer
	lastID   int64 // the first customer of the last page
	skipped  bool  // there are customers between the first response and the first page
	count    int64 // the greatest count of a response
}

// customerPage is what a page brought.
type customerPage struct {
	number, rows, fresh, gaps int
	firstID                   int64 // of its first customer, new or known; 0 for none
}

// readPages reads the first response, and pages until there is nothing new to come.
func (w *customerWalk) readPages(ctx context.Context) error {
	first, err := w.readPage(ctx, 0)
	w.size = first.rows
	isLast := first.fresh == 0 || w.q.selectsOne()
	for page := 1; err == nil && !isLast && !w.left; page++ {
		var p customerPage
		p, err = w.readPage(ctx, page)
		isLast = w.noteNews(&p)
	}
	if err == nil {
		err = w.verifyAll()
	}
	return err
}

// noteNews notes whether a page had something new, and reports whether it ends the walk. An empty page behind the first
// does, and so does the second page in a row that brings nothing new, if it repeats the one before or lies beyond what is
// known: where pages are shorter than the first response, the first ones have only known customers.
func (w *customerWalk) noteNews(p *customerPage) (isLast bool) {
	repeats := p.firstID == w.lastID
	w.lastID = p.firstID
	if w.misses++; p.fresh > 0 {
		w.misses = 0
	}
	if p.number == 1 {
		return false
	}
	return p.rows == 0 || w.misses > 1 && (repeats || (p.number-1)*w.largest >= w.reached())
}

// reached returns how many rows are known, with and without an id.
func (w *customerWalk) reached() int { return w.came + w.gaps.Count }

// verifyAll returns an error when customers are lacking.
func (w *customerWalk) verifyAll() (err error) {
	switch {
	case !w.q.selectsOne() && w.count > int64(w.reached()):
		err = fmt.Errorf("%w: a response counts %d customers, and %d came", shelfwire.ErrIncomplete, w.count, w.came)
	case w.skipped:
		err = fmt.Errorf("%w: pages are counted from 0 and longer than the %d customers asked for, so that some are left out",
			shelfwire.ErrIncomplete, w.size)
	case w.gaps.Count > 0:
		err = &w.gaps
	default:
		return nil
	}
	return w.s.caller.Error(opAllCustomers, shelfwire.OutcomeUnknown, err)
}

// readPage reads a page; page 0 is the first response, which has no number. Gaps are kept for the end.
func (w *customerWalk) readPage(ctx context.Context, page int) (customerPage, error) {
	p := customerPage{number: page}
	summary, err := streamRecords(ctx, &w.s.service, &recordQuery[Customer]{
		op: opAllCustomers, of: customerType, params: w.q.toParams(page, w.size), known: &w.known, furtherPage: page > 0,
		check: func(c *Customer) error {
			p.firstID = cmp.Or(p.firstID, c.ID)
			return w.verify(c, p.fresh)
		},
	}, yieldRecords(func(c Customer, err error) bool {
		p.fresh++
		return w.yield(c, err)
	}))
	w.left, p.rows = summary.left, summary.rows
	w.count = max(w.count, summary.counted)
	gaps, hasGaps := errors.AsType[*GapsError](err)
	if hasGaps {
		err, p.gaps = nil, gaps.Count
	}
	w.addPage(&p)
	if hasGaps && (p.fresh > 0 || p.gaps == p.rows) {
		w.addGaps(gaps, w.rowsBefore(page))
	}
	return p, err
}

// addPage takes the numbers of a page into account. A first page that has new customers only is the second one of pages
// that are counted from 0.
func (w *customerWalk) addPage(p *customerPage) {
	w.came += p.fresh
	if p.number == 0 {
		return
	}
	w.largest = max(w.largest, p.rows)
	if p.number == 1 && p.fresh > 0 && p.fresh+p.gaps == p.rows {
		w.fromZero, w.skipped = true, p.rows > w.size
	}
}

// rowsBefore returns how many rows of the whole list are before a page.
func (w *customerWalk) rowsBefore(page int) int {
	before := max(page-1, 0) * w.largest
	if w.fromZero {
		before += w.size
	}
	return before
}

// addGaps keeps the gaps of a page that begins behind other rows. A page without a new customer repeats rows, and with them
// their gaps, unless it has nothing but gaps.
func (w *customerWalk) addGaps(gaps *GapsError, before int) {
	for _, gap := range gaps.Gaps {
		gap.Position += before
		w.gaps.addGap(gap)
	}
	w.gaps.Count += gaps.Count - len(gaps.Gaps)
}
