package shop

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Begin records that a step is about to be sent. When it returns done, the step has happened before, with that
// result, and must not be sent; nor may it when Begin returns an error: a [*ParkedError], a [*LandingError],
// [ErrBusy], [ErrBlocked], [ErrNotOpen] or the database's own.
func (s *Shop) Begin(ctx context.Context, step Step, request []byte) (result string, done bool, err error) {
	var obstacle error
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		closed := s.checkOpen(ctx, tx, step)
		if closed != nil && !errors.Is(closed, ErrNotOpen) {
			return closed
		}
		begun, err := begin(ctx, tx, step, request)
		if err != nil || begun {
			return cmp.Or(err, closed)
		}
		r, err := readRecord(ctx, tx, step, s.dialect.lockRow)
		if err != nil {
			return err
		}
		if r.mayBeginAgain(step) {
			return cmp.Or(beginAgain(ctx, tx, step, request), closed)
		}
		result, done, obstacle = r.obstacle(step)
		return r.park(ctx, tx, step, obstacle)
	})
	return result, done, errors.Join(err, obstacle)
}

// checkOpen keeps an order that was held back from getting an invoice. Its job may have begun before, and waited for its turn
// since. The order is locked before the step is, as when a person settles it.
func (s *Shop) checkOpen(ctx context.Context, tx *sql.Tx, step Step) error {
	if step.Kind != StepInvoice && step.Kind != StepConfirmation {
		return nil
	}
	var state State
	err := tx.QueryRowContext(ctx, `SELECT state FROM orders WHERE id = $1`+s.dialect.lockRow, step.Order).Scan(&state)
	if err == nil && state != OrderOpen {
		err = ErrNotOpen
	}
	return err
}

// Look returns what [Shop.Begin] would, and begins nothing.
func (s *Shop) Look(ctx context.Context, step Step) (result string, done bool, err error) {
	r, err := readRecord(ctx, s.db, step, "")
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", false, nil
	case err != nil, r.mayBeginAgain(step):
		return "", false, err
	case r.state == "done":
		return r.result, true, nil
	}
	var obstacle error
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		r, err := readRecord(ctx, tx, step, s.dialect.lockRow)
		if err != nil || r.mayBeginAgain(step) {
			return err
		}
		result, done, obstacle = r.obstacle(step)
		return r.park(ctx, tx, step, obstacle)
	})
	return result, done, errors.Join(err, obstacle)
}

// park writes down that a step was cut off, when that is the obstacle, and since when a step may still happen of which a clock
// that was ahead has said so.
func (r record) park(ctx context.Context, tx *sql.Tx, step Step, obstacle error) error {
	_, parked := errors.AsType[*ParkedError](obstacle)
	_, landing := errors.AsType[*LandingError](obstacle)
	known, _ := parseStamp(r.answered)
	switch {
	case r.state == "sending" && (parked || landing):
		return end(ctx, tx, step, "parked", OutcomeKilled, cutOff)
	case landing && isAhead(known):
		_, err := tx.ExecContext(ctx, `UPDATE remote_steps SET answered_at = $1 WHERE target = $2`,
			stamp(time.Now()), step.Target)
		return err
	default:
		return nil
	}
}

// record is what is written down about a step.
type record struct {
	state, result, reason string
	answered              string // when it became known what became of it; empty until then
	owner                 int64
	isOwnerOpen           bool // the order that began it is on its way
}

func readRecord(ctx context.Context, db querier, step Step, lock string) (r record, err error) {
	err = db.QueryRowContext(ctx, `
		SELECT state, COALESCE(order_id, 0), result, error, COALESCE(answered_at, ''),
		    EXISTS (SELECT 1 FROM orders o WHERE o.id = remote_steps.order_id AND o.state = 'open')
		FROM remote_steps WHERE target = $1`+lock,
		step.Target).Scan(&r.state, &r.owner, &r.result, &r.reason, &r.answered, &r.isOwnerOpen)
	return r, err
}

// mayBeginAgain reports whether a step that was begun before may be sent.
func (r record) mayBeginAgain(step Step) bool {
	switch {
	case r.state == "refused", step.Order == 0:
		return true
	case step.landing > 0:
		return r.hasLanded(step)
	case !step.repeatable:
		return false
	case r.state == "done":
		return r.owner < step.Order // the later order has the last word
	default:
		return r.owner == step.Order || !r.isOwnerOpen
	}
}

// obstacle is why a step may not be sent: it is done, or an error says why.
func (r record) obstacle(step Step) (result string, done bool, err error) {
	switch {
	case r.state == "done":
		return r.result, true, nil
	case r.state == "sending" && r.owner != step.Order && (step.landing == 0 || r.isOwnerOpen):
		return "", false, ErrBusy
	case step.landing > 0:
		return "", false, r.landing(step)
	case r.state == "sending":
		return "", false, &ParkedError{Target: step.Target, Reason: cutOff}
	case r.owner != step.Order:
		return "", false, fmt.Errorf("%s is parked with order %d: this order %w", step.Target, r.owner, ErrBlocked)
	default:
		return "", false, &ParkedError{Target: step.Target, Reason: r.reason}
	}
}

