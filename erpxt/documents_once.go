package erpxt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// maxReference is the greatest length in characters of a description that documents are looked up by: a server that
// cuts a longer one would never find it again.
const maxReference = 100

// maxBMP is the last character that fits into one unit of UTF-16.
const maxBMP = 0xffff

// descriptionField is the field that references are looked up by, in every kind of document.
const descriptionField TextField = "Description"

// findByDescription returns the documents with a description, to the letter.
func (d *documents[T]) findByDescription(ctx context.Context, description string) ([]T, error) {
	op := d.readOp("FindByDescription")
	problems := d.newProblems()
	if problem := validateFindable(description); problem != "" {
		problems.Add("description", problem)
	}
	if problems.Err() != nil {
		return nil, d.caller.InvalidInput(op, problems.Err())
	}
	similar, err := d.findSimilar(ctx, op, description)
	if err != nil {
		return nil, err
	}
	var found []T
	for i := range similar {
		if *d.head(&similar[i]).description == description {
			found = append(found, similar[i])
		}
	}
	return found, nil
}

// findSimilar returns the documents with a description, whatever the server's rules on capitals and spaces.
func (d *documents[T]) findSimilar(ctx context.Context, op call.Op, description string) ([]T, error) {
	return d.findRecords(ctx, op, descriptionField.Eq(description), func(t *T) bool {
		return equalText(*d.head(t).description, description)
	})
}

// findByNumber returns the one document with a number.
func (d *documents[T]) findByNumber(ctx context.Context, number string, numberOf func(*T) string) (T, error) {
	op := d.readOp("FindByNumber")
	problems := d.newProblems()
	if problem := validateFindable(number); problem != "" {
		problems.Add("number", problem)
	}
	if problems.Err() != nil {
		return *new(T), d.caller.InvalidInput(op, problems.Err())
	}
	found, err := d.findRecords(ctx, op, TextField("Number").Eq(number), func(t *T) bool { return equalText(numberOf(t), number) })
	switch {
	case err != nil:
		return *new(T), err
	case len(found) == 0:
		return *new(T), d.caller.Error(op, shelfwire.OutcomeUnknown,
			fmt.Errorf("%w: no %s has the number %q", shelfwire.ErrNotFound, d.schema.noun, number))
	case len(found) > 1:
		return *new(T), d.conflictError(op, shelfwire.OutcomeUnknown, found)
	}
	return found[0], nil
}

// createOnce creates a document unless there is one with its description already. It sends at most one request that
// creates.
func (d *documents[T]) createOnce(ctx context.Context, document *T, validate func(*check.Problems)) (int64, error) {
	look := d.readOp("CreateOnce")
	op := call.Op{Name: look.Name, Method: d.ops.create.Method, Effect: shelfwire.EffectWrite}
	problems := d.newProblems()
	validate(problems)
	if validateReference(problems, *d.head(document).description); problems.Err() != nil {
		return 0, d.caller.InvalidInput(op, problems.Err())
	}
	id, err := d.findReference(ctx, look, document)
	if err != nil {
		return 0, markNotSent(err)
	}
	if id > 0 {
		return id, nil
	}
	id, createErr := d.createRecord(ctx, op, newBody[T]{d.schema, document})
	if id == 0 && mayBeCreated(createErr) {
		found, err := d.findReference(ctx, look, document)
		if errors.Is(err, shelfwire.ErrConflict) {
			return 0, d.caller.Error(op, shelfwire.OutcomeOf(createErr), errors.Join(createErr, err))
		}
		id = found
	}
	if id > 0 {
		return id, nil
	}
	return 0, createErr
}

// validateReference reports a description that may not be found again.
func validateReference(problems *check.Problems, description string) {
	if problem := validateFindable(description); problem != "" {
		problems.Add("Description", problem)
	}
	if strings.Join(strings.Fields(description), " ") != strings.TrimSpace(description) {
		problems.Add("Description", "must not hold several spaces in a row, or spaces of another kind: a server may join them")
	}
	if strings.ContainsFunc(description, func(c rune) bool { return c > maxBMP }) {
		problems.Add("Description", "must not hold emoji and other characters beyond U+FFFF: a server may lose them")
	}
	if utf8.RuneCountInString(description) > maxReference {
		problems.Add("Description", fmt.Sprintf("must be at most %d characters long", maxReference))
	}
}

// findReference returns the id of the one document with the description of another one; 0 for none. One of another
// party, one whose description differs in capitals or spaces, and several are a conflict.
func (d *documents[T]) findReference(ctx context.Context, op call.Op, document *T) (int64, error) {
	wanted := d.head(document)
	found, err := d.findSimilar(ctx, op, *wanted.description)
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, nil
	case len(found) > 1:
		return 0, d.conflictError(op, shelfwire.OutcomeUnknown, found)
	}
	got := d.head(&found[0])
	if *got.party != *wanted.party || *got.description != *wanted.description {
		return 0, d.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: %s %d of customer %d has the description %q", shelfwire.ErrConflict,
			d.schema.noun, d.idOf(&found[0]), *got.party, *got.description))
	}
	return d.idOf(&found[0]), nil
}
