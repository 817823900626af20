package shop

import (
	"context"
	"database/sql"
	"time"
)

// CountOrders returns how many orders there are, by state.
func (s *Shop) CountOrders(ctx context.Context) (map[State]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT state, count(*) FROM orders GROUP BY state`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	counts := map[State]int{}
	for rows.Next() {
		var state State
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		counts[state] = n
	}
	return counts, rows.Err()
}

// Trouble is an order that is not in the ERP.
type Trouble struct {
	Order    int64
	State    State
	Reason   string
	WaitsFor int64 // the parked order of the same customer that an open one cannot go on without; 0 for none
	Asked    Asked // what it needs a person for
}

// Troubles returns the orders that need attention: all that are open or parked, and those that failed since a
// time.
func (s *Shop) Troubles(ctx context.Context, failedSince time.Time) ([]Trouble, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT o.id, o.state, o.reason, COALESCE(step.order_id, 0) FROM orders o`+joinObstacle+`
		WHERE o.state IN ('open', 'parked') OR o.state = 'failed' AND o.closed_at >= $1
		ORDER BY o.id`, stamp(failedSince))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var troubles []Trouble
	for rows.Next() {
		var t Trouble
		if err := rows.Scan(&t.Order, &t.State, &t.Reason, &t.WaitsFor); err != nil {
			return nil, err
		}
		troubles = append(troubles, t)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return troubles, s.ask(ctx, troubles)
}

// ask fills in what orders need a person for.
func (s *Shop) ask(ctx context.Context, troubles []Trouble) (err error) {
	for i, t := range troubles {
		if t.State == OrderOpen {
			continue
		}
		if troubles[i].Asked, err = s.Asked(ctx, t.Order); err != nil {
			return err
		}
	}
	return nil
}

// OrdersInResico returns the orders whose invoice is known to be in Resico, by its ID, with the lines that are
// known to be in as well.
func (s *Shop) OrdersInResico(ctx context.Context) ([]Order, error) {
	ids, err := s.orderIDs(ctx, `
		SELECT id FROM orders WHERE invoice_id IS NOT NULL AND `+selectAccounts+` = 'Resico' ORDER BY invoice_id`)
	if err != nil {
		return nil, err
	}
	orders := make([]Order, len(ids))
	for i, id := range ids {
		if orders[i], err = s.Order(ctx, id); err != nil {
			return nil, err
		}
		if err := s.keepSent(ctx, &orders[i]); err != nil {
			return nil, err
		}
	}
	return orders, nil
}

// keepSent drops the lines of an order that are not known to be in.
func (s *Shop) keepSent(ctx context.Context, o *Order) error {
	var sent []Line
	for _, line := range o.Lines {
		var in bool
		err := s.db.QueryRowContext(ctx,
			`SELECT EXISTS (SELECT 1 FROM remote_steps WHERE target = $1 AND state = 'done')`,
			LineStep(*o, line).Target).Scan(&in)
		if err != nil {
			return err
		}
		if in {
			sent = append(sent, line)
		}
	}
	o.Lines = sent
	return nil
}

func (s *Shop) orderIDs(ctx context.Context, query string) ([]int64, error) {
	return numbers(s.db.QueryContext(ctx, query))
}

// numbers reads the rows of a query with one column.
func numbers(rows *sql.Rows, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, rows.Err()
}

// OpenOrders returns the numbers of the orders that are on their way.
func (s *Shop) OpenOrders(ctx context.Context) ([]int64, error) {
	return s.orderIDs(ctx, `SELECT id FROM orders WHERE state = 'open' ORDER BY id`)
}
