package resico

import (
	"context"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// FullInvoice is an invoice with its lines.
type FullInvoice struct {
	Invoice // as it was when its head was created: its totals do not count the lines
	Lines   []InvoiceLine
}

// PartialInvoiceError says that an invoice got stuck after its head was created. It holds what is needed to go on
// without doubling anything:
//
//	if partial, ok := errors.AsType[*resico.PartialInvoiceError](err); ok {
//		if next, safe := partial.Resume(); safe {
//			_, err = client.Invoices.AddLines(ctx, partial.Invoice.ID, lines[next:])
//		}
//	}
type PartialInvoiceError struct {
	Invoice     Invoice           // after AddLines only its ID is known
	Lines       []InvoiceLine     // the lines that are in
	FailedIndex int               // index, in the lines given, of the one that failed; those after it were not sent
	LineCount   int               // how many lines were given
	LineOutcome shelfwire.Outcome // of the line that failed; a line that was applied is in, so it never is that
	Err         error             // of that line, or of the head when its response could not be read

	created bool // the head was created by the same call
}

// Resume returns the index of the line to go on from, and whether that is safe. It is not when the line that
// failed may be in already, nor when the ID of the invoice did not come: then somebody has to look at the invoice in the
// ERP first.
func (e *PartialInvoiceError) Resume() (next int, safe bool) {
	return e.FailedIndex, e.isOut() && e.Invoice.ID > 0
}

// isOut reports whether it is certain that the line that failed was not added.
func (e *PartialInvoiceError) isOut() bool {
	return e.LineOutcome == shelfwire.OutcomeNotSent || e.LineOutcome == shelfwire.OutcomeRefused
}

// CallOutcome is the outcome of the whole call, for [shelfwire.OutcomeOf]: unknown as soon as anything is in, since
// the call must then not be repeated from the beginning.
func (e *PartialInvoiceError) CallOutcome() shelfwire.Outcome {
	if e.created || len(e.Lines) > 0 {
		return shelfwire.OutcomeUnknown
	}
	return e.LineOutcome
}

// Error says which line of which invoice failed, and what became of it.
func (e *PartialInvoiceError) Error() string {
	fate := "may or may not have been added"
	if e.isOut() {
		fate = "was not added"
	}
	invoice := fmt.Sprintf("invoice %d", e.Invoice.ID)
	if e.Invoice.ID == 0 {
		invoice = "an invoice whose ID did not come"
	}
	return fmt.Sprintf("%v: line %d of %d of %s %s; %d before it are in", e.Err, e.FailedIndex+1, e.LineCount, invoice, fate, len(e.Lines))
}

// Unwrap returns the error of the line that failed.
func (e *PartialInvoiceError) Unwrap() error { return e.Err }

// Is reports whether target is shelfwire.ErrIncomplete.
func (e *PartialInvoiceError) Is(target error) bool { return target == shelfwire.ErrIncomplete }

// AddLines adds lines to an invoice, one call each, in order. All lines are checked before the first one is sent.
// It stops at the first failure with a [*PartialInvoiceError].
//
// A line counts as in when its response has the provider's mark of success, whatever else of it could not be read: an
// error of [InvoicesService.AddLine] whose outcome is [shelfwire.OutcomeApplied] does not stop the others. Such a line
// can come back with an ID of 0.
func (s *InvoicesService) AddLines(ctx context.Context, invoiceID InvoiceID, lines []NewLine) ([]InvoiceLine, error) {
	var problems check.Problems
	checkInvoiceID(invoiceID, &problems)
	checkLines(lines, &problems)
	if err := problems.Err(); err != nil {
		return nil, s.caller.InvalidInput(opAddLine, err)
	}
	return s.addLines(ctx, Invoice{ID: invoiceID}, lines, false)
}

func (s *InvoicesService) addLines(ctx context.Context, invoice Invoice, lines []NewLine, created bool) ([]InvoiceLine, error) {
	added := make([]InvoiceLine, 0, len(lines))
	for i, line := range lines {
		in, err := s.addLine(ctx, invoice.ID, line)
		if outcome := shelfwire.OutcomeOf(err); outcome != shelfwire.OutcomeApplied {
			return added, &PartialInvoiceError{
				Invoice: invoice, Lines: added, FailedIndex: i, LineCount: len(lines), LineOutcome: outcome, Err: err, created: created,
			}
		}
		added = append(added, in)
	}
	return added, nil
}

// CreateWithLines creates an invoice and adds its lines: one call for the head and one for each line, since the
// provider knows no other way. Head and lines are checked before anything is sent.
//
// It is not atomic. When the head fails, the error is that of [InvoicesService.Create]. When a line fails, the
// invoice exists with the lines before it, and the error is a [*PartialInvoiceError] from which to go on. So it is when
// the head was created and its response could not be read: no line is sent then. What a line owes is as in
// [InvoicesService.AddLines]. The FullInvoice returned holds whatever is known to be in, also beside an error, and the
// invoice's ID wherever it came.
func (s *InvoicesService) CreateWithLines(ctx context.Context, invoice NewInvoice, lines []NewLine) (FullInvoice, error) {
	var problems check.Problems
	invoice.check(&problems)
	checkLines(lines, &problems)
	if err := problems.Err(); err != nil {
		return FullInvoice{}, s.caller.InvalidInput(opCreateInvoice, err)
	}
	head, err := s.Create(ctx, invoice)
	if err == nil {
		added, err := s.addLines(ctx, head, lines, true)
		return FullInvoice{Invoice: head, Lines: added}, err
	}
	if shelfwire.OutcomeOf(err) == shelfwire.OutcomeApplied {
		err = &PartialInvoiceError{
			Invoice: head, LineCount: len(lines), LineOutcome: shelfwire.OutcomeNotSent, Err: err, created: true,
		}
	}
	return FullInvoice{Invoice: head}, err
}
