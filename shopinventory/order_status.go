package shopinventory

// PaymentStatus is the status of the payment of an order. Other values than the constants are possible.
type PaymentStatus string

// The statuses of payments that the vendor documents.
const (
	PaymentTemporary PaymentStatus = "temporary" // the buyer has yet to finish
	PaymentAwaiting  PaymentStatus = "awaiting"
	PaymentPaid      PaymentStatus = "paid"
	PaymentFailed    PaymentStatus = "failed"
	PaymentCancelled PaymentStatus = "cancelled"
	PaymentRefunded  PaymentStatus = "refunded"
	PaymentRejected  PaymentStatus = "rejected"
)

// ShippingStatus is the status of the shipment of an order. Other values than the constants are possible.
type ShippingStatus string

// The statuses of shipments that the vendor documents.
const (
	ShippingAwaiting  ShippingStatus = "awaiting"
	ShippingConfirmed ShippingStatus = "confirmed"
	ShippingInProcess ShippingStatus = "in_process"
	ShippingShipped   ShippingStatus = "shipped"
	ShippingDelivered ShippingStatus = "delivered"
	ShippingReturned  ShippingStatus = "returned"
	ShippingCancelled ShippingStatus = "cancelled"
)
