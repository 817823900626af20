package shop

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// NotThere is what a person says in [Shop.Settle] who has found that the unclear write did not happen.
const NotThere = "none"

// Settle opens a parked or failed order again, once a person has looked. found is the provider's key for what the
// unclear write of a parked order made, such as the ID of the invoice, or [NotThere], and then it is sent again. A
// failed order is tried again whatever was found.
func (s *Shop) Settle(ctx context.Context, order int64, found string) error {
	o, err := s.Order(ctx, order)
	if err != nil {
		return err
	}
	if o.State != OrderParked && o.State != OrderFailed {
		return fmt.Errorf("order %d is %s; only parked and failed orders can be settled", order, o.State)
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		opened, err := tx.ExecContext(ctx, `
			UPDATE orders SET state = 'open', reason = '', closed_at = NULL
			WHERE id = $1 AND state IN ('parked', 'failed')`, order)
		if err != nil {
			return err
		}
		if n, err := opened.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, fmt.Errorf("order %d has just been settled by somebody else", order))
		}
		return settleStep(ctx, tx, o, found)
	})
}

func settleStep(ctx context.Context, tx *sql.Tx, o Order, found string) error {
	var target string
	err := tx.QueryRowContext(ctx, `SELECT target FROM remote_steps WHERE order_id = $1 AND state = 'parked'`,
		o.ID).Scan(&target)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // it failed
	}
	if err != nil {
		return err
	}
	steps := o.steps()
	step := steps[slices.IndexFunc(steps, func(s Step) bool { return s.Target == target })]
	if found == NotThere {
		return end(ctx, tx, step, "refused", "rejected", "a person has found that it is not there")
	}
	if id, err := strconv.ParseInt(found, 10, 64); step.MakesID(o.Accounts) && (err != nil || id <= 0) {
		return fmt.Errorf("%s: %q is not the ID of %s", target, found, map[StepKind]string{
			StepInvoice: "an invoice", StepCustomer: "a customer"}[step.Kind])
	}
	return done(ctx, tx, step, found)
}

// MakesID reports whether what the step makes has a number for its key that later steps need.
func (s Step) MakesID(in Accounts) bool {
	return s.Kind == StepInvoice || s.Kind == StepCustomer && in == InERPXT
}

// steps are all the writes of an order.
func (o Order) steps() []Step {
	if o.Accounts == InERPXT {
		return []Step{BuyerStep(o), DraftStep(o), ConfirmationStep(o)}
	}
	steps := []Step{CustomerStep(o), DetailsStep(o), InvoiceStep(o)}
	for _, line := range o.Lines {
		steps = append(steps, LineStep(o, line))
	}
	return steps
}
