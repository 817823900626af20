package shopinventory

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/prefetch"
)

// walker decides which page of a list comes next, and what of a page is new. Two kinds of lists have two kinds of
// walkers: see passWalk and newestWalk.
type walker[R any] interface {
	nextWindow() (at window, overlap int)
	acceptPage(at window, p *listPage[R]) (step[R], error)
}

// step is what a walk takes from a page.
type step[R any] struct {
	fresh    []R
	gaps     []Gap
	restarts bool // the walk reads the list from its beginning once more, so that the gaps so far come again
	done     bool
}

// walkPage is a page of a walk, as it is delivered.
type walkPage[R any] struct {
	rows                    []R
	gaps                    []Gap
	start, total, delivered int
}

// walkAhead walks through a list, some pages in advance of its consumer.
func (l *listing[R, K]) walkAhead(
	ctx context.Context, q listQuery[R], pages int, newWalker func() walker[R],
) iter.Seq2[walkPage[R], error] {
	return prefetch.Run(ctx, pages, func(ctx context.Context) iter.Seq2[walkPage[R], error] {
		return func(yield func(walkPage[R], error) bool) { l.walkPages(ctx, q, newWalker(), yield) }
	})
}

// walkPages yields the pages of a walk that have new rows, and an empty one for an empty list.
func (l *listing[R, K]) walkPages(
	ctx context.Context, q listQuery[R], w walker[R], yield func(walkPage[R], error) bool,
) {
	run := walkRun[R, K]{list: l}
	defer func() { l.caller.WarnUnread(ctx, l.op, run.unread) }()
	for done := false; !done; {
		page, s, err := run.readNext(ctx, q, w)
		if err != nil {
			yield(walkPage[R]{}, err)
			return
		}
		isWanted := len(s.fresh)+len(s.gaps) > 0 || s.done && page.delivered == 0
		if isWanted && !yield(page, nil) {
			return
		}
		done = s.done
	}
	if run.gaps.Count > 0 {
		yield(walkPage[R]{}, l.incomplete(&run.gaps))
	}
}

// walkRun is what a walk counts.
type walkRun[R any, K comparable] struct {
	list      *listing[R, K]
	unread    call.UnreadCounts
	gaps      GapsError // of the newest reading of the list
	delivered int
}

// readNext reads the next page, and counts what is new on it.
func (r *walkRun[R, K]) readNext(
	ctx context.Context, q listQuery[R], w walker[R],
) (page walkPage[R], s step[R], err error) {
	at, overlap := w.nextWindow()
	p, err := r.list.fetchConsistent(ctx, q, at, overlap)
	if err != nil {
		return page, s, err
	}
	s, err = w.acceptPage(at, p)
	if err != nil {
		return page, s, r.list.incomplete(err)
	}
	r.list.countUnread(&r.unread, p.unread, s)
	r.gaps.addGaps(s.gaps)
	if s.restarts {
		r.gaps = GapsError{}
	}
	r.delivered += len(s.fresh)
	page = walkPage[R]{rows: s.fresh, gaps: s.gaps, start: at.start, total: p.total.Or(0), delivered: r.delivered}
	return page, s, nil
}

func (l *listing[R, K]) countUnread(counts *call.UnreadCounts, meta []shelfwire.Unread, s step[R]) {
	counts.Add(meta)
	for i := range s.fresh {
		counts.Add(l.unread(&s.fresh[i]))
	}
	for _, gap := range s.gaps {
		counts.Add(gap.Unread)
	}
}

// readSinglePage requests one page outside of a walk.
func (l *listing[R, K]) readSinglePage(ctx context.Context, q listQuery[R], at window) (page walkPage[R], err error) {
	p, err := l.fetchConsistent(ctx, q, at, 0)
	if err != nil {
		return page, err
	}
	page.start, page.total = at.start, p.total.Or(0)
	var none K
	for i := range p.rows {
		if row := &p.rows[i]; l.key(row) == none {
			page.gaps = append(page.gaps, Gap{Offset: at.start + i, Unread: l.unread(row)})
		} else {
			page.rows = append(page.rows, *row)
		}
	}
	page.delivered = len(page.rows)
	var counts call.UnreadCounts
	l.countUnread(&counts, p.unread, step[R]{fresh: page.rows, gaps: page.gaps})
	l.caller.WarnUnread(ctx, l.op, counts)
	return page, nil
}

// flattenPages yields the rows of pages one by one.
func flattenPages[P, R any](pages iter.Seq2[P, error], rows func(P) []R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for page, err := range pages {
			if err != nil {
				var none R
				yield(none, err)
				return
			}
			for _, row := range rows(page) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// mapPages converts the pages of a walk to their public type.
func mapPages[P, R any](pages iter.Seq2[walkPage[R], error], convert func(walkPage[R]) P) iter.Seq2[P, error] {
	return func(yield func(P, error) bool) {
		for page, err := range pages {
			if !yield(convert(page), err) {
				return
			}
		}
	}
}
