package shop

import (
	"context"
	"time"

	"github.com/shelfwire/shelfwire"
)

// OrderSummary is an order in a list.
type OrderSummary struct {
	ID       int64
	Customer string // by name, as the order was placed
	PlacedAt time.Time
	Sum      shelfwire.Decimal // of its lines, VAT included
	State    State
	Reason   string // why it failed or was parked, or has not got on
	Remote   Remote // in the channel that it comes from, if it comes from one
	WaitsFor int64  // the parked order of the same customer that an open one cannot go on without; 0 for none
}

// LatestOrders returns the orders that were placed last, of those that need nobody, the newest first, at most so many.
func (s *Shop) LatestOrders(ctx context.Context, most int) ([]OrderSummary, error) {
	return s.summaries(ctx, selectSummaries+latest, selectSums+latest+`)`, most)
}

// OrdersToSettle returns the parked and failed orders, the oldest first, at most so many.
func (s *Shop) OrdersToSettle(ctx context.Context, most int) ([]OrderSummary, error) {
	return s.summaries(ctx, selectSummaries+toSettle, selectSums+toSettle+`)`, most)
}

// OrdersByHand returns the orders that a person has dealt with, the latest first, at most so many.
func (s *Shop) OrdersByHand(ctx context.Context, most int) ([]OrderSummary, error) {
	return s.summaries(ctx, selectSummaries+byHand, selectSums+byHand+`)`, most)
}

// The orders of the lists.
const (
	latest   = ` WHERE (o.state = 'open' OR o.state = 'sent' AND o.reason = '') ORDER BY o.id DESC LIMIT $1`
	toSettle = ` WHERE o.state IN ('parked', 'failed') ORDER BY o.id LIMIT $1`
	byHand   = ` WHERE o.state = 'sent' AND o.reason <> '' ORDER BY o.closed_at DESC, o.id DESC LIMIT $1`
)

const selectSums = `SELECT order_id, quantity, price FROM order_lines WHERE order_id IN (SELECT o.id FROM orders o`

const selectSummaries = `
SELECT o.id, o.name, o.placed_at, o.state, o.reason, COALESCE(step.order_id, 0),
    COALESCE(r.channel, ''), COALESCE(r.remote_id, ''), r.order_id IS NOT NULL AND NOT r.is_paid
FROM orders o
LEFT JOIN remote_orders r ON r.order_id = o.id` + joinObstacle

// joinObstacle looks for the step of the customer of an open order: with whose order it is parked.
const joinObstacle = `
LEFT JOIN remote_steps step ON step.target = 'customer ' || o.customer_id
    AND o.state = 'open' AND step.state = 'parked' AND step.order_id <> o.id`

func (s *Shop) summaries(ctx context.Context, query, sums string, most int) ([]OrderSummary, error) {
	rows, err := s.db.QueryContext(ctx, query, most)
	list, err := collect(rows, err, func(o *OrderSummary) (err error) {
		var placed string
		if err := rows.Scan(&o.ID, &o.Customer, &placed, &o.State, &o.Reason, &o.WaitsFor,
			&o.Remote.Channel, &o.Remote.ID, &o.Remote.IsUnpaid); err != nil {
			return err
		}
		o.PlacedAt, err = parseStamp(placed)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, s.addUp(ctx, list, sums, most)
}

// addUp gives the orders of a list their sums, in Go: SQL would add in binary fractions.
func (s *Shop) addUp(ctx context.Context, list []OrderSummary, query string, most int) error {
	rows, err := s.db.QueryContext(ctx, query, most)
	sums := map[int64]shelfwire.Decimal{}
	err = each(rows, err, func() error {
		var order int64
		var quantity, price shelfwire.Decimal
		err := rows.Scan(&order, &quantity, &price)
		sums[order] = sums[order].Add(quantity.Mul(price))
		return err
	})
	for i := range list {
		list[i].Sum = sums[list[i].ID]
	}
	return err
}
