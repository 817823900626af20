package flows

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// lookConfirmed finds out whether the invoice of an order that was held back is confirmed all the same, by a request of which
// nobody knows what became. It is for good then, and the order is where all are that change later. A request that may still
// arrive is a [*shop.LandingError].
func (f *SubmitToERPXT) lookConfirmed(ctx context.Context, o shop.Order) error {
	steps, err := f.Shop.StepsOf(ctx, o)
	if err != nil {
		return err
	}
	for _, step := range steps {
		if step.Kind == shop.StepConfirmation && isInDoubt(step) {
			return f.lookFor(ctx, o, step)
		}
	}
	return nil
}

func (f *SubmitToERPXT) lookFor(ctx context.Context, o shop.Order, step shop.StepStatus) error {
	found, err := f.Invoices.FindByDescription(ctx, description(o))
	if err != nil {
		return err
	}
	for i := range found {
		if found[i].ID == o.InvoiceID && found[i].Status == erpxt.DocumentStatusConfirmed {
			ctx = context.WithoutCancel(ctx)
			number := cmp.Or(found[i].Number, strconv.FormatInt(o.InvoiceID, 10))
			if err := f.Shop.Done(ctx, step.Step, number); err != nil {
				return err
			}
			return f.Shop.CloseOrder(ctx, o.ID, shop.OrderSent, "")
		}
	}
	known := step.Answered
	if known.IsZero() {
		known = step.Sent
	}
	if until := known.Add(shop.LandingTime); time.Now().Before(until) {
		return &shop.LandingError{Target: step.Target, Reason: cmp.Or(step.Error, "the program was killed"), Until: until}
	}
	return nil
}

// isInDoubt reports whether nobody knows what became of a step that sets what it writes.
func isInDoubt(step shop.StepStatus) bool {
	switch step.Outcome {
	case shelfwire.OutcomeRejected.String(), shelfwire.OutcomeNotSent.String():
		return false
	default:
		return step.State == "sending" || step.State == "refused"
	}
}
