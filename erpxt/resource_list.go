package erpxt

import (
	"context"
	"slices"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// listRecords reads one page.
func (r *resource[T]) listRecords(ctx context.Context, q Query) ([]T, error) {
	problems := r.newProblems()
	if q.validateList(problems); problems.Err() != nil {
		return nil, r.caller.InvalidInput(r.ops.list, problems.Err())
	}
	return r.listRows(ctx, listParams{
		Filter: q.Filter.String(), OrderBy: formatOrder(q.OrderBy, r.key), Skip: q.Skip, Top: pageSizeOrDefault(q.Top),
		Search: formatSearch(q.Search),
	})
}

// listWhole reads a short list that comes whole.
func (r *resource[T]) listWhole(ctx context.Context) ([]T, error) {
	return r.listRows(ctx, listParams{})
}

// listRows reads one response, and logs its unread members.
func (r *resource[T]) listRows(ctx context.Context, params listParams) ([]T, error) {
	page, err := r.fetchPage(ctx, params)
	if err != nil {
		return nil, err
	}
	var counts call.UnreadCounts
	page.countUnread(r.schema, &counts)
	r.caller.WarnUnread(ctx, r.ops.list, counts)
	var gaps GapsError
	gaps.appendGaps(page.gaps)
	return page.rows, r.wrapGaps(&gaps)
}

// listPage holds the rows of one response to a list request.
type listPage[T any] struct {
	rows []T
	gaps []Gap // a walk sets their Page

	isLast bool // no other page follows
}

func (p *listPage[T]) rowCount() int { return len(p.rows) + len(p.gaps) }

// countUnread adds the unread members of all rows to counts.
func (p *listPage[T]) countUnread(s *schema[T], counts *call.UnreadCounts) {
	for i := range p.rows {
		_, unread := s.partsOf(&p.rows[i])
		counts.Add(*unread)
	}
	for i := range p.gaps {
		counts.Add(p.gaps[i].Unread)
	}
}

// fetchPage sends one list request.
func (r *resource[T]) fetchPage(ctx context.Context, params listParams) (listPage[T], error) {
	values, err := query.Values(params)
	if err != nil {
		return listPage[T]{}, r.caller.InvalidInput(r.ops.list, err)
	}
	var got listPage[T]
	err = r.caller.Do(ctx, call.Request{Op: r.ops.list, Path: r.path, Query: values}, func(body []byte) (err error) {
		got, err = r.decodePage(body)
		return err
	})
	if err != nil {
		return listPage[T]{}, err
	}
	return got, nil
}

// decodePage decodes a bare list. Any other response, such as null, is an error: an empty page would end a walk.
func (r *resource[T]) decodePage(body []byte) (listPage[T], error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return listPage[T]{}, err
	}
	if rejection := r.schema.findRejection(value); rejection != nil {
		return listPage[T]{}, rejection
	}
	rows, _ := value.List()
	isLast := false
	if r.isSingle && value.IsObject() && r.schema.verifyRecord(value) == nil {
		rows, isLast = []lenientjson.Value{value}, true
	} else if !value.IsList() {
		return listPage[T]{}, unexpectedResponse(value, "the response is not a list")
	}
	notes := r.newNotes()
	got := listPage[T]{rows: make([]T, 0, len(rows)), isLast: isLast}
	for i, row := range rows {
		last := len(got.rows)
		got.rows = append(got.rows, *new(T))
		if t := &got.rows[last]; !r.schema.decode(notes, row, t) || r.idOf(t) <= 0 {
			_, unread := r.schema.partsOf(t)
			got.gaps = append(got.gaps, Gap{Page: 1, Position: i + 1, ID: r.idOf(t), Unread: *unread})
			got.rows = got.rows[:last]
		}
	}
	if len(got.gaps) > 0 && !slices.ContainsFunc(rows, r.schema.hasMember) {
		return listPage[T]{}, unexpectedResponse(rows[0], "the rows of the list are not "+r.schema.noun+"s")
	}
	return got, nil
}

// wrapGaps returns the error of a list or a walk with gaps; nil for none.
func (r *resource[T]) wrapGaps(e *GapsError) error {
	if e.Count == 0 {
		return nil
	}
	return r.caller.Error(r.ops.list, shelfwire.OutcomeUnknown, e)
}
