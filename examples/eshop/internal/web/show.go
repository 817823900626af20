package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// functions are those that the templates call.
func (s Site) functions() template.FuncMap {
	return template.FuncMap{
		"money":    s.money,
		"quantity": quantity,
		"unit":     unit,
		"known":    known,
		"segment":  url.PathEscape, // a SKU can have a slash in it
		"moment":   func(t time.Time) string { return t.In(s.Zone).Format("2 Jan 2006, 15:04:05 MST") },
		"machine":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"list":     shop.OrderList,
		"stateOf":  stateOf,
		"standing": standing,
	}
}

// money is an amount with its currency.
func (s Site) money(d shelfwire.Decimal) string { return amountOf(d) + "\u00a0" + s.Currency }

// amountOf is an amount with two places, or with more when it has more.
func amountOf(d shelfwire.Decimal) string {
	if !d.Round(2).Equal(d) {
		return d.String()
	}
	return d.StringFixed(2)
}

// quantity is a number without zeros that say nothing: 24 and not 24.000.
func quantity(d shelfwire.Decimal) string {
	text := d.String()
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// unit is what one of a product is called: Resico's "GB" is short for gabals, a piece.
func unit(code string) string {
	if code == "GB" {
		return "piece"
	}
	return code
}

// known is the value of a field, and nil when there is none: what a template can ask for with "with".
func known(o shelfwire.Opt[shelfwire.Decimal]) *shelfwire.Decimal {
	d, ok := o.Get()
	if !ok {
		return nil
	}
	return &d
}

// status is a state in words, and how it looks.
type status struct{ Text, Look string }

func stateOf(s shop.State) status {
	switch s {
	case shop.OrderOpen:
		return status{"in progress", "open"}
	case shop.OrderSent:
		return status{"in the accounts", "done"}
	case shop.OrderFailed:
		return status{"rejected", "bad"}
	case shop.OrderParked:
		return status{"needs a look", "bad"}
	default:
		return status{cmp.Or(string(s), "unknown"), "open"}
	}
}

// standing is the state of an order: of an open one whether it waits for another one, and of one that is done, by its reason,
// whether that was by hand.
func standing(s shop.State, reason string, waitsFor int64) status {
	switch {
	case s == shop.OrderOpen && waitsFor != 0:
		return status{fmt.Sprintf("waits for order %d", waitsFor), "bad"}
	case s == shop.OrderSent && reason != "":
		return status{"done by hand", "done"}
	default:
		return stateOf(s)
	}
}

func stepState(step shop.StepStatus) status {
	if step.Outcome == shop.OutcomeKilled {
		return status{"cut off", "bad"}
	}
	switch step.State {
	case "":
		return status{"not begun", "idle"}
	case "sending":
		return status{"being sent", "open"}
	case "done":
		return status{"done", "done"}
	case "refused":
		return status{"not there", "bad"}
	case "parked":
		return status{"unclear", "bad"}
	default:
		return status{step.State, "open"}
	}
}
