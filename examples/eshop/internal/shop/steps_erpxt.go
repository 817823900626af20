package shop

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
)

// LandingTime is how long a request may still arrive after its connection was lost, or its sender was killed. A step that
// can be looked for is not sent again before it is over.
const LandingTime = 10 * time.Minute

// StepConfirmation confirms the invoice of an order in ERP XT, for good.
const StepConfirmation StepKind = "confirmation"

// BuyerStep finds or creates the card of an order's buyer in ERP XT. Its target is the buyer, so that of two orders of
// one buyer only one creates it.
func BuyerStep(o Order) Step {
	return Step{Target: "card of buyer " + o.Customer.buyer(), Order: o.ID, Kind: StepCustomer, landing: LandingTime}
}

// DraftStep creates the draft of an order's invoice in ERP XT, with its lines.
func DraftStep(o Order) Step {
	step := InvoiceStep(o)
	step.landing = LandingTime
	return step
}

// ConfirmationStep confirms it. It looks first, so it may be sent again whatever became of it.
func ConfirmationStep(o Order) Step {
	return Step{
		Target: fmt.Sprintf("confirmation of order %d", o.ID), Order: o.ID, Kind: StepConfirmation, repeatable: true,
		keep: `UPDATE orders SET invoice_number = $1 WHERE id = $2`, row: o.ID,
	}
}

// buyer names what a card in ERP XT is found by: the tax number, or else the e-mail address with the name and the
// postal address. It is a hash, since targets are logged.
func (c Customer) buyer() string {
	parts := []string{"tax number", c.TaxNumber}
	if c.TaxNumber == "" {
		parts = []string{"e-mail", c.Email, c.Name, c.Address, c.PostCode}
	}
	for i, part := range parts { // ERP XT's cards are compared alike
		parts[i] = strings.ToLower(strings.Join(strings.Fields(part), " "))
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(parts, "\n"))))[:16]
}

// LandingError says that a step may still happen: its request can arrive until then. Before that it is only looked for;
// afterwards it is sent again when it is not there.
type LandingError struct {
	Target, Reason string
	Until          time.Time
}

// Error says which step, and what is known about it.
func (e *LandingError) Error() string {
	return fmt.Sprintf("%s: %s; it is looked for until %s, and then sent again if it is not there",
		e.Target, e.Reason, e.Until.UTC().Format("15:04:05 MST"))
}

// Unclear is the error of a step that has just been parked.
func (s Step) Unclear(reason string) error {
	if s.landing > 0 {
		return &LandingError{Target: s.Target, Reason: reason, Until: time.Now().Add(s.landing)}
	}
	return &ParkedError{Target: s.Target, Reason: reason}
}

// landing is the obstacle of a step that may still happen. The time runs from when it became known that the step is
// unclear, which is after its sender ended: from now on if nobody has seen that yet.
func (r record) landing(step Step) *LandingError {
	known, err := parseStamp(r.answered)
	if r.state == "sending" || err != nil || isAhead(known) {
		known = time.Now()
	}
	return &LandingError{Target: step.Target, Reason: cmp.Or(r.reason, cutOff), Until: known.Add(step.landing)}
}

// isAhead reports whether a time was written down by a clock that was ahead.
func isAhead(t time.Time) bool { return time.Until(t) > aheadBy }

// hasLanded reports whether a step is parked and its request cannot arrive any more.
func (r record) hasLanded(step Step) bool {
	return r.state == "parked" && !time.Now().Before(r.landing(step).Until)
}
