package web

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

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
	WaitsFor int64      // the parked order of the same customer that this one cannot go on without; 0 for none
	Asked    shop.Asked // what it needs a person for
	Key      string     // as it was typed

	CustomerKey string // in the accounts; empty until it is known
	PDF         string // the address of the invoice; empty when there is none to print

	KeyError string
	ErrorAt  string // the ID of the field that it is about
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

// Standing is the state of the order, as far as it is for whoever looks.
func (p *orderPage) Standing() status {
	if !p.Office {
		return standing(p.State, p.Reason, 0)
	}
	return standing(p.State, p.Reason, p.WaitsFor)
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
		if p.IsByHand() {
			return "The order is closed: it was dealt with by hand."
		}
		number := cmp.Or(p.InvoiceNumber, strconv.FormatInt(p.InvoiceID, 10))
		return fmt.Sprintf("The order is complete: it is in %s as invoice %s.", p.Accounts, number)
	case shop.OrderParked:
		return "The order is stored. " + p.why() + " So it waits until a person has looked." + p.calms()
	default:
		return fmt.Sprintf("The order is stored, but %s has rejected it. A person has to look at it.", p.Accounts) + p.calms()
	}
}

// calms tells whoever placed the order that the person is somebody else.
func (p *orderPage) calms() string {
	if p.Office {
		return ""
	}
	return " That is for us to do: you need not order again."
}

// why says why nobody knows whether a step happened.
func (p *orderPage) why() string {
	if p.Asked.Step.Outcome == shop.OutcomeKilled {
		return "No response to one step was recorded: the program was killed, or could not write it down. " +
			"Nobody knows whether that step happened."
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
	case shop.StepChannelStatus:
		return "Status in " + p.Remote.Channel
	default:
		return fmt.Sprintf("Line %d: %s", step.Line, p.Lines[step.Line-1].Name)
	}
}

// IsUnclear reports whether the order asks what has become of a step.
func (p *orderPage) IsUnclear() bool { return p.Asked.Step.State == "parked" }

// CanClose reports whether an unclear order can be closed without that answer: no other order waits for it.
func (p *orderPage) CanClose() bool { return p.Asked.Step.Kind != shop.StepCustomer }

// Hint says how to find in the accounts what the unclear step may have made.
func (p *orderPage) Hint() string {
	step := p.Asked.Step
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
	where := string(p.Accounts)
	if step.Kind == shop.StepChannelStatus {
		where = p.Remote.Channel
	}
	switch {
	case step.State == "done" && step.Result != "":
		return fmt.Sprintf("is in %s as %s", where, step.Result)
	case step.State == "done":
		return "is in " + where
	case step.State == "sending":
		return "no response yet"
	case step.State == "":
		return ""
	case p.Office && step.Owner != p.ID:
		return fmt.Sprintf("with order %d: %s", step.Owner, failure(step))
	case p.Office && !strings.Contains(p.Reason, step.Error): // else it stands on the page already
		return failure(step)
	case step.State == "parked":
		return "may or may not be in " + where
	default:
		return "is not in " + where
	}
}

// failure is how a step has ended that is not done. Where no response was recorded, the error says all there is to say.
func failure(step shop.StepStatus) string {
	if step.Outcome == shop.OutcomeKilled {
		return step.Error
	}
	return step.Outcome + ": " + step.Error
}
