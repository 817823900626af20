package flows_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// erp stands in for the client. Each call takes its error from the front of answers; none is a success.
type erp struct {
	answers []error
	sent    []string
	hook    func() // runs while a call is under way
	keyless bool   // no key comes beside an error
}

func (e *erp) call(what string) error {
	e.sent = append(e.sent, what)
	if e.hook != nil {
		e.hook()
	}
	if len(e.answers) == 0 {
		return nil
	}
	err := e.answers[0]
	e.answers = e.answers[1:]
	return err
}

type customers struct{ *erp }

func (c customers) Create(_ context.Context, n resico.NewCustomer) (resico.Customer, error) {
	err := c.call("customer " + n.Code)
	if err != nil && c.keyless {
		return resico.Customer{}, err
	}
	return resico.Customer{Code: "R-" + n.Code}, err
}

func (c customers) Update(_ context.Context, code string, u resico.CustomerUpdate) (resico.Customer, error) {
	text, err := json.Marshal(u)
	if err != nil {
		return resico.Customer{}, err
	}
	return resico.Customer{Code: code}, c.call("details of " + code + " " + string(text))
}

type invoices struct{ *erp }

func (i invoices) Create(_ context.Context, n resico.NewInvoice) (resico.Invoice, error) {
	err := i.call("invoice for " + n.CustomerCode + " on " + n.ApproveDate.String() + ", " + n.Notes)
	if err != nil && i.keyless {
		return resico.Invoice{}, err
	}
	return resico.Invoice{ID: 365}, err
}

func (i invoices) AddLine(_ context.Context, id resico.InvoiceID, n resico.NewLine) (resico.InvoiceLine, error) {
	if id != 365 {
		return resico.InvoiceLine{}, errors.New("wrong invoice")
	}
	err := i.call("line " + n.SKU + " " + n.Quantity.String() + " × " + n.Price.String())
	if err != nil && i.keyless {
		return resico.InvoiceLine{}, err
	}
	return resico.InvoiceLine{ID: 9}, err
}

func refused(kind error) error {
	return &shelfwire.Error{Provider: "resico", StatusCode: 422, Outcome: shelfwire.OutcomeRejected, Err: kind}
}

func failed(outcome shelfwire.Outcome) error {
	return &shelfwire.Error{Provider: "resico", Outcome: outcome, Err: errors.New("silence")}
}

func unreadable(outcome shelfwire.Outcome) error {
	return &shelfwire.Error{Provider: "resico", StatusCode: 200, Outcome: outcome, Err: shelfwire.ErrMalformed}
}

// all is what an order takes.
var all = [...]string{
	"customer SHOP-00001", "invoice for R-SHOP-00001 on 2026-03-21, Order 1",
	"line A 1.500 × 12.50", "line B 2 × 79.00",
}

// submission is an order with two lines, placed just after midnight in Riga.
func submission(t *testing.T, e *erp) (*flows.SubmitOrder, *shop.Shop) {
	t.Helper()
	s := openShop(t)
	require.NoError(t, s.SaveProducts(t.Context(), time.Now(), []shop.Product{
		{SKU: "A", VAT: "A", Price: amount("12.50"), Active: shelfwire.Set(true)},
		{SKU: "B", VAT: "A", Price: amount("79.00"), Active: shelfwire.Set(true)},
	}))
	place(t, s)
	return &flows.SubmitOrder{
		Shop: s, Customers: customers{e}, Invoices: invoices{e}, Zone: time.FixedZone("Riga", 2*60*60),
	}, s
}

func place(t *testing.T, s *shop.Shop) {
	t.Helper()
	_, err := s.PlaceOrder(t.Context(), shop.NewOrder{
		Customer: shop.Customer{Email: "buyer@shop.example", Name: "Example Buyer"},
		PlacedAt: time.Date(2026, 3, 20, 22, 30, 0, 0, time.UTC),
		Items: []shop.Item{
			{SKU: "A", Quantity: shelfwire.MustDecimal("1.500")}, {SKU: "B", Quantity: shelfwire.MustDecimal("2")},
		},
	}, func(context.Context, *sql.Tx, int64) error { return nil })
	require.NoError(t, err)
}

func TestSubmitOrder(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Equal(t, all[:], e.sent)
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Len(t, e.sent, 4, "a job that runs twice sends once")
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderSent, o.State)
	assert.EqualValues(t, 365, o.InvoiceID)
	assert.Equal(t, "R-SHOP-00001", o.Customer.ResicoCode, "Resico's code, not ours")

	place(t, s)
	require.NoError(t, f.Run(t.Context(), 2))
	assert.NotContains(t, e.sent[4:], all[0], "a known customer is not created again")
	assert.Len(t, e.sent[4:], 3)
}

