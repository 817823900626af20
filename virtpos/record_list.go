package virtpos

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/shelfwire/shelfwire/internal/call"
)

// recordQuery is a call that lists records.
type recordQuery[T any] struct {
	op     call.Op
	of     *recordType[T]
	params params
	check  func(*T) error // returns an error for a record that was not asked for; nil accepts all
	known  *idSet         // records to leave out, since another page had them; nil for none

	furtherPage bool // of a list, which may be empty behind the last one
}

// streamRecords makes a call and passes its records to a sink, of which each attempt gets a new one.
func streamRecords[T any](
	ctx context.Context, s *service, q *recordQuery[T], newSink func(*listAttempt) func(T) bool,
) (summary listSummary, err error) {
	err = s.streamList(ctx, q.op, q.of.section.name, q.params, func(attempt *listAttempt) error {
		r := recordReader[T]{recordQuery: q, attempt: attempt, add: newSink(attempt)}
		r.tree.moreNodes, r.listing.furtherPage = q.of.moreNodes, q.furtherPage
		defer func() {
			summary = listSummary{rows: r.rows, counted: r.counted, daysLimit: r.daysLimit, left: r.left}
		}()
		return r.readFrom(attempt.listSource, q.of.section, &r)
	})
	return summary, err
}

// listSummary is what a response said about its list as a whole.
type listSummary struct {
	rows      int   // of the list, including gaps and known ones
	counted   int64 // 0 when the response counts nothing
	daysLimit daysLimit
	left      bool // the consumer wants no more
}

// recordReader reads the records of a list.
type recordReader[T any] struct {
	listing
	*recordQuery[T]
	attempt *listAttempt
	add     func(T) (more bool)
	ids     idSet
	row     int // the one being read; 0 for none
	left    bool
}

// readElement reads a record. In JSON, one key may hold several.
func (r *recordReader[T]) readElement(f listElement) error {
	r.row = r.rows + 1
	r.tree.reset()
	if err := r.doc.readValue(&r.tree, r.section.elements[0]); err != nil {
		return err
	}
	if f.inPlaceOfList && !r.tree.hasChild(r.of.members[0].name) {
		return noListError(r.section.elements[0])
	}
	for n := range r.tree.roots() {
		if err := r.emitRecord(n, f.key); err != nil {
			return err
		}
	}
	r.row = 0
	return nil
}

// emitRecord passes a record to the sink, or counts a gap.
func (r *recordReader[T]) emitRecord(n int, key string) error {
	r.beginRow()
	r.row = r.rows
	record := r.of.readRecord(&r.tree, n, key, r.redact)
	id := *r.of.id(&record)
	if id == 0 {
		r.attempt.gaps.addGap(Gap{Position: r.row, Unread: r.tree.unreadMembers(n, r.redact)})
		return nil
	}
	if !r.ids.add(id) {
		return fmt.Errorf("the %s %d comes twice", r.section.elements[0], id)
	}
	if r.check != nil {
		if err := r.check(&record); err != nil {
			return err
		}
	}
	if r.known != nil && !r.known.add(id) {
		return nil
	}
	r.countUnread(&record)
	if r.left = !r.add(record); r.left {
		return errConsumerLeft
	}
	return nil
}

func (r *recordReader[T]) countUnread(record *T) {
	r.attempt.unread.Add(*r.of.unread(record))
	if r.of.lines == nil {
		return
	}
	for _, line := range r.of.lines(record) {
		r.attempt.unread.Add(line.Unread)
	}
}

// verifyList accepts every list: the vendor does not say what is counted.
func (r *recordReader[T]) verifyList() error { return nil }

func (r *recordReader[T]) describePlace() []string {
	switch {
	case r.row > 0:
		return []string{fmt.Sprintf("row %d", r.row)}
	case r.rows > 0:
		return []string{fmt.Sprintf("after row %d", r.rows)}
	default:
		return nil
	}
}

// allRecords returns an iterator over the records of one response. Each walk makes a query of its own.
func allRecords[T any](ctx context.Context, s *service, op call.Op, newQuery func() (recordQuery[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		q, err := newQuery()
		if err != nil {
			yield(none, s.caller.InvalidInput(op, err))
			return
		}
		summary, err := streamRecords(ctx, s, &q, yieldRecords(yield))
		if err != nil && !summary.left {
			yield(none, err)
		}
	}
}

// yieldRecords returns a maker of sinks that yield each record. Once one was yielded, the call is not made again.
func yieldRecords[T any](yield func(T, error) bool) func(*listAttempt) func(T) bool {
	return func(attempt *listAttempt) func(T) bool {
		return func(record T) bool {
			attempt.commit()
			return yield(record, nil)
		}
	}
}

// listRecords returns the records of one response. Beside a *GapsError it returns all others.
func listRecords[T any](ctx context.Context, s *service, q *recordQuery[T]) (list []T, err error) {
	_, err = streamRecords(ctx, s, q, func(*listAttempt) func(T) bool {
		list = nil
		return func(record T) bool {
			list = append(list, record)
			return true
		}
	})
	if _, gaps := errors.AsType[*GapsError](err); err != nil && !gaps {
		return nil, err
	}
	return list, err
}
