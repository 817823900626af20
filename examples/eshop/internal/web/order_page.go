package web

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// orderPage is an order and what became of it.
type orderPage struct {
	shop.Order

	Office   bool // for the shop's people: with the customer, the errors, and the form to settle
	Items    []itemRow
	Total    shelfwire.Decimal
	Steps    []stepRow
	CanRetry bool  // it failed
	WaitsFor int64 // the parked order of the same customer that this one cannot go on without; 0 for none
	Unclear  string
	Hint     string // what a person has to look for
	Key      string // as it was typed

	CustomerKey string // in the accounts; empty until it is known
	PDF         string // the address of the invoice; empty when there is none to print

	UnclearKind shop.StepKind
	WasKilled   bool // the program, while it sent the unclear step
	KeyError    string
}

type itemRow struct {
	shop.Line

	Sum shelfwire.Decimal
}

type stepRow struct {
	shop.StepStatus

	Title  string
	Status status
	Known  string
}

// Says is the state of the order in a sentence.
func (p *orderPage) Says() string {
	switch p.State {
	case shop.OrderOpen:
		if p.WaitsFor != 0 {
			return "The order is stored. It waits until a person has looked at something."
		}
		return "The order is stored. It goes into the accounts by itself, step by step."
	case shop.OrderSent:
		number := cmp.Or(p.InvoiceNumber, strconv.FormatInt(p.InvoiceID, 10))
		return fmt.Sprintf("The order is complete: it is in %s as the invoice %s.", p.Accounts, number)
	case shop.OrderParked:
		return "The order is stored. " + p.why() + " So it waits until a person has looked."
	default:
		return fmt.Sprintf("The order is stored, but %s has rejected it. A person has to look at it.", p.Accounts)
	}
}

// why says why nobody knows whether a step happened.
func (p *orderPage) why() string {
	if p.WasKilled {
		return "The program was killed before it got a response to one step, so nobody knows whether that happened."
	}
	return "What came back for one step leaves it open whether it happened."
}

// title names a step.
func (p *orderPage) title(step shop.Step) string {
	switch step.Kind {
	case shop.StepCustomer:
		return "Customer"
	case shop.StepDetails:
		return "New details of the customer"
	case shop.StepInvoice:
		return "Invoice"
	case shop.StepConfirmation:
		return "Confirmation of the invoice"
	default:
		return fmt.Sprintf("Line %d: %s", step.Line, p.Lines[step.Line-1].Name)
	}
}

// hint says how to find in the accounts what a step may have made.
func (p *orderPage) hint(step shop.Step) string {
	switch {
	case step.Kind == shop.StepCustomer && p.Accounts == shop.InERPXT:
		return fmt.Sprintf("a customer with the e-mail address %s, the name %s and the address %s, or with the tax number "+
			"of the order if it has one; its key is the ID of the customer", p.Customer.Email, p.Customer.Name, p.Customer.Address)
	case step.Kind == shop.StepInvoice && p.Accounts == shop.InERPXT:
		return fmt.Sprintf(`an invoice with the description "Order %d"; its key is the ID of the invoice`, p.ID)
	case step.Kind == shop.StepCustomer:
		return fmt.Sprintf("a customer with the e-mail address %s; its key is the code of the customer", p.Customer.Email)
	case step.Kind == shop.StepInvoice:
		return fmt.Sprintf(`an invoice with the note %q; its key is the ID of the invoice`, p.Title())
	default:
		line := p.Lines[step.Line-1]
		return fmt.Sprintf("line %d of invoice %d, %s × %s; its key is the ID of the line",
			line.No, p.InvoiceID, quantity(line.Quantity), line.SKU)
	}
}

// known is what is known about a step. Errors can name what is not for customers.
func (p *orderPage) known(step shop.StepStatus) string {
	switch {
	case step.State == "done" && step.Result != "":
		return fmt.Sprintf("is in %s as %s", p.Accounts, step.Result)
	case step.State == "done":
		return "is in " + string(p.Accounts)
	case step.State == "sending":
		return "no response yet"
	case step.State == "":
		return ""
	case p.Office && step.Owner != p.ID:
		return fmt.Sprintf("with order %d: %s: %s", step.Owner, step.Outcome, step.Error)
	case p.Office && step.Outcome == shop.OutcomeKilled:
		return step.Error
	case p.Office:
		return step.Outcome + ": " + step.Error
	case step.State == "parked":
		return fmt.Sprintf("may or may not be in %s; somebody will look", p.Accounts)
	default:
		return "is not in " + string(p.Accounts)
	}
}
