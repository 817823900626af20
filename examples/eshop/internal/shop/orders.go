package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// State is how far an order has come on its way to the ERP.
type State string

// The states of an order.
const (
	OrderOpen   State = "open"   // its job is at it, or will be
	OrderSent   State = "sent"   // everything is in the ERP; with a reason: a person has dealt with it
	OrderFailed State = "failed" // the ERP rejects it; the reason says why
	OrderParked State = "parked" // nobody knows what became of a write; a person has to look
)

// Order is an order as it was placed.
type Order struct {
	ID        int64
	Customer  Customer // as the order was placed, whatever a later order of the same customer says
	Filed     Filed    // what Resico has of the customer
	PlacedAt  time.Time
	Location  string // where the goods leave from
	State     State
	Reason    string // why it failed or was parked, or has not got on, or was dealt with by hand
	InvoiceID int64  // in the accounts; 0 until the invoice is known to be there
	Remote    Remote // in the channel that it comes from, if it comes from one
	Lines     []Line

	Accounts      Accounts // where it becomes an invoice
	InvoiceNumber string   // of the confirmed invoice in ERP XT; empty until then
	StatusThere   string   // that was set in the channel, or why none was; empty until then
	closed        string   // when it left the state open, as it is stored; empty until then
}

// IsByHand reports whether a person has dealt with the order, so that nothing of it is sent.
func (o Order) IsByHand() bool { return o.State == OrderSent && o.Reason != "" }

// Title names the order on its invoice, and to people: "Order 17", or "Order 17, MerchantPro 95750870.3".
func (o Order) Title() string {
	if o.Remote.Channel == "" {
		return fmt.Sprintf("Order %d", o.ID)
	}
	return fmt.Sprintf("Order %d, %s %s", o.ID, o.Remote.Channel, o.Remote.ID)
}

// Line is a line of an order, with the price at which it was sold.
type Line struct {
	No       int // from 1
	SKU      string
	Name     string
	Quantity shelfwire.Decimal
	Price    shelfwire.Decimal // of one unit, VAT included
	VAT      string
}

const selectOrder = `
SELECT o.id, o.placed_at, o.location, o.state, o.reason, COALESCE(o.invoice_id, 0),
    c.id, c.email, o.name, o.phone, o.address, o.post_code, COALESCE(c.resico_code, ''),
    COALESCE(c.details_of, 0), c.name, c.phone, c.address, c.post_code,
    o.tax_number, o.invoice_number, ` + selectAccounts + `,
    COALESCE(r.channel, ''), COALESCE(r.remote_id, ''), r.order_id IS NOT NULL AND NOT r.is_paid,
    COALESCE(r.status_reason, ''), COALESCE(o.closed_at, '')
FROM orders o JOIN customers c ON c.id = o.customer_id LEFT JOIN remote_orders r ON r.order_id = o.id
WHERE o.id = $1`

// NoOrderError says that there is no order by a number. It matches sql.ErrNoRows.
type NoOrderError int64

// Error says so.
func (e NoOrderError) Error() string { return fmt.Sprintf("there is no order %d", int64(e)) }

// Is reports whether target is sql.ErrNoRows.
func (NoOrderError) Is(target error) bool { return target == sql.ErrNoRows }

// Order reads an order. One that is not there is a [NoOrderError].
func (s *Shop) Order(ctx context.Context, id int64) (Order, error) { return readOrder(ctx, s.db, id) }

func readOrder(ctx context.Context, db querier, id int64) (Order, error) {
	var o Order
	var placed string
	c, f, r := &o.Customer, &o.Filed, &o.Remote
	err := db.QueryRowContext(ctx, selectOrder, id).Scan(
		&o.ID, &placed, &o.Location, &o.State, &o.Reason, &o.InvoiceID,
		&c.ID, &c.Email, &c.Name, &c.Phone, &c.Address, &c.PostCode, &c.ResicoCode,
		&f.Order, &f.Name, &f.Phone, &f.Address, &f.PostCode,
		&c.TaxNumber, &o.InvoiceNumber, &o.Accounts, &r.Channel, &r.ID, &r.IsUnpaid,
		&o.StatusThere, &o.closed)
	if errors.Is(err, sql.ErrNoRows) {
		return Order{}, NoOrderError(id)
	}
	if err != nil {
		return Order{}, fmt.Errorf("order %d: %w", id, err)
	}
	if o.PlacedAt, err = parseStamp(placed); err != nil {
		return Order{}, fmt.Errorf("order %d: %w", id, err)
	}
	o.Lines, err = readLines(ctx, db, id)
	return o, err
}

func readLines(ctx context.Context, db querier, order int64) ([]Line, error) {
	rows, err := db.QueryContext(ctx, `
		SELECT line_no, sku, name, quantity, price, vat FROM order_lines WHERE order_id = $1 ORDER BY line_no`, order)
	return collect(rows, err, func(l *Line) error {
		return rows.Scan(&l.No, &l.SKU, &l.Name, &l.Quantity, &l.Price, &l.VAT)
	})
}

// Note keeps the reason why an open order has not got on.
func (s *Shop) Note(ctx context.Context, id int64, reason string) error {
	_, err := s.db.ExecContext(ctx, `UPDATE orders SET reason = $1 WHERE id = $2 AND state = 'open'`,
		readable(reason), id)
	return err
}

// CloseOrder gives an open order its final state, and a reason unless it is OrderSent.
//
// An order that was held back while its job was at it gets it, too, when it is all in the accounts after all; and it is parked
// when nobody knows what became of a write: that is asked first, and then what the order was held back for.
func (s *Shop) CloseOrder(ctx context.Context, id int64, state State, reason string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		isClosed, err := hasChanged(ctx, tx, `UPDATE orders SET state = $1, reason = $2 WHERE id = $3 AND state = 'open'`,
			string(state), readable(reason), id)
		if err == nil && !isClosed && state != OrderFailed {
			isClosed, err = hasChanged(ctx, tx, closeHeld, string(state), readable(reason), id)
		}
		if err != nil || !isClosed {
			return err
		}
		return closedNow(ctx, tx, id)
	})
}

// closeHeld closes an order that has failed meanwhile. One that is parked keeps why it has.
const closeHeld = `
UPDATE orders SET state = $1,
    held = CASE $1 WHEN 'parked' THEN reason ELSE '' END,
    reason = CASE $1 WHEN 'parked' THEN CAST($2 AS TEXT) || '; ' || reason ELSE $2 END
WHERE id = $3 AND state = 'failed'`

// hasChanged reports whether a statement has changed a row.
func hasChanged(ctx context.Context, tx *sql.Tx, statement string, args ...any) (isChanged bool, err error) {
	changed, err := tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, err
	}
	n, err := changed.RowsAffected()
	return n > 0, err
}

// closedNow writes down when an order was closed. The order is locked before the moment is. With an invoice in Resico its
// goods have left the stock there; of one in ERP XT a person has to say so: see GoodsIssued.
func closedNow(ctx context.Context, tx *sql.Tx, id int64) error {
	now, err := moment(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE orders SET closed_at = $1,
		    issued_at = CASE WHEN state = 'sent' AND `+selectAccounts+` = 'Resico' THEN $1 ELSE issued_at END
		WHERE id = $2`, stamp(now), id)
	return err
}
