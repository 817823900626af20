package resico

import (
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// PartialInvoiceError says that adding lines to an invoice got stuck half way. It tells where to continue, so
// that no line is added twice:
//
//	if partial, ok := errors.AsType[*resico.PartialInvoiceError](err); ok {
//		if rest, safe := partial.Resume(); safe {
//			_, err = client.Invoices.AddLines(ctx, partial.Invoice.ID, rest)
//		}
//	}
type PartialInvoiceError struct {
	Invoice     Invoice           // after AddLines it holds the ID only
	Lines       []InvoiceLine     // the lines that are in
	FailedIndex int               // index of the line that failed, among those of this call; those after it were never sent
	LineCount   int               // how many lines were given to this call
	LineOutcome shelfwire.Outcome // of the line that failed: unknown, not sent or rejected
	Err         error             // of that line, or of the head when its response was unreadable

	rest    []NewLine // from the line that failed
	created bool      // the head was created by the same call
}

// Resume returns the lines that are left, beginning with the one that failed, and whether it is safe to add them.
// It is unsafe when the line that failed may be in already, or when the ID of the invoice is unknown: then somebody
// has to look at the invoice in the ERP first. When adding them gets stuck, too, that error has the lines that are
// left then.
func (e *PartialInvoiceError) Resume() (rest []NewLine, safe bool) {
	return slices.Clone(e.rest), e.isLineOut() && e.Invoice.ID > 0
}

// isLineOut reports whether the line that failed is certainly missing from the invoice.
func (e *PartialInvoiceError) isLineOut() bool {
	return e.LineOutcome == shelfwire.OutcomeNotSent || e.LineOutcome == shelfwire.OutcomeRejected
}

// CallOutcome is the outcome of the whole call, for [shelfwire.OutcomeOf]: unknown as soon as the head or a
// line is in, since a retry from the beginning would create them twice.
func (e *PartialInvoiceError) CallOutcome() shelfwire.Outcome {
	if e.created || len(e.Lines) > 0 {
		return shelfwire.OutcomeUnknown
	}
	return e.LineOutcome
}

// Error says which line of which invoice failed, and whether it may have been added.
func (e *PartialInvoiceError) Error() string {
	fate := "may or may not have been added"
	if e.isLineOut() {
		fate = "was not added"
	}
	invoice := fmt.Sprintf("invoice %d", e.Invoice.ID)
	if e.Invoice.ID == 0 {
		invoice = "an invoice whose ID did not come"
	}
	return fmt.Sprintf("%v: line %d of %d of %s %s; %d before it are in",
		e.Err, e.FailedIndex+1, e.LineCount, invoice, fate, len(e.Lines))
}

// Unwrap returns the error of the line that failed.
func (e *PartialInvoiceError) Unwrap() error { return e.Err }

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *PartialInvoiceError) Is(target error) bool { return target == shelfwire.ErrIncomplete }
