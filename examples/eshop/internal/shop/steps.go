package shop

import (
	"errors"
	"fmt"
	"time"
)

// Step is one write to a provider that must happen once. Its record goes through these states:
//
//	          ┌──────────────→ done      the provider has it
//	sending ──┼──────────────→ parked    nobody knows; a person has to look
//	   ↑      └→ rejected ─┐              the provider does not have it: it may be sent again
//	   └──────────────────┘
//
// A step that is found in the state sending when its job runs again was cut off: the process died before the
// response was recorded, so nobody knows.
//
// A step of no order makes something that the provider can be asked for. It may be begun in any state, by one who has
// just asked and found that it is not there; so no person has to look.
//
// A step with a landing time can be looked for. While its request may still arrive it is only looked for, and a
// [*LandingError] says so; after that, whoever has looked may begin it again.
//
// A repeatable step sets what it writes, so that it may be sent again whatever became of it. One order at a time sends it,
// and a later order after an earlier one.
type Step struct {
	Target string // what it makes
	Order  int64  // whose job sends it; 0 for none
	Kind   StepKind
	Line   int // the number of the line that it adds; 0 for none

	repeatable bool
	before     string // statement that runs when it is begun, on the row $1, as long as that is known as $2; empty for none
	known      int64
	landing    time.Duration // for how long its request may still arrive; 0 when it cannot be looked for
	try        *int64        // which try was begun, for its end; nil when that ends whichever is the last
	keep       string        // statement that stores the provider's key for what was made, $1, on the row $2
	row        int64
}

// StepKind says what a step of an order writes.
type StepKind string

// The kinds of steps, in the order in which an order sends them.
const (
	StepCustomer StepKind = "customer"
	StepDetails  StepKind = "details" // of a customer who is there
	StepInvoice  StepKind = "invoice"
	StepLine     StepKind = "line"
)

// IsRepeatable reports whether the step may be sent again whatever became of it.
func (s Step) IsRepeatable() bool { return s.repeatable }

// Once returns the step for one try of it: what [Shop.Begin] begins, and nothing that was begun since, is then ended by
// [Shop.Done], [Shop.Rejected] and [Shop.Park]. They return [ErrOvertaken] otherwise.
func (s Step) Once() Step {
	s.try = new(int64)
	return s
}

// CustomerStep creates the customer of an order. Its target is the customer, so that of two orders of one
// customer only one creates it.
func CustomerStep(o Order) Step {
	return Step{
		Target: fmt.Sprintf("customer %d", o.Customer.ID), Order: o.ID, Kind: StepCustomer,
		keep: keepCustomer, row: o.ID,
	}
}

// InvoiceStep creates the head of an order's invoice.
func InvoiceStep(o Order) Step {
	return Step{
		Target: fmt.Sprintf("invoice of order %d", o.ID), Order: o.ID, Kind: StepInvoice,
		keep: `UPDATE orders SET invoice_id = CAST(NULLIF($1, '') AS BIGINT) WHERE id = $2`, row: o.ID,
	}
}

// LineStep adds a line to it.
func LineStep(o Order, line Line) Step {
	return Step{
		Target: fmt.Sprintf("line %d of order %d", line.No, o.ID), Order: o.ID, Kind: StepLine, Line: line.No,
	}
}

// Errors about a step that is not begun: another order's job has begun it, or its own order must not.
var (
	// ErrBusy: the other job is at it; the step will soon be done.
	ErrBusy = errors.New("another order is at it")
	// ErrBlocked: the step is parked, and with it the other order.
	ErrBlocked = errors.New("waits until a person has settled it")
	// ErrOvertaken: the try has ended too late, in a process that was taken for dead. What it was about may have happened twice.
	ErrOvertaken = errors.New("it has been settled, or begun anew, meanwhile")
	// ErrNotOpen: the order was closed meanwhile, since something has changed in its channel.
	ErrNotOpen = errors.New("the order is not open any more")
)

// ParkedError says that a step may or may not have happened, so that it must not be sent.
type ParkedError struct{ Target, Reason string }

// Error says which step, and what is known about it.
func (e *ParkedError) Error() string { return e.Target + ": " + e.Reason }

// OutcomeKilled is the outcome of a step of which no response was recorded: its process ended before, as a rule before the
// write was sent, or could not write it down. Beside it stand the outcomes of package shelfwire, for what a provider or the
// network said.
const OutcomeKilled = "killed"

// OutcomeByHand is the outcome of a step that is done, as a person has said.
const OutcomeByHand = "by hand"

const cutOff = "no response was recorded: the program was killed, or could not write it down, so it may or may not be there"
