package shop

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
)

// remoteRow is the row of an order of a channel, and what is to become of it.
type remoteRow struct {
	RemoteOrder

	state     RemoteState
	reason    string
	content   string // what it was for when it was placed, or when a change of that was last put before a person
	buyer     Buyer  // whom it was for, likewise
	isOrder   bool   // it is an order here
	wasPaid   bool   // when it was placed
	payment   string // its status when it was last read
	shipping  string // likewise
	isCleared bool
	placed    int64 // the order that it has become just now; 0 for none
}

// remoteRow reads a row, which stays locked until the transaction ends.
func (s *Shop) remoteRow(ctx context.Context, tx *sql.Tx, r Remote) (row remoteRow, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT state, reason, content, buyer_name, buyer_email, buyer_address, is_cleared, order_id IS NOT NULL, is_paid,
		    payment_status, shipping_status
		FROM remote_orders WHERE channel = $1 AND remote_id = $2`+s.dialect.lockRow, r.Channel, r.ID).Scan(
		&row.state, &row.reason, &row.content, &row.buyer.Name, &row.buyer.Email, &row.buyer.Address,
		&row.isCleared, &row.isOrder, &row.wasPaid, &row.payment, &row.shipping)
	return row, err
}

// decide finds out what is to become of an order, and stores it.
func (r *remoteRow) decide(ctx context.Context, tx *sql.Tx) (err error) {
	switch {
	case r.isOrder:
		err = r.watch(ctx, tx)
	case r.state == RemoteWaiting, r.state == RemoteGone:
		err = r.place(ctx, tx)
	case r.state == RemoteClosed && r.IsDue && r.reason == notDue: // a person may have made its invoice since
		r.state, r.reason = RemoteParked, notDue+", and is now"
	}
	if err == nil && r.Content != "" { // else what it is for is not known this time
		err = r.saveTakes(ctx, tx)
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
		UPDATE remote_orders SET order_id = $1, placed_at = $2, is_paid = $3 WHERE channel = $4 AND remote_id = $5`,
		r.placed, stamp(time.Now()), !r.IsUnpaid, r.Channel, r.ID)
	if err != nil {
		return err
	}
	return r.saveWatched(ctx, tx)
}

