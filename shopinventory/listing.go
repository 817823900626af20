package shopinventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// DefaultPageSize is the number of rows in a page when PageSize of a query is 0: the greatest one that the
// shop is known to accept (probe: shopinventory/products-large-limit).
const DefaultPageSize = 100

// listing is a list of the API: its path, and its rows of type R with keys of type K.
type listing[R any, K comparable] struct {
	caller *call.Caller
	op     call.Op
	path   string // also the word for its rows in errors
	read   func(notes *lenientjson.Notes, row lenientjson.Value) R
	key    func(*R) K // the zero K when it is missing or unreadable
	unread func(*R) []shelfwire.Unread
	at     func(*R) time.Time // by which a newestWalk is sorted; zero when it is missing or unreadable
}

// window is what a request for a page asks for: the number of rows to skip, and the greatest number to return.
type window struct{ start, limit int }

// listPage is a response of a list.
type listPage[R any] struct {
	listMeta
	rows   []R // those without a readable key included
	unread []shelfwire.Unread
}

// fetchPage requests one page. Verify may reject it as somebody else's; nil accepts every page.
func (l *listing[R, K]) fetchPage(
	ctx context.Context, params url.Values, at window, verify func(*listPage[R]) error,
) (page *listPage[R], err error) {
	query := maps.Clone(params)
	query.Set("start", strconv.Itoa(at.start))
	query.Set("limit", strconv.Itoa(at.limit))
	err = l.caller.Do(ctx, call.Request{Op: l.op, Path: []string{l.path}, Query: query}, func(body []byte) (err error) {
		page, err = l.readPage(body)
		if err == nil && verify != nil {
			err = verify(page)
		}
		return err
	})
	return page, err
}

// fetchConsistent requests one page, and once more when its rows contradict its numbers or the query.
func (l *listing[R, K]) fetchConsistent(ctx context.Context, q listQuery[R], at window, overlap int) (*listPage[R], error) {
	contradiction := func(page *listPage[R]) string {
		return clipText(l.caller, cmp.Or(page.contradiction(at, overlap), q.contradiction(page.rows)), maxMessage)
	}
	page, err := l.fetchPage(ctx, q.params, at, nil)
	if err == nil && contradiction(page) != "" {
		page, err = l.fetchPage(ctx, q.params, at, nil)
	}
	if err != nil {
		return nil, err
	}
	if what := contradiction(page); what != "" {
		return nil, l.incomplete(fmt.Errorf("%w: %s", shelfwire.ErrIncomplete, what))
	}
	return page, nil
}

// incomplete wraps the error of a walk whose responses were readable.
func (l *listing[R, K]) incomplete(err error) error {
	return l.caller.Error(l.op, shelfwire.OutcomeUnknown, err)
}

// envelope is the outer form of a list: {"data": […], "meta": {…}}.
type envelope struct {
	data, meta lenientjson.Member
	said       verdicts
}

var envelopeFields = lenientjson.NewFields(map[string]func(*envelope, lenientjson.Member){
	"data": func(e *envelope, m lenientjson.Member) { e.data = m },
	"meta": func(e *envelope, m lenientjson.Member) { e.meta = m },
})

// readPage decodes a list. It returns an error for any other body.
func (l *listing[R, K]) readPage(body []byte) (*listPage[R], error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	var e envelope
	notes := lenientjson.Notes{Redact: l.caller.Redact}
	isObject := envelopeFields.Read(&notes, value, &e, e.said.add)
	e.said.addRemarks(e.meta.Value)
	switch {
	case !isObject:
		return nil, errors.New("the response is no object")
	case e.said.rejectsList(e.data.IsEmpty()):
		return nil, failureError(l.caller, value)
	case !isRows(e.data.Value):
		return nil, fmt.Errorf("the response has no list of %s", l.path)
	}
	if err := notes.Err(); err != nil {
		return nil, err
	}
	page := &listPage[R]{}
	readPart(e.meta, metaFields, &page.listMeta)
	page.unread = notes.TakeUnread()
	elements, _ := e.data.List()
	page.rows = make([]R, len(elements))
	for i, element := range elements {
		page.rows[i] = l.read(&notes, element)
	}
	return page, nil
}

// isRows reports whether a value is a list, or the object with numbers for names that PHP makes of a list with gaps.
func isRows(v lenientjson.Value) bool {
	_, numbered := v.List()
	return v.IsList() || v.IsObject() && !v.IsEmpty() && numbered
}
