package erpxt

import (
	"context"
	"iter"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/prefetch"
)

// Page is a page of a walk. The total number of records is unknown.
type Page[T any] struct {
	Records   []T
	Gaps      []Gap // the rows of the page that were skipped
	Page      int   // number of this page in the walk, counted from 1
	Delivered int   // records of the walk so far, those of this page included
}

// walkRecords yields the records of a walk.
func (r *resource[T]) walkRecords(ctx context.Context, q Query) iter.Seq2[T, error] {
	pages := r.yieldPages(ctx, q)
	return func(yield func(T, error) bool) {
		for page, err := range pages {
			for i := range page.Records {
				if !yield(page.Records[i], nil) {
					return
				}
			}
			if err != nil {
				yield(*new(T), err)
			}
		}
	}
}

// yieldPages yields the pages of a walk.
func (r *resource[T]) yieldPages(ctx context.Context, q Query) iter.Seq2[Page[T], error] {
	q.OrderBy = slices.Clone(q.OrderBy)
	return func(yield func(Page[T], error) bool) {
		problems := r.newProblems()
		if q.validateWalk(problems); problems.Err() != nil {
			yield(Page[T]{}, r.caller.InvalidInput(r.ops.list, problems.Err()))
			return
		}
		var gaps GapsError
		number, delivered := 0, 0
		for got, err := range r.prefetchPages(ctx, &q) {
			if err != nil {
				yield(Page[T]{}, err)
				return
			}
			gaps.appendGaps(got.gaps)
			number, delivered = number+1, delivered+len(got.rows)
			if !yield(Page[T]{Records: got.rows, Gaps: got.gaps, Page: number, Delivered: delivered}, nil) {
				return
			}
		}
		if err := r.wrapGaps(&gaps); err != nil {
			yield(Page[T]{}, err)
		}
	}
}

// prefetchPages yields the pages of a walk, read in advance, and logs their unread members at the end.
func (r *resource[T]) prefetchPages(ctx context.Context, q *Query) iter.Seq2[listPage[T], error] {
	return func(yield func(listPage[T], error) bool) {
		var counts call.UnreadCounts
		defer func() { r.caller.WarnUnread(ctx, r.ops.list, counts) }()
		pages := prefetch.Run(ctx, q.Prefetch,
			func(ctx context.Context) iter.Seq2[listPage[T], error] { return r.walkPages(ctx, q) })
		for got, err := range pages {
			if got.countUnread(r.schema, &counts); !yield(got, err) {
				return
			}
		}
	}
}

// walkPages yields page after page until one is empty. It ends after a page of unreadable ids, since the place of
// the next one is unknown.
func (r *resource[T]) walkPages(ctx context.Context, q *Query) iter.Seq2[listPage[T], error] {
	cursor := r.newCursor(q)
	return func(yield func(listPage[T], error) bool) {
		for number := 1; ; number++ {
			got, err := r.fetchPage(ctx, cursor.nextParams())
			if err == nil && got.rowCount() == 0 {
				return
			}
			if err == nil {
				err = r.advanceCursor(cursor, &got)
			}
			for i := range got.gaps {
				got.gaps[i].Page = number
			}
			if !yield(got, err) || err != nil || len(got.rows) == 0 || got.isLast {
				return
			}
		}
	}
}

// advanceCursor moves the cursor behind a page, or returns the error of a walk that cannot be complete.
func (r *resource[T]) advanceCursor(c cursor[T], got *listPage[T]) error {
	if err := c.acceptPage(got); err != nil {
		return r.caller.Error(r.ops.list, shelfwire.OutcomeUnknown, err)
	}
	return nil
}
