package flows

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// checkInvoice asks again for the invoice when a person has given its ID, and the first line shows that it is not that of the
// order: Resico does not know the invoice, or the line has got another number than 1. There is no call that reads it before.
func (f *SubmitOrder) checkInvoice(ctx context.Context, o shop.Order, no int, err error) error {
	isUnknown := errors.Is(err, shelfwire.ErrNotFound)
	_, isOtherPrice := errors.AsType[*otherPriceError](err) // which the invoice of another order can have, too
	if !isUnknown && (err != nil && !isOtherPrice || no <= 1) {
		return err
	}
	steps, failed := f.Shop.StepsOf(ctx, o)
	if failed != nil {
		return errors.Join(err, failed)
	}
	for _, step := range steps {
		if step.Kind != shop.StepInvoice || step.Outcome != shop.OutcomeByHand {
			continue
		}
		reason := fmt.Sprintf("invoice %s had lines before: the first line of this order is line %d there. Take it out if the "+
			"invoice is not that of this order, and say which one is; or give the same ID once more", step.Result, no)
		if isUnknown {
			reason = fmt.Sprintf("invoice %s is not in Resico: %v", step.Result, err)
		}
		if err := f.Shop.AskAgain(context.WithoutCancel(ctx), step.Step, reason); err != nil {
			return err
		}
		return &shop.ParkedError{Target: step.Target, Reason: reason}
	}
	return err
}
