package erpxt

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// A status of success counts only with the provider's own body: an object with the id asked for, a list, a new id, or
// an empty body after PUT and DELETE.

// decodeRecord decodes the response to a GET of one record.
func (r *resource[T]) decodeRecord(body []byte, id int64) (got T, err error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return got, err
	}
	notes := r.newNotes()
	r.schema.decode(notes, value, &got)
	if err := notes.Err(); err != nil {
		return got, err
	}
	if r.idOf(&got) == id && len(value.Member(r.schema.witness)) > 0 {
		return got, nil
	}
	return got, r.schema.verifyID(value, id)
}

// decodeNewID decodes the response to a POST: the new id, bare or in an object.
func (r *resource[T]) decodeNewID(body []byte) (int64, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return 0, err
	}
	if rejection := r.schema.findRejection(value); rejection != nil {
		return 0, rejection
	}
	number := value
	if value.IsObject() {
		number = value.Member("Id")
	}
	id, _, ok := number.Int()
	if !ok || id <= 0 || r.schema.isFrameworkFailure(value) {
		return 0, unexpectedResponse(value, "the response is not the id of a new "+r.schema.noun)
	}
	return id, nil
}

// decodeConfirmation decodes the response to a PUT or DELETE. The guide shows 204 with an empty body, and allows a
// body.
func (r *resource[T]) decodeConfirmation(body []byte, id int64) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	value, err := lenientjson.Parse(body)
	if err != nil {
		return err
	}
	return r.schema.verifyID(value, id)
}

// verifyID requires an object with the id asked for.
func (s *schema[T]) verifyID(value lenientjson.Value, id int64) error {
	if err := s.verifyRecord(value); err != nil {
		return err
	}
	if got, _, _ := value.Member("Id").Int(); got != id {
		return fmt.Errorf("%s %d was asked for, and %d came", s.noun, id, got)
	}
	return nil
}

// verifyRecord requires an object with an id.
func (s *schema[T]) verifyRecord(value lenientjson.Value) error {
	if rejection := s.findRejection(value); rejection != nil {
		return rejection
	}
	if _, given, ok := value.Member("Id").Int(); s.isFrameworkFailure(value) || !given || !ok {
		return unexpectedResponse(value, "the response is not "+withArticle(s.noun)+" with an id")
	}
	return nil
}

// withArticle puts an article in front of a noun.
func withArticle(noun string) string {
	if strings.ContainsAny(noun[:1], "aeio") {
		return "an " + noun
	}
	return "a " + noun
}

// findRejection returns the provider's error in a response with a status of success; nil for none for certain. Only the
// name of an exception and a ModelState are clear: any other code may be a word of success, and leaves the outcome to the
// other members. An object with the witness of a record is a record, and so is one with an id but an empty message.
func (s *schema[T]) findRejection(value lenientjson.Value) *call.APIError {
	e := readAPIError(value)
	id, _, _ := value.Member("Id").Int()
	if !e.isClear || len(value.Member(s.witness)) > 0 || id > 0 && e.Message == "" {
		return nil
	}
	if !isAmbiguousCode(e.Code) {
		e.Outcome = shelfwire.OutcomeRejected
	}
	return &e.APIError
}

// unexpectedResponse returns the error of a response that is not a success in spite of its status. It
// repeats the response's own message where it has one, such as that of the provider's framework.
func unexpectedResponse(value lenientjson.Value, problem string) error {
	if words := omitLongText(readAPIError(value).Message); words != "" {
		return errors.New("the response says: " + words)
	}
	return errors.New(problem)
}

// isFrameworkFailure recognizes a failure of the provider's framework beside an id. Any other message may come with a
// success.
func (s *schema[T]) isFrameworkFailure(value lenientjson.Value) bool {
	if len(value.Member(s.witness)) > 0 {
		return false
	}
	message, _ := value.Member("Message").Text()
	return len(value.Member("ExceptionMessage")) > 0 || len(value.Member("ExceptionType")) > 0 ||
		strings.HasPrefix(message, "An error has occurred")
}

// maxErrorText is the length in bytes of the longest text of a response that an error repeats.
const maxErrorText = 4 << 10

// omitLongText returns "" for a text that is too long for an error: cutting it before it is redacted could cut a key.
func omitLongText(text string) string {
	if len(text) > maxErrorText {
		return ""
	}
	return text
}

// markMaybeCreated makes the outcome of a create unknown where a record of the same kind was found missing: a new record
// names none of its own kind, so that the server may have failed to read what it has just stored.
func (r *resource[T]) markMaybeCreated(err error) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || e.Code != codeNotFound || e.Outcome != shelfwire.OutcomeRejected {
		return err
	}
	details, _ := lenientjson.Parse(e.Details)
	name, _ := details.Member("EntityName").Text()
	if kind := strings.TrimSuffix(r.path[len(r.path)-1], "s"); !strings.Contains(strings.ToLower(name), strings.ToLower(kind)) {
		return err
	}
	open := *e // observers may hold the original
	open.Outcome, open.Err = shelfwire.OutcomeUnknown, nil
	return &open
}

// isGone reports whether a record was found missing after an earlier attempt that may have deleted it. The outcome of
// such an attempt is unknown or applied; an attempt that was rejected, say for an old token, deleted nothing.
func isGone(err error) bool {
	e, ok := errors.AsType[*shelfwire.Error](err)
	return ok && e.Code == codeNotFound && errors.Is(e.Err, shelfwire.ErrNotFound) &&
		(e.Outcome == shelfwire.OutcomeUnknown || e.Outcome == shelfwire.OutcomeApplied)
}

// markEmptyNotFound makes an empty 404 match shelfwire.ErrNotFound: the provider documents the status for a missing
// record. It is for reads by id only: a proxy's empty 404 must not count as a deletion.
func markEmptyNotFound(err error) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || e.StatusCode != http.StatusNotFound || e.Message != "" {
		return err
	}
	missing := *e // observers may hold the original
	missing.Err = shelfwire.ErrNotFound
	return &missing
}