func TestSubmitOrder_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err   error
		state shop.State
	}{
		"not sent":                 {failed(shelfwire.OutcomeNotSent), shop.OrderOpen},
		"too many calls":           {refused(shelfwire.ErrRateLimited), shop.OrderOpen},
		"key not accepted":         {refused(shelfwire.ErrUnauthorized), shop.OrderOpen},
		"key not allowed":          {refused(shelfwire.ErrForbidden), shop.OrderOpen},
		"refused":                  {refused(shelfwire.ErrInvalid), shop.OrderFailed},
		"refused for no known why": {refused(nil), shop.OrderFailed},
		"not there":                {refused(shelfwire.ErrNotFound), shop.OrderFailed},
		"invalid before sending":   {&shelfwire.FieldError{Field: "Email", Problem: "is missing"}, shop.OrderFailed},
		"silence":                  {failed(shelfwire.OutcomeUnknown), shop.OrderParked},
		"somebody else's 404":      {refused(shelfwire.ErrMalformed), shop.OrderOpen},
		"somebody else's page":     {unreadable(shelfwire.OutcomeUnknown), shop.OrderParked},
		"an error of another kind": {errors.New("what is this?"), shop.OrderParked},
	} {
		for position, step := range all {
			t.Run(name+" at "+step, func(t *testing.T) {
				t.Parallel()
				e := &erp{answers: make([]error, position+1)}
				e.answers[position] = test.err
				f, s := submission(t, e)
				err := f.Run(t.Context(), 1)
				require.Error(t, err)
				assert.Equal(t, all[:position+1], e.sent, "nothing is sent after a failure")
				o, loadErr := s.Order(t.Context(), 1)
				require.NoError(t, loadErr)
				assert.Equal(t, test.state, o.State)
				closed, isClosed := errors.AsType[*flows.ClosedError](err)
				assert.Equal(t, test.state != shop.OrderOpen, isClosed)
				if isClosed {
					assert.Equal(t, test.state, closed.State)
					assert.Contains(t, o.Reason, test.err.Error(), "a person sees why")
				}

				// Tried again, an open order goes on where it stopped, and a closed one stays closed.
				require.NoError(t, f.Run(t.Context(), 1))
				if test.state == shop.OrderOpen {
					assert.Equal(t, all[position:], e.sent[position+1:])
				} else {
					assert.Len(t, e.sent, position+1)
				}
			})
		}
	}
}

// A process that dies between the record and the answer leaves a step in the state sending.
func TestSubmitOrder_cutOff(t *testing.T) {
	t.Parallel()
	for position, step := range all {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			e := &erp{answers: make([]error, position)}
			f, s := submission(t, e)
			e.hook = func() {
				if len(e.sent) == position+1 {
					panic("the process dies")
				}
			}
			require.Panics(t, func() { _ = f.Run(t.Context(), 1) })
			e.hook = nil

			err := f.Run(t.Context(), 1)
			closed, ok := errors.AsType[*flows.ClosedError](err)
			require.True(t, ok, "got %v", err)
			assert.Equal(t, shop.OrderParked, closed.State)
			assert.ErrorContains(t, err, "no response was recorded: the program was killed")
			assert.Len(t, e.sent, position+1, "it is not sent again")
			require.NoError(t, s.Settle(t.Context(), 1, closed.Asked.Question, shop.NotThere))
			require.NoError(t, f.Run(t.Context(), 1))
			assert.Equal(t, all[position:], e.sent[position+1:], "a person has found that it is not there")
		})
	}
}

// The context ends while an answer is on its way: what came back is recorded all the same.
func TestSubmitOrder_cancelled(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	e.hook = func() {
		if len(e.sent) == 2 {
			cancel()
		}
	}
	err := f.Run(ctx, 1)
	require.ErrorIs(t, err, context.Canceled)
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderOpen, o.State)
	assert.EqualValues(t, 365, o.InvoiceID)
	require.NoError(t, f.Run(t.Context(), 1))
	assert.Equal(t, all[:], e.sent)
}

func TestSubmitOrder_oneCustomerTwoOrders(t *testing.T) {
	t.Parallel()
	e := &erp{}
	f, s := submission(t, e)
	place(t, s)
	var meanwhile error
	e.hook = func() {
		e.hook = nil
		meanwhile = f.Run(t.Context(), 2) // while the first order creates the customer
	}
	require.NoError(t, f.Run(t.Context(), 1))
	require.ErrorIs(t, meanwhile, shop.ErrBusy)
	waiting, err := s.Order(t.Context(), 2)
	require.NoError(t, err)
	assert.Empty(t, waiting.Reason, "nothing has gone wrong with it")
	require.NoError(t, f.Run(t.Context(), 2))
	assert.Len(t, e.sent, 4+3, "one customer, two invoices")
}

func TestSubmitOrder_customerWithoutCode(t *testing.T) {
	t.Parallel()
	f, s := submission(t, &erp{})
	f.Customers = nameless{}
	require.ErrorContains(t, f.Run(t.Context(), 1), "gave no code")
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderParked, o.State)
}

type nameless struct{ customers }

func (nameless) Create(context.Context, resico.NewCustomer) (resico.Customer, error) {
	return resico.Customer{ID: 1}, nil
}

func TestSubmitOrder_GiveUp(t *testing.T) {
	t.Parallel()
	f, s := submission(t, &erp{})
	err := f.GiveUp(t.Context(), 1, errors.New("no connection"))
	require.ErrorContains(t, err, "order 1 failed: given up: no connection")
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, shop.OrderFailed, o.State)
}

func TestSubmitOrder_unknownOrder(t *testing.T) {
	t.Parallel()
	f, _ := submission(t, &erp{})
	require.ErrorIs(t, f.Run(t.Context(), 99), sql.ErrNoRows)
}
