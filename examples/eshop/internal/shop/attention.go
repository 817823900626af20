package shop

import "context"

// CountOrders returns how many orders there are, by state.
func (s *Shop) CountOrders(ctx context.Context) (map[State]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT state, count(*) FROM orders GROUP BY state`)
	counts := map[State]int{}
	return counts, each(rows, err, func() error {
		var state State
		var n int
		err := rows.Scan(&state, &n)
		counts[state] = n
		return err
	})
}

// Trouble is an order that is not in the ERP.
type Trouble struct {
	Order    int64
	State    State
	Reason   string
	WaitsFor int64 // the parked order of the same customer that an open one cannot go on without; 0 for none
	Asked    Asked // what it needs a person for
}

// Troubles returns the orders that need attention: those that are open or parked, and those that failed, however long ago.
func (s *Shop) Troubles(ctx context.Context) ([]Trouble, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT o.id, o.state, o.reason, COALESCE(step.order_id, 0) FROM orders o`+joinObstacle+`
		WHERE o.state IN ('open', 'parked', 'failed') ORDER BY o.id`)
	troubles, err := collect(rows, err, func(t *Trouble) error {
		return rows.Scan(&t.Order, &t.State, &t.Reason, &t.WaitsFor)
	})
	if err != nil {
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
	return column[int64](s.db.QueryContext(ctx, query))
}

// OpenOrders returns the numbers of the orders that are on their way.
func (s *Shop) OpenOrders(ctx context.Context) ([]int64, error) {
	return s.orderIDs(ctx, `SELECT id FROM orders WHERE state = 'open' ORDER BY id`)
}
