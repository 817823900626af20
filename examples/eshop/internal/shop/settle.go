package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// What a person says in [Shop.Settle] and [Shop.SettleRemote] who has no key to give.
const (
	NotThere = "none" // the unclear write did not happen, or what was wrong is put right
	Dealt    = "done" // what there was to do has been done by hand
)

// dealtWith begins the reason of what a person has dealt with, before the reason that it had.
const dealtWith = "a person has dealt with it: "

// GoneOnError says that an order does not ask what an answer is about.
type GoneOnError struct {
	Order int64
	About Question // what the answer is about
	Now   Question // what the order asks now; empty for nothing
}

// Error says so.
func (e *GoneOnError) Error() string {
	if e.Now == "" {
		return fmt.Sprintf("order %d does not ask about %q: it needs nothing to be settled", e.Order, e.About)
	}
	return fmt.Sprintf("order %d does not ask about %q: it has gone on since, look again; it asks about %q", e.Order, e.About, e.Now)
}

// AnswerError says why an answer is not taken.
type AnswerError struct{ Reason string }

// Error returns the reason.
func (e *AnswerError) Error() string { return e.Reason }

// Settle takes what a person has found out about what an order asks ([Asked]), and changes nothing when it asks something
// else: that is a [*GoneOnError].
//
//   - The provider's key for what the unclear write of a parked order has made, such as the ID of the invoice, or
//     [NotThere], and then it is sent again.
//   - [NotThere] for a failed order: it is tried again. Until it has an invoice, it takes the key of its customer, too.
//   - Either lets the order go on, unless it has changed in its channel meanwhile: then it has failed, for that reason.
//   - [Dealt] closes an order, but not while a write of it is on its way. [NotThere] takes it up again, with what it had before.
//
// What is no answer, such as a key that another order has, is an [*AnswerError].
func (s *Shop) Settle(ctx context.Context, order int64, about Question, found string) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		o, asked, err := s.lockAsked(ctx, tx, order)
		if err != nil {
			return err
		}
		if !asked.Question.means(about) && !asked.Customer.means(about) {
			return &GoneOnError{Order: order, About: about, Now: asked.Question}
		}
		if err := asked.take(o, about, found); err != nil {
			return err
		}
		if found == Dealt {
			return closeByHand(ctx, tx, o)
		}
		if err := reopen(ctx, tx, o); err != nil {
			return err
		}
		return settleStep(ctx, tx, o, asked, found)
	})
}

// take rejects what is no answer to a question of the order.
func (a Asked) take(o Order, about Question, found string) error {
	isKey := found != NotThere && found != Dealt
	takesKey := about == a.Customer || o.State == OrderParked && a.Step.Target != ""
	switch {
	case found == "":
		return &AnswerError{"say what was found"}
	case isKey && (strings.EqualFold(found, NotThere) || strings.EqualFold(found, Dealt)):
		return &AnswerError{fmt.Sprintf("%q is no key: say %s", found, strings.ToLower(found))}
	case isKey && !takesKey:
		return &AnswerError{fmt.Sprintf("%s takes no key: say %s", about, a.words())}
	case !isKey && !a.Question.means(about):
		return &AnswerError{fmt.Sprintf("%s takes the key of the customer, and not %s", about, found)}
	case found == Dealt && a.Question.isClosed():
		return &AnswerError{"a person has dealt with it already: say " + a.words()}
	case found == Dealt && a.sending != "":
		return &AnswerError{fmt.Sprintf("%s is being sent, or its program was killed: say it again when it is known what became "+
			"of that, with the next start of the program at the latest", a.sending)}
	case found == Dealt && o.State == OrderParked && a.Step.Kind == StepCustomer:
		return &AnswerError{"other orders wait for what became of the customer: say that first"}
	default:
		return nil
	}
}

// words are the answers without a key.
func (a Asked) words() string {
	if a.Question.isClosed() {
		return NotThere + " to take it up again"
	}
	return fmt.Sprintf("%s to try again, or %s when it was dealt with by hand", NotThere, Dealt)
}

// closeByHand closes an order as one that is in the accounts. Its goods count as taken from now on until the stock is read
// again, or in ERP XT until their issue is entered: when they left it, nobody has said.
func closeByHand(ctx context.Context, tx *sql.Tx, o Order) error {
	_, err := tx.ExecContext(ctx, `UPDATE orders SET state = 'sent', reason = $1 WHERE id = $2`, dealtWith+o.Reason, o.ID)
	if err != nil {
		return err
	}
	return closedNow(ctx, tx, o.ID)
}

// reopen lets an order go on, unless it is to be held back: then it asks about that.
func reopen(ctx context.Context, tx *sql.Tx, o Order) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE orders SET reason = held, held = '',
		    state = CASE held WHEN '' THEN 'open' ELSE 'failed' END,
		    closed_at = CASE held WHEN '' THEN NULL ELSE closed_at END,
		    issued_at = CASE WHEN `+selectAccounts+` = 'ERP XT' THEN issued_at END -- entered once is entered
		WHERE id = $1`, o.ID)
	return err
}

// settleStep records what was found about the step that an order asks about.
func settleStep(ctx context.Context, tx *sql.Tx, o Order, asked Asked, found string) error {
	switch {
	case found != NotThere && asked.Customer != "":
		return rekey(ctx, tx, o, found)
	case asked.Step.State != "parked":
		return nil
	}
	step := asked.Step.Step
	if step.Kind == StepCustomer {
		if err := unblock(ctx, tx, o); err != nil {
			return err
		}
	}
	if found == NotThere {
		return errors.Join(forgetLines(ctx, tx, asked.Step, ""),
			end(ctx, tx, step, "refused", "rejected", "a person has found that it is not there"))
	}
	key, err := checkKey(ctx, tx, o, step, found)
	if err != nil {
		return err
	}
	if err := forgetLines(ctx, tx, asked.Step, key); err != nil {
		return err
	}
	return doneByHand(ctx, tx, step, key)
}

// doneByHand records that a step has happened, as a person says.
func doneByHand(ctx context.Context, tx *sql.Tx, step Step, key string) error {
	if err := done(ctx, tx, step, key); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE remote_steps SET outcome = $1 WHERE target = $2`, OutcomeByHand, step.Target)
	return err
}

// forgetLines lets the lines of an order be added anew, when its invoice is another one than that which they went onto.
func forgetLines(ctx context.Context, tx *sql.Tx, invoice StepStatus, key string) error {
	if invoice.Kind != StepInvoice || invoice.Result == "" || invoice.Result == key {
		return nil
	}
	_, err := tx.ExecContext(ctx, `
		UPDATE remote_steps SET state = 'refused', outcome = 'rejected', error = $1
		WHERE order_id = $2 AND target LIKE 'line %' AND state = 'done'`, "it went onto invoice "+invoice.Result, invoice.Order)
	return err
}

// unblock lets the other open orders of a customer say no longer that they wait for a person.
func unblock(ctx context.Context, tx *sql.Tx, o Order) error {
	_, err := tx.ExecContext(ctx, `UPDATE orders SET reason = '' WHERE customer_id = $1 AND state = 'open'`, o.Customer.ID)
	return err
}

// steps are all the writes of an order.
func (o Order) steps() []Step {
	if o.Accounts == InERPXT {
		return []Step{BuyerStep(o), DraftStep(o), ConfirmationStep(o), StatusStep(o.ID)}
	}
	steps := []Step{CustomerStep(o), DetailsStep(o), InvoiceStep(o)}
	for _, line := range o.Lines {
		steps = append(steps, LineStep(o, line))
	}
	return append(steps, StatusStep(o.ID))
}
