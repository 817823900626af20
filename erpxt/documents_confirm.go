package erpxt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// confirmDraft confirms a draft, and reads it again: a confirmation counts only when the server shows it.
func (d *documents[T]) confirmDraft(ctx context.Context, id int64, inspect func(*T) error) (T, error) {
	read := d.readOp("Confirm")
	op := call.Op{Name: read.Name, Method: http.MethodPut, Effect: shelfwire.EffectWrite} // looked after between two
	e, err := d.readForEdit(ctx, read, id)
	if err != nil {
		return *new(T), err
	}
	if *d.head(&e.before).status == DocumentStatusConfirmed {
		return d.inspectConfirmed(read, e, inspect)
	}
	var problems check.Problems
	if d.validateDraft(&problems, e); problems.Err() != nil {
		return *new(T), d.caller.InvalidInput(op, problems.Err())
	}
	if inspect != nil {
		if err := inspect(&e.after); err != nil {
			return *new(T), d.caller.InvalidInput(op, fmt.Errorf("nothing was confirmed: %w", err))
		}
	}
	return d.putConfirmation(ctx, op, id, e, inspect)
}

// putConfirmation confirms a draft that was inspected. When it is a draft still after a request whose outcome is unknown,
// one more is sent, and when that is rejected, the first one may still be carried out.
func (d *documents[T]) putConfirmation(
	ctx context.Context, op call.Op, id int64, e *edited[T], inspect func(*T) error,
) (got T, err error) {
	body := &edited[T]{schema: d.schema, before: e.before, after: e.before, raw: e.raw}
	path := slices.Concat(d.path, []string{"confirm"})
	read := d.readOp("Confirm")
	for range 2 {
		putErr := d.putRecord(ctx, op, path, id, body)
		if putErr != nil && shelfwire.OutcomeOf(putErr) == shelfwire.OutcomeNotSent {
			return got, cmp.Or(err, putErr)
		}
		putErr = d.joinAttempts(op, err, putErr)
		var isDraft bool
		got, isDraft, err = d.readConfirmed(ctx, read, id, e, putErr, inspect)
		if !isDraft || shelfwire.OutcomeOf(putErr) != shelfwire.OutcomeUnknown {
			break
		}
	}
	return got, err
}

// joinAttempts returns the error of the last request of a write after an earlier one whose outcome is unknown; nil for
// none. A rejection leaves open what becomes of the earlier request, so that the error matches what that one's does.
func (d *documents[T]) joinAttempts(op call.Op, earlier, last error) error {
	if earlier == nil || last == nil || shelfwire.OutcomeOf(last) != shelfwire.OutcomeRejected {
		return last
	}
	return d.caller.Error(op, shelfwire.OutcomeOf(earlier), errors.Join(
		earlier, errors.New("sent once more, it was rejected: "+last.Error()))) // without its outcome
}

// validateDraft reports why a document cannot be confirmed.
func (d *documents[T]) validateDraft(problems *check.Problems, e *edited[T]) {
	d.schema.listVital(func(field string) {
		problems.Add(field, "could not be read, so the document is not confirmed")
	}, "", &e.before)
	if isAbsent(e.raw.Member("Items")) {
		problems.Add("Items", "is missing from the response, so the document is not confirmed")
	}
	head := d.head(&e.before)
	if *head.status != DocumentStatusDraft && !d.schema.hasUnread(&e.before, "Status") {
		problems.Add("Status", fmt.Sprintf("is %q, which is neither a draft nor confirmed", *head.status))
	}
	if head.paymentStatus != nil {
		validatePaymentStatus(problems, *head.paymentStatus)
	}
	d.schema.validateChanges(problems, "", &e.before, &e.before)
	d.schema.validateTexts(problems, "", &e.before)
}

// readConfirmed reads a document after its confirmation was sent, and reports whether it was found to be a draft still.
// putErr is what the write said.
func (d *documents[T]) readConfirmed(
	ctx context.Context, op call.Op, id int64, e *edited[T], putErr error, inspect func(*T) error,
) (got T, isDraft bool, err error) {
	now, err := d.readCopies(ctx, op, id)
	switch {
	case err != nil && putErr != nil:
		return *new(T), false, putErr
	case err != nil:
		return *new(T), false, d.caller.Error(op, shelfwire.OutcomeApplied,
			fmt.Errorf("%s %d was confirmed, and could not be read again: %w", d.schema.noun, id, err))
	case *d.head(&now.before).status == DocumentStatusConfirmed:
		got, err = d.inspectOutcome(op, &e.before, now, inspect)
		return got, false, err
	case putErr != nil && shelfwire.OutcomeOf(putErr) != shelfwire.OutcomeApplied:
		return *new(T), *d.head(&now.before).status == DocumentStatusDraft, putErr
	default:
		return *new(T), false, d.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"the server reported success and %s %d is still a draft", d.schema.noun, id))
	}
}

// inspectOutcome compares a confirmed document with its draft, and shows it to the caller.
func (d *documents[T]) inspectOutcome(op call.Op, draft *T, now *edited[T], inspect func(*T) error) (T, error) {
	if problem := d.findConfirmedChange(draft, &now.before); problem != "" {
		err := fmt.Errorf("%w: %s %d was confirmed, and %s", shelfwire.ErrConflict, d.schema.noun, d.idOf(&now.before), problem)
		return now.before, d.caller.Error(op, shelfwire.OutcomeApplied, err)
	}
	return d.inspectConfirmed(op, now, inspect)
}

// inspectConfirmed shows a confirmed document to the caller, whose rejection comes too late. The caller sees a copy.
func (d *documents[T]) inspectConfirmed(op call.Op, now *edited[T], inspect func(*T) error) (T, error) {
	if inspect == nil {
		return now.before, nil
	}
	if err := inspect(&now.after); err != nil {
		return now.before, d.caller.Error(op, shelfwire.OutcomeApplied, errors.Join(
			fmt.Errorf("%w: a confirmed %s was rejected by the caller's check", shelfwire.ErrConflict, d.schema.noun), err))
	}
	return now.before, nil
}
