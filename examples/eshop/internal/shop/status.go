package shop

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// StepStatus is what is recorded of a write.
type StepStatus struct {
	Step

	State    string // "sending", "done", "refused" (the provider does not have it) or "parked"; empty when it was never begun
	Owner    int64  // the order that began it: of a customer with two orders it can be the other one
	Tries    int
	Result   string // the provider's key for what was made
	Outcome  string // of a failed write, as far as it is known
	Error    string
	Sent     time.Time // the last time
	Answered time.Time // zero until then
}

// StepsOf returns what is recorded of all the writes of an order, in the order in which they are sent: the customer, the
// customer's new details if it has sent any, the invoice, its lines.
func (s *Shop) StepsOf(ctx context.Context, o Order) ([]StepStatus, error) {
	var list []StepStatus
	for _, step := range o.steps() {
		status, err := s.stepStatus(ctx, step)
		if err != nil {
			return nil, err
		}
		if step.Kind == StepDetails && status.Owner != o.ID {
			continue
		}
		list = append(list, status)
	}
	return list, nil
}

func (s *Shop) stepStatus(ctx context.Context, step Step) (StepStatus, error) {
	status := StepStatus{Step: step}
	var sent, answered string
	err := s.db.QueryRowContext(ctx, `
		SELECT state, COALESCE(order_id, 0), tries, result, outcome, error, sent_at, COALESCE(answered_at, '')
		FROM remote_steps WHERE target = $1`, step.Target).Scan(
		&status.State, &status.Owner, &status.Tries, &status.Result, &status.Outcome, &status.Error, &sent, &answered)
	if errors.Is(err, sql.ErrNoRows) {
		return StepStatus{Step: step}, nil
	}
	if err != nil {
		return StepStatus{}, err
	}
	if status.Sent, err = parseStamp(sent); err != nil || answered == "" {
		return status, err
	}
	status.Answered, err = parseStamp(answered)
	return status, err
}

// Ping reports by its error whether the database responds.
func (s *Shop) Ping(ctx context.Context) error {
	var one int
	return s.db.QueryRowContext(ctx, `SELECT 1`).Scan(&one)
}
