package shopinventory

import (
	"bytes"
	"cmp"
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
// The form of the response is undocumented. SetStatus has succeeded when the response is empty, or an object that tells of
// no failure: an error, errors, a success that is false, a status such as "error" or 400. The same counts for objects in
// its members data, order, result and response. When one has an id, it must be the order's; when one has a
// shipping_status, it must be that of the action, or else the error matches shelfwire.ErrConflict. Anything else under a
// status of success matches shelfwire.ErrMalformed.
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

// readResponse accepts an empty body, and an object that does not contradict the change.
func (c *statusChange) readResponse(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	_, err := c.readOrder(body)
	return err
}

// readPart accepts the complete part of a response that broke off when it shows the change.
func (c *statusChange) readPart(body []byte) error {
	order, err := c.readOrder(body)
	if err == nil && (order.ID == "" || order.ShippingStatus == "") {
		return errors.New("the response breaks off before the status of the order")
	}
	return err
}

func (c *statusChange) readOrder(body []byte) (order Order, err error) {
	object, err := readRecord(c.service.caller, body)
	if err != nil {
		return order, err
	}
	for i, part := range wrappedObjects(object) {
		o := readOrder(&lenientjson.Notes{Redact: c.service.caller.Redact}, part)
		if failure := cmp.Or(checkVerdict(c.service.caller, part), c.checkOrder(&o)); failure != nil {
			return order, failure
		}
		if i == 0 {
			order = o
		}
	}
	return order, nil
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
