package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// placeOrder takes an order and sends the browser on to its page, so that a reload of that asks for nothing.
func (s *site) placeOrder(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	form := s.newOrderForm()
	form.fill(r.PostForm)
	if form.Problem != "" || len(form.errors()) > 0 {
		return s.showProduct(w, r, http.StatusUnprocessableEntity, form)
	}
	order, err := s.newOrder(r.Context(), clean(r.PathValue("sku")), form)
	if err != nil {
		return err
	}
	_, err = s.Shop.PlaceOnce(r.Context(), form.Token, order, s.Jobs.AddOrder)
	placed, isPlaced := errors.AsType[*shop.PlacedError](err)
	switch {
	case err == nil:
		http.Redirect(w, r, "/orders/"+form.Token, http.StatusSeeOther)
		return nil
	case isPlaced:
		return s.showPlaced(w, r, form, placed.Order)
	case s.reject(form, err):
		return s.showProduct(w, r, http.StatusUnprocessableEntity, form)
	default:
		return err
	}
}

// showPlaced says what a form has become before, and keeps what was typed into it now: in a form of its own, which can
// become another order.
func (s *site) showPlaced(w http.ResponseWriter, r *http.Request, form *orderForm, order int64) error {
	o, err := s.Shop.Order(r.Context(), order)
	if err != nil {
		return err
	}
	form.Placed = &placedOrder{Address: "/orders/" + form.Token, ID: order, Lines: o.Lines}
	form.Token = rand.Text()
	return s.showProduct(w, r, http.StatusConflict, form)
}

func (s *site) newOrder(ctx context.Context, sku string, form *orderForm) (shop.NewOrder, error) {
	pieces, err := strconv.ParseInt(form.value("quantity"), 10, 64)
	if err != nil {
		return shop.NewOrder{}, err
	}
	location, err := s.Shop.BestLocation(ctx, sku)
	if err != nil {
		return shop.NewOrder{}, err
	}
	return shop.NewOrder{
		Customer: shop.Customer{
			Email: form.value("email"), Name: form.value("name"), Phone: form.value("phone"),
			Address: form.value("address"), PostCode: form.value("postcode"),
			TaxNumber: bareTaxNumber(form.value("taxnumber")),
		},
		PlacedAt: time.Now(),
		Location: location,
		Items:    []shop.Item{{SKU: sku, Quantity: shelfwire.NewDecimal(pieces), Price: shelfwire.Set(form.Price)}},
	}, nil
}

// reject says in the form why the shop does not take the order, and reports whether that is something to say.
func (s *site) reject(form *orderForm, err error) bool {
	short, isShort := errors.AsType[*shop.OutOfStockError](err)
	switch {
	case errors.Is(err, shop.ErrPriceChanged): // the page says from what to what
		form.Problem = "Nothing was ordered. Send the form again to order at the new price."
	case isShort && short.Available.IsPositive():
		form.reject("quantity", "Only "+quantity(short.Available)+" can be ordered")
	case isShort:
		form.Problem = "Sorry, this product has just been sold out. Nothing was ordered."
	case errors.Is(err, shop.ErrNotForSale):
		form.Problem = "Sorry, this product cannot be ordered any more. Nothing was ordered."
	default:
		return false
	}
	return true
}

// ownOrder shows an order to whoever placed it.
func (s *site) ownOrder(w http.ResponseWriter, r *http.Request) error {
	id, err := s.Shop.OrderOfForm(r.Context(), clean(r.PathValue("form")))
	if err != nil {
		return err
	}
	p, err := s.lookUp(r.Context(), id, false)
	if err != nil {
		return err
	}
	if s.hasPDF(p.Order) {
		p.PDF = r.URL.EscapedPath() + "/invoice.pdf"
	}
	return s.render(w, http.StatusOK, "order", page{Title: fmt.Sprintf("Your order %d", id), Section: "products", Body: p})
}

// lookUp gathers what is known about an order.
func (s *site) lookUp(ctx context.Context, id int64, office bool) (*orderPage, error) {
	o, err := s.Shop.Order(ctx, id)
	if err != nil {
		return nil, err
	}
	steps, err := s.Shop.StepsOf(ctx, o)
	if err != nil {
		return nil, err
	}
	p := &orderPage{Order: o, Office: office, Asked: o.Asked(steps)}
	for _, line := range o.Lines {
		sum := line.Price.Mul(line.Quantity)
		p.Items = append(p.Items, itemRow{line, sum})
		p.Total = p.Total.Add(sum)
	}
	for _, step := range steps {
		if !office {
			step = forCustomer(step, o)
		}
		row := stepRow{StepStatus: step, Title: p.title(step.Step), Status: stepState(step), Known: p.known(step)}
		p.Steps = append(p.Steps, row)
		if step.Kind == shop.StepCustomer {
			p.CustomerKey = cmp.Or(o.Customer.ResicoCode, step.Result)
		}
		isElsewhere := step.Kind == shop.StepCustomer && step.State == "parked" && step.Owner != o.ID
		if isElsewhere && o.State == shop.OrderOpen && o.Accounts == shop.InResico { // in ERP XT it is looked for
			p.WaitsFor = step.Owner
		}
	}
	return p, nil
}

// forCustomer leaves out what is another order's: whoever knows an e-mail address can order with it, and is not told what its
// owner has ordered, and when.
func forCustomer(step shop.StepStatus, o shop.Order) shop.StepStatus {
	if step.Owner != 0 && step.Owner != o.ID {
		step.Tries, step.Result, step.Sent, step.Answered = 0, "", time.Time{}, time.Time{}
	}
	return step
}

// officeAddress is where the shop's people see an order.
func officeAddress(order int64) string {
	return "/office/orders/" + url.PathEscape(strconv.FormatInt(order, 10))
}
