package erpxt

import (
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
	op := call.Op{Name: read.Name, Method: http.MethodPut, Effect: shelfwire.EffectIdempotent}
	e, err := d.readForEdit(ctx, read, id)
	if err != nil {
		return *new(T), err
	}
	if *d.head(&e.before).status == DocumentStatusConfirmed {
		return d.inspectConfirmed(read, e.before, inspect)
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
	body := &edited[T]{schema: d.schema, before: e.before, after: e.before, raw: e.raw}
	path := slices.Concat(d.path, []string{"confirm"})
	putErr := d.putRecord(ctx, op, path, id, body)
	if putErr != nil && shelfwire.OutcomeOf(putErr) == shelfwire.OutcomeNotSent {
		return *new(T), putErr
	}
	return d.readConfirmed(ctx, read, id, putErr, inspect)
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
	if head.paymentStatus != nil && *head.paymentStatus == PaymentStatusPartly {
		problems.Add("PaymentStatus", "is partly paid, which cannot be written: confirm the document in the application")
	}
	d.schema.validateChanges(problems, "", &e.before, &e.before)
	d.schema.validateTexts(problems, "", &e.before)
}

// readConfirmed reads a document after its confirmation was sent. putErr is what the write said.
func (d *documents[T]) readConfirmed(
	ctx context.Context, op call.Op, id int64, putErr error, inspect func(*T) error,
) (T, error) {
	got, err := d.getRecord(ctx, op, id)
	switch {
	case err != nil && putErr != nil:
		return *new(T), putErr
	case err != nil:
		return *new(T), d.caller.Error(op, shelfwire.OutcomeApplied,
			fmt.Errorf("%s %d was confirmed, and could not be read again: %w", d.schema.noun, id, err))
	case *d.head(&got).status == DocumentStatusConfirmed:
		return d.inspectConfirmed(op, got, inspect)
	case putErr != nil:
		return *new(T), putErr
	default:
		return *new(T), d.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"the server reported success and %s %d is still a draft", d.schema.noun, id))
	}
}

// inspectConfirmed shows a confirmed document to the caller, whose rejection comes too late.
func (d *documents[T]) inspectConfirmed(op call.Op, got T, inspect func(*T) error) (T, error) {
	if inspect == nil {
		return got, nil
	}
	seen := got
	if err := inspect(&seen); err != nil {
		return got, d.caller.Error(op, shelfwire.OutcomeApplied, errors.Join(
			fmt.Errorf("%w: a confirmed %s was rejected by the caller's check", shelfwire.ErrConflict, d.schema.noun), err))
	}
	return got, nil
}
