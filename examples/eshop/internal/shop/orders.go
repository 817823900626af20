package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"
)

// ErrNotForSale says that a product cannot be ordered.
var ErrNotForSale = errors.New("not for sale")

// State is how far an order has come on its way to the ERP.
type State string

// The states of an order.
const (
	OrderOpen   State = "open"   // its job is at it, or will be
	OrderSent   State = "sent"   // everything is in the ERP
	OrderFailed State = "failed" // the ERP refuses it; the reason says why
	OrderParked State = "parked" // nobody knows what became of a write; a person has to look
)

// Order is an order as it was placed.
type Order struct {
	ID        int64
	Customer  Customer
	PlacedAt  time.Time
	Location  string // where the goods leave from
	State     State
	Reason    string // why it failed or was parked, or has not got on
	InvoiceID int64  // in Resico; 0 until the invoice is known to be there
	Lines     []Line
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

// NewOrder is an order to place. Names and prices are the catalogue's.
type NewOrder struct {
	Customer Customer
	PlacedAt time.Time
	Location string
	Items    []Item
}

// Item is a product and how much of it is ordered.
type Item struct {
	SKU      string
	Quantity shelfwire.Decimal
}

// PlaceOrder stores an order and returns its number. Whatever alongside does in the transaction, such as adding
// the order's job, happens together with the order or not at all.
func (s *Shop) PlaceOrder(
	ctx context.Context, o NewOrder, alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (id int64, err error) {
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		if id, err = saveOrder(ctx, tx, o); err != nil {
			return err
		}
		return alongside(ctx, tx, id)
	})
	return id, err
}

func saveOrder(ctx context.Context, tx *sql.Tx, o NewOrder) (id int64, err error) {
	customer, err := saveCustomer(ctx, tx, o.Customer)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx,
		`INSERT INTO orders (customer_id, placed_at, location) VALUES ($1, $2, $3) RETURNING id`,
		customer, stamp(o.PlacedAt), o.Location).Scan(&id)
	if err != nil {
		return 0, err
	}
	for i, item := range o.Items {
		if err := saveLine(ctx, tx, id, i+1, item); err != nil {
			return 0, err
		}
	}
	return id, nil
}

func saveLine(ctx context.Context, tx *sql.Tx, order int64, no int, item Item) error {
	p, err := scanProduct(tx.QueryRowContext(ctx, selectProduct+` WHERE active AND sku = $1`, item.SKU))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	price, ok := p.SellingPrice()
	if err != nil || !ok {
		return fmt.Errorf("%s is %w", item.SKU, ErrNotForSale)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO order_lines (order_id, line_no, sku, name, quantity, price, vat)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		order, no, p.SKU, p.Name, item.Quantity, price, p.VAT)
	return err
}

const selectOrder = `
SELECT o.id, o.placed_at, o.location, o.state, o.reason, COALESCE(o.invoice_id, 0),
    c.id, c.email, c.name, c.phone, c.address, c.post_code, COALESCE(c.resico_code, '')
FROM orders o JOIN customers c ON c.id = o.customer_id
WHERE o.id = $1`

// Order reads an order.
func (s *Shop) Order(ctx context.Context, id int64) (Order, error) {
	var o Order
	var placed string
	c := &o.Customer
	err := s.db.QueryRowContext(ctx, selectOrder, id).Scan(
		&o.ID, &placed, &o.Location, &o.State, &o.Reason, &o.InvoiceID,
		&c.ID, &c.Email, &c.Name, &c.Phone, &c.Address, &c.PostCode, &c.ResicoCode)
	if err != nil {
		return Order{}, fmt.Errorf("order %d: %w", id, err)
	}
	if o.PlacedAt, err = parseStamp(placed); err != nil {
		return Order{}, fmt.Errorf("order %d: %w", id, err)
	}
	o.Lines, err = s.lines(ctx, id)
	return o, err
}

func (s *Shop) lines(ctx context.Context, order int64) ([]Line, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT line_no, sku, name, quantity, price, vat FROM order_lines WHERE order_id = $1 ORDER BY line_no`, order)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lines []Line
	for rows.Next() {
		var l Line
		if err := rows.Scan(&l.No, &l.SKU, &l.Name, &l.Quantity, &l.Price, &l.VAT); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, rows.Err()
}

// Note keeps the reason why an open order has not got on.
func (s *Shop) Note(ctx context.Context, id int64, reason string) error {
	_, err := s.db.ExecContext(ctx, `UPDATE orders SET reason = $1 WHERE id = $2 AND state = 'open'`, reason, id)
	return err
}

// CloseOrder gives an open order its final state, and a reason unless it is OrderSent.
func (s *Shop) CloseOrder(ctx context.Context, id int64, state State, reason string) error {
	_, err := s.db.ExecContext(ctx,
		`UPDATE orders SET state = $1, reason = $2, closed_at = $3 WHERE id = $4 AND state = 'open'`,
		state, reason, stamp(time.Now()), id)
	return err
}