// saveWatched stores what the next change is told by, as far as it came.
func (r *remoteRow) saveWatched(ctx context.Context, tx *sql.Tx) error {
	if r.Content != "" {
		r.content = readable(r.Content)
	}
	if r.Buyer != (Buyer{}) {
		r.buyer = r.Buyer.stored()
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE remote_orders SET content = $1, buyer_name = $2, buyer_email = $3, buyer_address = $4
		WHERE channel = $5 AND remote_id = $6`,
		r.content, r.buyer.Name, r.buyer.Email, r.buyer.Address, r.Channel, r.ID)
	return err
}

// saveTakes stores what the order takes from the stock as long as it is no order here.
func (r *remoteRow) saveTakes(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM remote_lines WHERE channel = $1 AND remote_id = $2`, r.Channel, r.ID)
	for i, q := range r.Takes {
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO remote_lines (channel, remote_id, line_no, sku, quantity, location) VALUES ($1, $2, $3, $4, $5, $6)`,
			r.Channel, r.ID, i+1, readable(q.SKU), q.Quantity, r.Order.Location)
	}
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
	return looksLike + twin + " once more", err
}

// looksLike begins the reason of an order that may be another one once more.
const looksLike = "it looks like the order "

// sincePlaced begins the reasons why an order that was placed needs a person.
const sincePlaced = "after it was placed here: "

// watch holds an order that was placed against what it was then, and puts what has changed before a person, each change
// once: what is new to an order that was put there before, and perhaps dealt with, is put there again.
func (r *remoteRow) watch(ctx context.Context, tx *sql.Tx) error {
	changed := r.changes()
	switch {
	case changed != "":
		if err := r.ask(ctx, tx, changed); err != nil {
			return err
		}
	case r.isPaidAgain(): // a person may have closed it, since it was not
		r.tell("it is paid again")
	default:
		return nil
	}
	return r.saveWatched(ctx, tx)
}

// ask puts a change of an order that was placed before a person, and holds the order back.
func (r *remoteRow) ask(ctx context.Context, tx *sql.Tx, changed string) error {
	r.tell(changed)
	return holdBack(ctx, tx, r.Remote, sincePlaced+changed)
}

// tell puts a change of an order that was placed before a person, with the reasons from before.
func (r *remoteRow) tell(changed string) {
	before := r.reason
	r.state, r.reason = RemoteParked, sincePlaced+changed
	if before != "" {
		r.reason += "; before that, " + before
	}
}

// lose is what becomes of an order that the channel has no longer.
func (r *remoteRow) lose(ctx context.Context, tx *sql.Tx) error {
	const gone = "the channel has it no longer"
	switch {
	case r.isOrder && !strings.Contains(r.reason, gone):
		return r.ask(ctx, tx, gone)
	case r.state == RemoteWaiting:
		r.state, r.reason = RemoteGone, gone
	}
	return nil
}

// changes says what has changed about an order, apart from what the reason says already.
func (r *remoteRow) changes() string {
	parts := strings.Split(readable(r.Reversed), ", ")
	if r.wasPaid && r.IsUnpaid && r.PaymentStatus != "" { // taken back in a way that is no reversal, such as by a person
		parts = append(parts, paymentIs+readable(r.PaymentStatus))
	}
	var changed []string
	for _, part := range parts {
		if part != "" && !r.isTold(part) && !slices.Contains(changed, part) {
			changed = append(changed, part)
		}
	}
	var list []string
	if len(changed) > 0 {
		list = append(list, strings.Join(changed, ", "))
	}
	if r.Content != "" && !hasSameLines(readable(r.Content), r.content) {
		list = append(list, "its lines or its total have changed")
	}
	return strings.Join(append(list, r.Buyer.stored().changes(r.buyer)...), "; ")
}

// hasSameLines reports whether two texts have the same lines, in whatever order.
func hasSameLines(a, b string) bool {
	return slices.Equal(slices.Sorted(strings.Lines(a+"\n")), slices.Sorted(strings.Lines(b+"\n")))
}

// How a status stands in what says that an order was reversed.
const (
	paymentIs  = "its payment is "
	shipmentIs = "its shipment is "
)

// isTold reports whether the reason says a part of what has changed already. A status that is another one than it was has come
// back: what was said of it before was of the time before.
func (r *remoteRow) isTold(part string) bool {
	isBack := part == paymentIs+readable(r.PaymentStatus) && isOther(r.payment, r.PaymentStatus) ||
		part == shipmentIs+readable(r.ShippingStatus) && isOther(r.shipping, r.ShippingStatus)
	return !isBack && strings.Contains(r.reason, part)
}

// isPaidAgain reports whether an order that was placed as a paid one has been anything else in between.
func (r *remoteRow) isPaidAgain() bool {
	return r.wasPaid && !r.IsUnpaid && isOther(r.payment, r.PaymentStatus)
}

// isOther reports whether a status has changed, as far as both are known.
func isOther(before, now string) bool { return before != "" && now != "" && before != readable(now) }

// holdBack keeps the order that one of a channel has become from being written to the accounts: something about it has changed
// since, and a person decides. One that waits for a person already is held back when that is settled, and says so until then.
func holdBack(ctx context.Context, tx *sql.Tx, r Remote, reason string) error {
	var order int64
	err := tx.QueryRowContext(ctx, `
		UPDATE orders SET
		    held = CASE WHEN state <> 'parked' THEN held WHEN held = '' THEN $1 ELSE held || '; ' || $1 END,
		    reason = CASE state WHEN 'open' THEN $1 ELSE reason || '; ' || $1 END,
		    state = CASE state WHEN 'open' THEN 'failed' ELSE state END
		WHERE state IN ('open', 'parked', 'failed')
		  AND id = (SELECT order_id FROM remote_orders WHERE channel = $2 AND remote_id = $3)
		RETURNING id`, readable(r.Channel+" "+r.ID+": "+reason), r.Channel, r.ID).Scan(&order)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return closedNow(ctx, tx, order)
}
