package shopinventory

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// OrderAction is what [OrdersService.SetStatus] does to an order. There are no others than the constants.
type OrderAction string

// The actions, as two clients name them in the path. The vendor's page lists them by title.
const (
	ActionInProcess OrderAction = "in_process"
	ActionShipped   OrderAction = "shipped"
	ActionDelivered OrderAction = "delivered"
	ActionReturned  OrderAction = "returned"
	ActionCancelled OrderAction = "cancelled"
)

var orderActions = []OrderAction{ActionInProcess, ActionShipped, ActionDelivered, ActionReturned, ActionCancelled}

// Status returns the status that an order has after the action.
func (a OrderAction) Status() ShippingStatus { return ShippingStatus(a) }

// SetStatus moves an order on: PATCH /orders/{id}/{action}, without a body. It is a write that must happen at most once:
// mail to the buyer, stock and couriers may hang on it, and what a second one does is undocumented. So it is sent again
// only when the first request was never sent, or after a 429.
//
// The form of the response is undocumented. SetStatus has succeeded when the response is empty, shows the order, or says
// so itself, and nothing in it tells of a failure:
//
//   - The order is an object with its id and the status of the action. Without a status it must come without a message,
//     and without words that may mean something else.
//   - A response says so by success, ok, status or result: true, 1, "ok", "success", a status of HTTP such as 200.
//   - A failure is an error, errors, error_message, exception and the like, a success or status that is false, "error" or
//     404.
//
// The same counts for objects in the members data, order, result and response. A shipping_status that is not that of the
// action matches shelfwire.ErrConflict. Anything else under a status of success matches shelfwire.ErrMalformed: another
// order, a failure, and a response that proves nothing, such as {} or a message alone.
//
// All of these leave the outcome unknown: read the order with [OrdersService.Get] then, and compare its ShippingStatus.
//
// Vendor: "Orders API", https://www.merchantpro.bg/help/kb/api/api-orders.
func (s *OrdersService) SetStatus(ctx context.Context, id string, action OrderAction) error {
	var problems check.Problems
	validateOrderID(&problems, id)
	if !slices.Contains(orderActions, action) {
		problems.Add("action", "is none of the known ones")
	}
	if err := problems.Err(); err != nil {
		return s.caller.InvalidInput(opSetStatus, err)
	}
	change := statusChange{service: s, id: id, action: action}
	return s.caller.Do(ctx, call.Request{
		Op: opSetStatus, Path: []string{"orders", id, string(action)}, PartialDecoder: change.readPart,
	}, change.readResponse)
}

// statusChange is one call of SetStatus.
type statusChange struct {
	service *OrdersService
	id      string
	action  OrderAction
}

// readResponse accepts an empty body, and one that proves the change.
func (c *statusChange) readResponse(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	_, err := c.readProof(body)
	return err
}

// readPart accepts the complete part of a response that broke off when it shows the order with its status.
func (c *statusChange) readPart(body []byte) error {
	isConfirmed, err := c.readProof(body)
	if err == nil && !isConfirmed {
		return errors.New("the response breaks off before the status of the order")
	}
	return err
}

// readProof returns an error unless a body proves the change. IsConfirmed says that it shows the order with its status.
func (c *statusChange) readProof(body []byte) (isConfirmed bool, err error) {
	object, err := lenientjson.Parse(body)
	switch {
	case err != nil:
		return false, err
	case !object.IsObject():
		return false, errors.New("the response is no object")
	}
	parts, isWhole := wrappedObjects(object)
	var strongest verdict
	isNamed := false
	for _, part := range parts {
		said := readVerdicts(part)
		if strongest = max(strongest, said.strongest()); strongest == verdictFailure {
			return false, failureError(c.service.caller, part)
		}
		order := readOrder(&lenientjson.Notes{Redact: c.service.caller.Redact}, part)
		if err := c.checkOrder(&order); err != nil {
			return false, err
		}
		isNamed = isNamed || order.ID != "" && part.Member("message").IsEmpty()
		isConfirmed = isConfirmed || order.ID != "" && order.ShippingStatus != ""
	}
	isProven := isConfirmed || strongest == verdictSuccess || isNamed && strongest == verdictNone
	if !isProven || !isWhole {
		return false, errors.New("the response shows neither the order nor a success: " + readWords(c.service.caller, object))
	}
	return isConfirmed, nil
}

// checkOrder compares an order of the response with the change.
func (c *statusChange) checkOrder(order *Order) error {
	if order.ID != "" {
		if err := c.service.checkOrderID(order.ID, c.id); err != nil {
			return err
		}
	}
	if status := order.ShippingStatus; status != "" && status != c.action.Status() {
		return &call.APIError{
			Kind: shelfwire.ErrConflict, Outcome: shelfwire.OutcomeUnknown,
			Message: fmt.Sprintf("the shop answered with success, but reports the status %q after %q",
				clipText(c.service.caller, string(status), maxCode), c.action),
		}
	}
	return nil
}

// wrappers are members in which a shop may put the order, or what it says of the change.
var wrappers = []string{"data", "order", "result", "response"}

// maxUnwrapped bounds the objects whose members are looked at for further ones.
const maxUnwrapped = 32

// wrappedObjects returns an object, and the objects that it wraps, one in another or in a list. It returns false when
// there may be more of them.
func wrappedObjects(object lenientjson.Value) (objects []lenientjson.Value, isWhole bool) {
	objects = []lenientjson.Value{object}
	for at := range maxUnwrapped {
		if at == len(objects) {
			return objects, true
		}
		for _, name := range wrappers {
			member := objects[at].Member(name)
			elements := []lenientjson.Value{member}
			if member.IsList() {
				elements, _ = member.List()
			}
			objects = append(objects, slices.DeleteFunc(elements, func(v lenientjson.Value) bool { return !v.IsObject() })...)
		}
	}
	return objects, len(objects) <= maxUnwrapped
}
