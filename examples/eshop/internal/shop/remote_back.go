package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// TakeBackRemote lets an order of a channel that a person has dealt with be as if nobody had: the next run takes it up anew, and
// one that has become an order here needs a person again, for the same reason. It is no answer of [Shop.SettleRemote], so that
// an old page cannot have an order invoiced that somebody else has invoiced by hand. Nor can one on which it was dealt with
// before: the answer is about [RemoteSummary.AskedBack], or else [ErrAsksElse], or about [AskedClosed] on the command line.
func (s *Shop) TakeBackRemote(ctx context.Context, r Remote, about Question) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		row := RemoteSummary{Remote: r}
		err := tx.QueryRowContext(ctx, `SELECT COALESCE(dealt_at, '') FROM remote_orders WHERE channel = $1 AND remote_id = $2`+
			s.dialect.lockRow, r.Channel, r.ID).Scan(&row.dealt)
		switch {
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return err
		case !row.AskedBack().means(about):
			return fmt.Errorf("%s %s %w", r.Channel, r.ID, ErrAsksElse)
		}
		isBack, err := takeBack(ctx, tx, r)
		if err == nil && !isBack {
			err = fmt.Errorf("%s %s was not dealt with by hand: it %w", r.Channel, r.ID, ErrNothingToSettle)
		}
		return err
	})
}

func takeBack(ctx context.Context, tx *sql.Tx, r Remote) (isBack bool, err error) {
	for _, statement := range []string{
		`UPDATE remote_orders SET state = 'waiting', reason = '', seen_at = ''
			WHERE channel = $1 AND remote_id = $2 AND order_id IS NULL AND ` + isRemoteByHand,
		`UPDATE remote_orders SET state = 'parked', reason = SUBSTR(reason, ` + behindDealt + `)
			WHERE channel = $1 AND remote_id = $2 AND ` + isRemoteByHand,
		`UPDATE remote_orders SET status_state = 'parked', status_reason = SUBSTR(status_reason, ` + behindDealt + `)
			WHERE channel = $1 AND remote_id = $2 AND ` + isStatusByHand,
	} {
		back, err := tx.ExecContext(ctx, statement, r.Channel, r.ID)
		if err != nil {
			return false, err
		}
		n, err := back.RowsAffected()
		if err != nil {
			return false, err
		}
		isBack = isBack || n > 0
	}
	return isBack, nil
}

const (
	isRemoteByHand = `state = 'closed' AND reason LIKE '` + dealtWith + `%'`
	isStatusByHand = `status_state = 'left' AND status_reason LIKE '` + dealtWith + `%'`
	behindDealt    = `LENGTH('` + dealtWith + `') + 1`
)

// RemoteByHand returns the orders of channels that a person has dealt with, the latest first, at most so many.
func (s *Shop) RemoteByHand(ctx context.Context, most int) ([]RemoteSummary, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT channel, remote_id, state, CASE WHEN `+isRemoteByHand+` THEN reason ELSE status_reason END,
		    created_at, COALESCE(order_id, 0), COALESCE(dealt_at, '')
		FROM remote_orders WHERE `+isRemoteByHand+` OR `+isStatusByHand+`
		ORDER BY seen_at DESC, channel, remote_id LIMIT $1`, most)
	return collect(rows, err, func(r *RemoteSummary) (err error) {
		var created string
		if err := rows.Scan(&r.Channel, &r.ID, &r.State, &r.Reason, &created, &r.Order, &r.dealt); err != nil {
			return err
		}
		r.Created, err = parseStamp(created)
		return err
	})
}
