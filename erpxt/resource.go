package erpxt

import (
	"context"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// resource runs the calls that the resources have in common: List, Pages, All, Get, Create, Edit and Delete. The
// services wrap it, and document what their own server does.
type resource[T any] struct {
	caller *call.Caller
	schema *schema[T]
	name   string // as errors have it: "Products"
	ops    ops
	path   []string            // of the list, such as {"v1.4", "invoices"}
	key    IDField             // by which a walk goes
	idOf   func(*T) int64      // the key of a record
	redact func(string) string // replaces secrets in a text

	isSingle bool                  // a list may come as one bare object
	problem  *shelfwire.FieldError // why no call can be made; nil for none
}

// ops are the operations of a resource, named as errors name them. An Edit is several calls under one name.
type ops struct {
	list, get, create, replace, delete call.Op

	editGet, editPut, editWrite call.Op // editWrite is a PUT that must not happen twice
}

// newResource returns a resource.
func newResource[T any](
	caller *call.Caller, name string, of *schema[T], key IDField, idOf func(*T) int64, path ...string,
) resource[T] {
	return resource[T]{
		caller: caller, schema: of, name: name, ops: newOps(name), path: path, key: key, idOf: idOf, redact: caller.Redact,
	}
}

// newOps returns the operations of a resource, such as "Invoices".
func newOps(name string) ops {
	read := func(op string) call.Op {
		return call.Op{Name: name + "." + op, Method: http.MethodGet, Effect: shelfwire.EffectRead}
	}
	set := func(op, method string) call.Op {
		return call.Op{Name: name + "." + op, Method: method, Effect: shelfwire.EffectIdempotent}
	}
	write := func(op, method string) call.Op {
		return call.Op{Name: name + "." + op, Method: method, Effect: shelfwire.EffectWrite}
	}
	return ops{
		list: read("List"), get: read("Get"),
		create: write("Create", http.MethodPost), replace: set("Replace", http.MethodPut), delete: set("Delete", http.MethodDelete),
		editGet: read("Edit"), editPut: set("Edit", http.MethodPut), editWrite: write("Edit", http.MethodPut),
	}
}

// readOp returns another operation that reads.
func (r *resource[T]) readOp(name string) call.Op {
	return call.Op{Name: r.name + "." + name, Method: http.MethodGet, Effect: shelfwire.EffectRead}
}

// newProblems returns the problems of a call: that of the resource, where it has one.
func (r *resource[T]) newProblems() *check.Problems {
	var problems check.Problems
	if r.problem != nil {
		problems.Add(r.problem.Field, r.problem.Problem)
	}
	return &problems
}

func (r *resource[T]) recordPath(id int64) []string {
	return append(r.path[:len(r.path):len(r.path)], strconv.FormatInt(id, 10))
}

// newNotes returns notes that redact secrets in the values that they show.
func (r *resource[T]) newNotes() *lenientjson.Notes {
	return &lenientjson.Notes{Redact: r.redact}
}

// getRecord reads one record.
func (r *resource[T]) getRecord(ctx context.Context, op call.Op, id int64) (T, error) {
	var got T
	err := r.getBody(ctx, op, id, func(body []byte) (err error) {
		got, err = r.decodeRecord(body, id)
		return err
	})
	if err != nil {
		return *new(T), err
	}
	r.warnUnread(ctx, op, &got)
	return got, nil
}

// getBody reads one record by a decoder.
func (r *resource[T]) getBody(ctx context.Context, op call.Op, id int64, decode call.Decoder) error {
	problems := r.newProblems()
	if validateID(problems, "id", id); problems.Err() != nil {
		return r.caller.InvalidInput(op, problems.Err())
	}
	return markEmptyNotFound(r.caller.Do(ctx, call.Request{Op: op, Path: r.recordPath(id)}, decode))
}

// newBody is the body of a POST: the parameters of a record that are set.
type newBody[T any] struct {
	schema *schema[T]
	record *T
}

// MarshalJSON returns the body.
func (b newBody[T]) MarshalJSON() ([]byte, error) { return b.schema.encodeNew(b.record) }

// createRecord sends a new record, and returns its id.
func (r *resource[T]) createRecord(ctx context.Context, op call.Op, body any) (int64, error) {
	var id int64
	err := r.caller.Do(ctx, call.Request{Op: op, Path: r.path, Body: body}, func(body []byte) (err error) {
		id, err = r.decodeNewID(body)
		return err
	})
	return id, r.markMaybeCreated(err)
}

// emptyStatuses are those under which an empty response to a PUT or DELETE is a success: the guide shows 204. A 202 says
// that nothing is done yet, and a 205 or 206 comes from somebody else.
var emptyStatuses = []int{http.StatusOK, http.StatusNoContent}

// putRecord overwrites a record.
func (r *resource[T]) putRecord(ctx context.Context, op call.Op, path []string, id int64, body any) error {
	return r.caller.Do(ctx, call.Request{Op: op, Path: path, Body: body, EmptyStatuses: emptyStatuses},
		func(body []byte) error { return r.decodeConfirmation(body, id) })
}

// deleteRecord deletes a record. A record that is missing after an attempt that may have deleted it was deleted.
func (r *resource[T]) deleteRecord(ctx context.Context, path []string, id int64) error {
	problems := r.newProblems()
	if validateID(problems, "id", id); problems.Err() != nil {
		return r.caller.InvalidInput(r.ops.delete, problems.Err())
	}
	path = append(path[:len(path):len(path)], strconv.FormatInt(id, 10))
	err := r.caller.Do(ctx, call.Request{Op: r.ops.delete, Path: path, EmptyStatuses: emptyStatuses},
		func(body []byte) error { return r.decodeConfirmation(body, id) })
	if isGone(err) {
		return nil
	}
	return err
}

// warnUnread logs the unread members of one record.
func (r *resource[T]) warnUnread(ctx context.Context, op call.Op, t *T) {
	_, unread := r.schema.partsOf(t)
	var counts call.UnreadCounts
	counts.Add(*unread)
	r.caller.WarnUnread(ctx, op, counts)
}
