package resico

import (
	"context"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// FullInvoice is an invoice with its lines.
type FullInvoice struct {
	Invoice               // as it was when its head was created, with totals before any line
	Lines   []InvoiceLine // in the order in which they were added
}

// AddLines adds lines to an invoice, in order, by one [InvoicesService.AddLine] each. All lines are validated
// before the first one is sent. It stops at the first failure with a [*PartialInvoiceError].
//
// A line counts as in when its response is a success, even if the rest of it is unreadable: AddLines
// continues after an error of AddLine whose outcome is [shelfwire.OutcomeApplied]. Such a line can come back
// with an ID of 0.
func (s *InvoicesService) AddLines(
	ctx context.Context, invoiceID InvoiceID, lines []NewLine,
) ([]InvoiceLine, error) {
	var problems check.Problems
	validateInvoiceID(&problems, invoiceID)
	validateLines(&problems, lines)
	if err := problems.Err(); err != nil {
		return nil, s.caller.InvalidInput(opAddLine, err)
	}
	return s.addLines(ctx, Invoice{ID: invoiceID}, lines, false)
}

func (s *InvoicesService) addLines(
	ctx context.Context, invoice Invoice, lines []NewLine, created bool,
) ([]InvoiceLine, error) {
	added := make([]InvoiceLine, 0, len(lines))
	for i, line := range lines {
		in, err := s.addLine(ctx, invoice.ID, line)
		if outcome := shelfwire.OutcomeOf(err); outcome != shelfwire.OutcomeApplied {
			return added, &PartialInvoiceError{
				Invoice: invoice, Lines: added, FailedIndex: i, LineCount: len(lines),
				LineOutcome: outcome, Err: err, rest: slices.Clone(lines[i:]), created: created,
			}
		}
		added = append(added, in)
	}
	return added, nil
}

// CreateWithLines creates an invoice and adds its lines: one [InvoicesService.Create] for the head and one
// [InvoicesService.AddLine] for each line, as the guide describes. Head and lines are validated before the
// first request.
//
// The invoice can get stuck half way. When the head fails, the error is that of Create. When a line fails,
// the invoice exists with the lines before it, and the error is a [*PartialInvoiceError], which tells where
// to continue. The same error comes when the head was created and its response was unreadable; no line is
// sent then. A line counts as in as for [InvoicesService.AddLines]. Also beside an error, the FullInvoice
// holds the head and the lines that are known to be in.
func (s *InvoicesService) CreateWithLines(
	ctx context.Context, invoice NewInvoice, lines []NewLine,
) (FullInvoice, error) {
	var problems check.Problems
	invoice.validate(&problems)
	validateLines(&problems, lines)
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
			Invoice: head, LineCount: len(lines), LineOutcome: shelfwire.OutcomeNotSent, Err: err,
			rest: slices.Clone(lines), created: true,
		}
	}
	return FullInvoice{Invoice: head}, err
}
