package flows

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// shipmentWay is the way of a shipment, from one status to the next.
var shipmentWay = []shopinventory.ShippingStatus{
	shopinventory.ShippingAwaiting, shopinventory.ShippingConfirmed, shopinventory.ShippingInProcess,
	shopinventory.ShippingShipped, shopinventory.ShippingDelivered,
}

// objection says why an order is not to be moved on; empty when it is.
func objection(o *shopinventory.Order, action shopinventory.OrderAction) string {
	at := slices.Index(shipmentWay, o.ShippingStatus)
	switch back := reversed(o); {
	case back != "":
		return back
	case at < 0:
		return fmt.Sprintf("its status is %q, and nobody knows whether that comes before %s", o.ShippingStatus, action.Status())
	case at >= slices.Index(shipmentWay, action.Status()):
		return fmt.Sprintf("it is %s already", o.ShippingStatus)
	default:
		return ""
	}
}

// isOfOrder reports whether a failed call is about its order alone: others may succeed.
func isOfOrder(err error) bool {
	switch {
	case errors.Is(err, shelfwire.ErrRateLimited), errors.Is(err, shelfwire.ErrUnauthorized),
		errors.Is(err, shelfwire.ErrForbidden):
		return false
	default:
		return errors.Is(err, shelfwire.ErrInvalid) || shelfwire.OutcomeOf(err) == shelfwire.OutcomeRejected
	}
}
