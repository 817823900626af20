package shop

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// remoteRow is the row of an order of a channel, and what is to become of it.
type remoteRow struct {
	RemoteOrder

	state     RemoteState
	reason    string
	content   string // what it was for when it was placed
	isCleared bool
	placed    int64 // the order that it has become just now; 0 for none
}

// remoteRow reads a row, which stays locked until the transaction ends.
func (s *Shop) remoteRow(ctx context.Context, tx *sql.Tx, r Remote) (row remoteRow, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT state, reason, content, is_cleared FROM remote_orders WHERE channel = $1 AND remote_id = $2`+s.dialect.lockRow,
		r.Channel, r.ID).Scan(&row.state, &row.reason, &row.content, &row.isCleared)
	return row, err
}

// decide finds out what is to become of an order, and stores it.
func (r *remoteRow) decide(ctx context.Context, tx *sql.Tx) (err error) {
	switch r.state {
	case RemoteWaiting, RemoteGone:
		err = r.place(ctx, tx)
	case RemotePlaced:
		r.compare()
	case RemoteEarly, RemoteClosed, RemoteParked: // nothing of it changes that
	}
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE remote_orders SET state = $1, reason = $2, payment_status = $3, shipping_status = $4, seen_at = $5, body = $6
		WHERE channel = $7 AND remote_id = $8`,
		string(r.state), readable(r.reason), readable(r.PaymentStatus), readable(r.ShippingStatus), stamp(time.Now()),
		readable(r.Body), r.Channel, r.ID)
	return err
}

// place makes an order of one that is due, unless a person has to look at it.
func (r *remoteRow) place(ctx context.Context, tx *sql.Tx) error {
	r.state, r.reason = RemoteWaiting, ""
	problem, err := r.Problem, error(nil)
	if problem == "" && !r.isCleared {
		problem, err = r.findTwin(ctx, tx)
	}
	if err != nil {
		return err
	}
	if problem == "" && r.IsDue {
		r.placed, problem, err = importOrder(ctx, tx, r.Order)
	}
	switch {
	case err != nil:
		return err
	case problem != "":
		r.state, r.reason = RemoteParked, problem
		return nil
	case r.placed == 0:
		return nil
	}
	r.state = RemotePlaced
	_, err = tx.ExecContext(ctx, `
		UPDATE remote_orders SET order_id = $1, placed_at = $2, is_paid = $3, content = $4
		WHERE channel = $5 AND remote_id = $6`,
		r.placed, stamp(time.Now()), !r.IsUnpaid, readable(r.Content), r.Channel, r.ID)
	return err
}

// findTwin looks for another order with the same numbers.
func (r *remoteRow) findTwin(ctx context.Context, tx *sql.Tx) (problem string, err error) {
	base, _, _ := strings.Cut(r.ID, ".")
	var twin string
	err = tx.QueryRowContext(ctx, `
		SELECT remote_id FROM remote_orders
		WHERE channel = $1 AND remote_id <> $2
		  AND (base_id = $3 OR sys_id = $4 AND sys_id <> 0 OR public_code = $5 AND public_code <> '')
		ORDER BY remote_id LIMIT 1`, r.Channel, r.ID, base, r.SysID, readable(r.PublicCode)).Scan(&twin)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return "it looks like the order " + twin + " once more", err
}

// compare holds an order that was placed against what it was then.
func (r *remoteRow) compare() {
	var changed []string
	if r.Reversed != "" {
		changed = append(changed, r.Reversed)
	}
	if r.Content != "" && r.Content != r.content {
		changed = append(changed, "its lines or its total have changed")
	}
	if len(changed) > 0 {
		r.state, r.reason = RemoteParked, "after it was placed here: "+strings.Join(changed, "; ")
	}
}
