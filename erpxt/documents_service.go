package erpxt

import (
	"context"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// documents runs the calls that the kinds of documents have in common beyond those of a resource: an edit that checks
// the lines, a confirmation, creation once, and a print.
type documents[T any] struct {
	resource[T]

	head func(*T) documentHead
}

// documentHead are the fields of a document that these calls look at. A field that a kind of document lacks is nil.
type documentHead struct {
	status        *DocumentStatus
	paymentStatus *PaymentStatus
	party         *int64
	paymentType   *int64
	invoiceType   *InvoiceType
	totals        *Totals
	description   *string
	issueDate     *shelfwire.Date
	ossCountry    *string
	items         *[]Item
}

// newDocuments returns the documents of a resource.
func newDocuments[T any](r resource[T], head func(*T) documentHead) documents[T] {
	return documents[T]{resource: r, head: head}
}

// editDocument reads a document, lets edit change it, writes it back, and reads it again: the server computes its totals, and
// it must have the lines that were sent and what edit changed.
func (d *documents[T]) editDocument(
	ctx context.Context, id int64, edit func(*T) error, validate func(*check.Problems, *T, *T),
) (T, error) {
	e, err := d.readAndEdit(ctx, id, edit, validate)
	if err != nil {
		return *new(T), err
	}
	op := d.ops.editPut
	if hasNewLine(*d.head(&e.after).items) {
		op = d.ops.editWrite
	}
	if err := d.putRecord(ctx, op, d.path, id, e); err != nil {
		if shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied {
			return *new(T), err
		}
		return d.withoutTotals(e.after), err
	}
	got, err := d.getRecord(ctx, d.ops.editGet, id)
	if err != nil {
		return d.withoutTotals(e.after), d.caller.Error(d.ops.editPut, shelfwire.OutcomeApplied,
			fmt.Errorf("%s %d was changed, and could not be read again: %w", d.schema.noun, id, err))
	}
	if problem := d.findLost(e, &got); problem != "" {
		return got, d.caller.Error(d.ops.editPut, shelfwire.OutcomeApplied,
			fmt.Errorf("%w: %s %d was changed, and %s", shelfwire.ErrConflict, d.schema.noun, id, problem))
	}
	return got, nil
}

// compareSentLines returns how the lines of a document differ from those that were sent; "" for not at all, and for lines
// that were left out.
func (d *documents[T]) compareSentLines(e *edited[T], got *T) string {
	sent := *d.head(&e.after).items
	if len(sent) == 0 && isAbsent(e.raw.Member("Items")) {
		return ""
	}
	return compareLines(sent, *d.head(got).items)
}

// withoutTotals returns a document as it was written: the totals that were read are no longer its own.
func (d *documents[T]) withoutTotals(t T) T {
	if totals := d.head(&t).totals; totals != nil {
		*totals = Totals{}
	}
	return t
}

// hasNewLine reports whether a line has no id yet.
func hasNewLine(items []Item) bool {
	for i := range items {
		if items[i].ID == 0 {
			return true
		}
	}
	return false
}

// compareLines returns how the lines of a document differ from those that were sent; "" for not at all. Their order and
// ids are up to the server.
func compareLines(sent, got []Item) string {
	if len(sent) != len(got) {
		return fmt.Sprintf("has %d lines where %d were sent", len(got), len(sent))
	}
	left := make(map[string]int, len(sent))
	for i := range sent {
		left[lineKey(&sent[i])]++
	}
	for i := range got {
		key := lineKey(&got[i])
		if left[key] == 0 {
			return fmt.Sprintf("line %d (%s) is none of those that were sent", i+1, key)
		}
		left[key]--
	}
	return ""
}

// lineKey returns what makes a line, as a text.
func lineKey(i *Item) string {
	number := func(n shelfwire.Opt[shelfwire.Decimal]) string {
		value, ok := n.Get()
		if !ok {
			return "none"
		}
		text := value.String()
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text
	}
	return fmt.Sprintf("product %d, quantity %s, price %s%s",
		i.ProductID, number(i.Quantity), number(i.ProductCurrencyPrice), i.lineRate())
}

// printDocument reads the PDF of a document.
func (d *documents[T]) printDocument(ctx context.Context, id int64, options PrintOptions, kind string) ([]byte, error) {
	op := d.readOp("Print")
	problems := d.newProblems()
	validateID(problems, "id", id)
	if problems.NotNegative("TemplateID", options.TemplateID); problems.Err() != nil {
		return nil, d.caller.InvalidInput(op, problems.Err())
	}
	var pdf []byte
	err := d.caller.Do(ctx, call.Request{Op: op, Path: printPath(kind, id), Query: options.values()}, func(body []byte) (err error) {
		pdf, err = d.decodePrint(body)
		return err
	})
	return pdf, err
}
