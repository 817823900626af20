package erpxt

import (
	"bytes"
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// edited is a record as it was read, and as it is to be written. The two share no memory that a caller can reach.
type edited[T any] struct {
	schema        *schema[T]
	before, after T
	raw           lenientjson.Value // as it was read
}

// MarshalJSON returns the body of a PUT.
func (e *edited[T]) MarshalJSON() ([]byte, error) {
	return e.schema.encodeEdit(&e.before, &e.after, e.raw)
}

// readForEdit reads a record that is to be written back. Its error has the outcome not sent: no write was sent.
func (r *resource[T]) readForEdit(ctx context.Context, op call.Op, id int64) (*edited[T], error) {
	e, err := r.readCopies(ctx, op, id)
	if err != nil {
		return nil, markNotSent(err)
	}
	return e, nil
}

// readCopies reads a record twice from one response: a copy for the caller, and one that the caller cannot reach.
func (r *resource[T]) readCopies(ctx context.Context, op call.Op, id int64) (*edited[T], error) {
	e := &edited[T]{schema: r.schema}
	err := r.getBody(ctx, op, id, func(body []byte) (err error) {
		e.raw = bytes.Clone(bytes.TrimSpace(body))
		if e.before, err = r.decodeRecord(e.raw, id); err == nil {
			e.after, err = r.decodeRecord(e.raw, id)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	r.warnUnread(ctx, op, &e.before)
	return e, nil
}

// readAndEdit reads a record and lets edit change it. validate adds the problems of a kind of record.
func (r *resource[T]) readAndEdit(
	ctx context.Context, id int64, edit func(*T) error, validate func(problems *check.Problems, before, after *T),
) (*edited[T], error) {
	if edit == nil {
		return nil, r.caller.InvalidInput(r.ops.editPut, &shelfwire.FieldError{Field: "edit", Problem: "is missing"})
	}
	e, err := r.readForEdit(ctx, r.ops.editGet, id)
	if err != nil {
		return nil, err
	}
	if err := edit(&e.after); err != nil {
		return nil, r.caller.InvalidInput(r.ops.editPut, fmt.Errorf("nothing was changed: %w", err))
	}
	r.schema.restore(&e.before, &e.after)
	var problems check.Problems
	r.schema.validateChanges(&problems, "", &e.before, &e.after)
	validate(&problems, &e.before, &e.after)
	if r.schema.validateTexts(&problems, "", &e.after); problems.Err() != nil {
		return nil, r.caller.InvalidInput(r.ops.editPut, problems.Err())
	}
	return e, nil
}