// begin makes the record of a step that was never begun. Of two that try at the same time one makes it.
func begin(ctx context.Context, tx *sql.Tx, step Step, request []byte) (begun bool, err error) {
	made, err := tx.ExecContext(ctx, `
		INSERT INTO remote_steps (target, order_id, state, request, sent_at)
		VALUES ($1, NULLIF(CAST($2 AS BIGINT), 0), 'sending', $3, $4)
		ON CONFLICT (target) DO NOTHING`,
		step.Target, step.Order, string(request), stamp(time.Now()))
	if err != nil {
		return false, err
	}
	if n, err := made.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	step.begun(1)
	return true, prepare(ctx, tx, step)
}

// prepare does what belongs to the beginning of a step.
func prepare(ctx context.Context, tx *sql.Tx, step Step) error {
	if step.before == "" {
		return nil
	}
	prepared, err := tx.ExecContext(ctx, step.before, step.row, step.known)
	if err != nil {
		return err
	}
	if n, err := prepared.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrBusy
}

func beginAgain(ctx context.Context, tx *sql.Tx, step Step, request []byte) error {
	var tries int64
	err := tx.QueryRowContext(ctx, `
		UPDATE remote_steps SET
		    order_id = NULLIF(CAST($1 AS BIGINT), 0), state = 'sending', tries = tries + 1,
		    request = $2, result = '', outcome = '', error = '', sent_at = $3, answered_at = NULL
		WHERE target = $4 RETURNING tries`,
		step.Order, string(request), stamp(time.Now()), step.Target).Scan(&tries)
	if err != nil {
		return err
	}
	step.begun(tries)
	return prepare(ctx, tx, step)
}

// begun keeps which try of the step was begun.
func (s Step) begun(try int64) {
	if s.try != nil {
		*s.try = try
	}
}

// checkTry keeps a try from giving an end to what it has not begun, to what is done, or to what was parked and then dealt with by
// hand. The same may be written down again.
func checkTry(ctx context.Context, tx *sql.Tx, step Step, end, key string) error {
	if step.try == nil {
		return nil
	}
	var tries int64
	var state, result string
	var isByHand bool
	err := tx.QueryRowContext(ctx, `
		UPDATE remote_steps SET tries = tries WHERE target = $1 RETURNING tries, state, result, EXISTS (
		    SELECT 1 FROM orders o WHERE o.id = remote_steps.order_id AND o.state = 'sent' AND o.reason <> '')`,
		step.Target).Scan(&tries, &state, &result, &isByHand)
	isOther := state == "done" && (end != "done" || result != key) || state == "parked" && isByHand
	if err == nil && (tries != *step.try || isOther) {
		err = ErrOvertaken
	}
	return err
}

func end(ctx context.Context, tx *sql.Tx, step Step, state, outcome, reason string) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE remote_steps SET state = $1, outcome = $2, error = $3, answered_at = $4 WHERE target = $5`,
		state, outcome, readable(reason), stamp(time.Now()), step.Target)
	return err
}

// Done records that a step has happened, and the provider's key for what it made.
func (s *Shop) Done(ctx context.Context, step Step, result string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		if err := checkTry(ctx, tx, step, "done", result); err != nil {
			return err
		}
		return done(ctx, tx, step, result)
	})
}

func done(ctx context.Context, tx *sql.Tx, step Step, result string) error {
	if err := end(ctx, tx, step, "done", "", ""); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE remote_steps SET result = $1 WHERE target = $2`, result, step.Target)
	if err != nil || step.keep == "" {
		return err
	}
	_, err = tx.ExecContext(ctx, step.keep, result, step.row)
	return err
}

// AskAgain records that a step has not made what a person has given the key of, so that nobody knows what it has made. The
// key is kept beside it, for a person may insist on it.
func (s *Shop) AskAgain(ctx context.Context, step Step, reason string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, step.keep, "", step.row); err != nil {
			return err
		}
		return end(ctx, tx, step, "parked", "unknown", reason)
	})
}

// Rejected records that a step has not happened, so that it may be sent again.
func (s *Shop) Rejected(ctx context.Context, step Step, outcome, reason string) error {
	return s.endTry(ctx, step, "refused", outcome, reason)
}

// Park records that a step may or may not have happened.
func (s *Shop) Park(ctx context.Context, step Step, outcome, reason string) error {
	return s.endTry(ctx, step, "parked", outcome, reason)
}

func (s *Shop) endTry(ctx context.Context, step Step, state, outcome, reason string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		if err := checkTry(ctx, tx, step, state, ""); err != nil {
			return err
		}
		return end(ctx, tx, step, state, outcome, reason)
	})
}
