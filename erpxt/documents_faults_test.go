package erpxt_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
)

// newShop is a server with a customer 1, products 1 (23 %) and 2 (8 %), and two payment types.
func newShop(t *testing.T) (*erpxttest.Server, *erpxt.Client) {
	t.Helper()
	srv := erpxttest.NewServer(t)
	srv.AddCustomers(erpxt.Customer{Name: "Zielony Kubek", CustomerTaxNumber: "6770065406", CustomerType: erpxt.CustomerTypeBusiness})
	srv.AddProducts(
		erpxt.Product{ID: 1, Name: "Kubek", SaleGrossPrice: num("24.99"), Rate: erpxt.VAT23},
		erpxt.Product{ID: 2, Name: "Książka", SaleGrossPrice: num("10.50"), Rate: erpxt.VAT8},
	)
	return srv, srv.Client(&shelfwire.Options{Limiter: shelfwire.Unlimited, HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}})
}

// shopInvoice is an invoice of the customer 1 for two products.
func shopInvoice(srv *erpxttest.Server, reference string) erpxt.NewInvoice {
	return erpxt.NewInvoice{
		PurchasingPartyID: 1, PaymentTypeID: srv.PaymentTypes()[0].ID, InvoiceType: erpxt.InvoiceTypeGross, Description: reference,
		Items: []erpxt.NewItem{
			{ProductID: 1, Quantity: dec("2"), ProductCurrencyPrice: dec("24.99")},
			{ProductID: 2, Quantity: dec("1"), ProductCurrencyPrice: dec("10.50")},
		},
	}
}

// addDraft adds a draft with members that this module does not know, and returns its id.
func addDraft(t *testing.T, srv *erpxttest.Server) int64 {
	t.Helper()
	var draft erpxt.Invoice
	require.NoError(t, draft.UnmarshalJSON(fmt.Appendf(nil, `{"PurchasingPartyId":1,"PaymentTypeId":%d,"InvoiceType":1,`+
		`"Description":"order 7","Ksef":{"State":"none","N":1.50},"Items":[`+
		`{"ProductId":1,"Quantity":2,"ProductCurrencyPrice":24.99,"Gtu":["a",{"b":1.0}]},`+
		`{"ProductId":2,"Quantity":1,"ProductCurrencyPrice":10.50,"Note":null}]}`, srv.PaymentTypes()[0].ID)))
	return srv.AddInvoices(draft)[0]
}

// writeFaults are faults of a call, by a name.
func writeFaults() map[string]func() faults.Fault {
	return map[string]func() faults.Fault{
		"no fault":              func() faults.Fault { return faults.Status(200).On("Payments.List") },
		"dropped request":       faults.DropRequest,
		"dropped response":      faults.DropResponse,
		"cut body":              faults.CutBody,
		"cut body, no length":   faults.CutBodyWithoutLength,
		"status 500":            func() faults.Fault { return faults.Status(500) },
		"status 500 when done":  func() faults.Fault { return faults.Status(500).AfterApplying() },
		"status 503 four times": func() faults.Fault { return faults.Status(503).Times(4) },
		"page under 200":        func() faults.Fault { return faults.HTML(200) },
		"page when done":        func() faults.Fault { return faults.HTML(200).AfterApplying() },
		"null":                  func() faults.Fault { return faults.JSON(200, "null") },
		"null when done":        func() faults.Fault { return faults.JSON(200, "null").AfterApplying() },
		"rejected":              func() faults.Fault { return faults.ErrorBody(400, "no") },
		"rejected when done":    func() faults.Fault { return faults.ErrorBody(400, "no").AfterApplying() },
		"rate limited":          func() faults.Fault { return faults.RateLimited("1") },
		"redirect":              func() faults.Fault { return faults.Redirect("https://login.example.com/") },
		"wrong type":            faults.WrongType,
		"prefix":                func() faults.Fault { return faults.Prefix("Warning: x in y on line 3\n") },
	}
}

// callUntilDone calls again and again, as a shop does after it has looked, until there is no error.
func callUntilDone[T any](t *testing.T, call func() (T, error)) (got T, failures []error) {
	t.Helper()
	for range 6 {
		result, err := call()
		if err == nil {
			return result, failures
		}
		failures = append(failures, err)
	}
	require.Fail(t, "never done", "%v", failures)
	return got, failures
}

// Under every fault at every call, CreateOnce and FindOrCreate make exactly one record when they are called until they
// succeed.
func TestCreateOnce_Faults(t *testing.T) {
	t.Parallel()
	for name, fault := range writeFaults() {
		for _, op := range []string{"Invoices.List", "Invoices.Create", "Customers.List", "Customers.Create", "Customers.Get"} {
			for skip := range 3 {
				t.Run(fmt.Sprintf("%s/%s/%d", name, op, skip), func(t *testing.T) {
					t.Parallel()
					srv, client := newShop(t)
					f := fault()
					if name != "no fault" {
						f = f.On(op)
					}
					srv.Fail(f.Skip(skip))
					id, _ := callUntilDone(t, func() (int64, error) {
						return client.Invoices.CreateOnce(t.Context(), shopInvoice(srv, "order 7"))
					})
					invoices := srv.Invoices()
					require.Len(t, invoices, 1)
					assert.Equal(t, invoices[0].ID, id)

					buyer := erpxt.NewCustomer{Name: "Jan Nowak", Mail: "jan@example.com", CustomerType: erpxt.CustomerTypePerson}
					card, failures := callUntilDone(t, func() (erpxt.Customer, error) {
						return client.Customers.FindOrCreate(t.Context(), buyer)
					})
					require.Len(t, srv.Customers(), 2, "%v", failures)
					assert.Equal(t, srv.Customers()[1].ID, card.ID)
				})
			}
		}
	}
}

// The control: a blind loop around Create makes two.
func TestCreate_BlindLoop(t *testing.T) {
	t.Parallel()
	srv, client := newShop(t)
	srv.Fail(faults.DropResponse().On("Invoices.Create"))
	_, failures := callUntilDone(t, func() (int64, error) {
		return client.Invoices.Create(t.Context(), shopInvoice(srv, "order 7"))
	})
	require.Len(t, failures, 1)
	assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(failures[0]))
	assert.Len(t, srv.Invoices(), 2)
}

// A request that is carried out late is found when the caller waits before the next call, and doubles the invoice when
// it does not: that is what the doc comment of CreateOnce is about.
func TestCreateOnce_LandLater(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		wait time.Duration
		want int
	}{{"called again after it landed", 11 * time.Minute, 1}, {"called again at once", 0, 2}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			srv, client := newShop(t)
			now := time.Date(2026, 6, 5, 12, 0, 0, 0, time.UTC)
			srv.SetClock(func() time.Time { return now })
			srv.LandLater("Invoices.Create", 10*time.Minute)
			_, err := client.Invoices.CreateOnce(t.Context(), shopInvoice(srv, "order 7"))
			require.Error(t, err)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			now = now.Add(tc.wait)
			if tc.wait > 0 {
				srv.ClearTokens()
			}
			_, err = client.Invoices.CreateOnce(t.Context(), shopInvoice(srv, "order 7"))
			require.NoError(t, err)
			now = now.Add(time.Hour)
			assert.Len(t, srv.Invoices(), tc.want)
		})
	}
}

// Under every fault at every call and both readings of the body, Confirm never loses or changes anything, and succeeds
// only when the invoice is confirmed.
func TestInvoicesService_Confirm_Faults(t *testing.T) {
	t.Parallel()
	for _, reading := range []erpxttest.ConfirmBody{erpxttest.ConfirmByID, erpxttest.ConfirmStores} {
		for name, fault := range writeFaults() {
			for _, op := range []string{"Invoices.Get", "Invoices.Confirm"} {
				for skip := range 2 {
					t.Run(fmt.Sprintf("%s/%s/%s/%d", reading, name, op, skip), func(t *testing.T) {
						t.Parallel()
						srv, client := newShop(t)
						srv.SetConfirmBody(reading)
						id := addDraft(t, srv)
						before := srv.Invoices()[0]
						f := fault()
						if name != "no fault" {
							f = f.On(op)
						}
						srv.Fail(f.Skip(skip))
						got, err := client.Invoices.Confirm(t.Context(), id, nil)
						after := srv.Invoices()[0]
						if err == nil {
							assert.Equal(t, erpxt.DocumentStatusConfirmed, got.Status)
							assert.Equal(t, erpxt.DocumentStatusConfirmed, after.Status)
						} else if shelfwire.OutcomeOf(err) == shelfwire.OutcomeNotSent {
							assert.Equal(t, erpxt.DocumentStatusDraft, after.Status)
						}
						after.Status = before.Status
						assertSameJSON(t, before, after)
					})
				}
			}
		}
	}
}

func assertSameJSON(t *testing.T, want, got erpxt.Invoice) {
	t.Helper()
	x, err := want.MarshalJSON()
	require.NoError(t, err)
	y, err := got.MarshalJSON()
	require.NoError(t, err)
	assert.JSONEq(t, string(x), string(y))
}

// The control: a body of the id alone empties the draft on a server that stores what it gets.
func TestInvoicesService_Confirm_BodyOfIDAlone(t *testing.T) {
	t.Parallel()
	srv, _ := newShop(t)
	srv.SetConfirmBody(erpxttest.ConfirmStores)
	id := addDraft(t, srv)
	rewrite := &rewriter{body: fmt.Sprintf(`{"Id":%d}`, id)}
	client := srv.Client(&shelfwire.Options{Limiter: shelfwire.Unlimited, HTTPClient: &http.Client{Transport: rewrite}})
	_, _ = client.Invoices.Confirm(t.Context(), id, nil)
	assert.Empty(t, srv.Invoices()[0].Items)
}

// What check rejects is not sent; what it rejects afterwards is a conflict with what was applied.
func TestInvoicesService_Confirm_Inspect(t *testing.T) {
	t.Parallel()
	errOther := errors.New("another sum")
	srv, client := newShop(t)
	id := addDraft(t, srv)
	got, err := client.Invoices.Confirm(t.Context(), id, func(i *erpxt.Invoice) error {
		assert.Equal(t, erpxt.DocumentStatusDraft, i.Status)
		i.Items = nil // the caller's own copy
		return errOther
	})
	require.ErrorIs(t, err, errOther)
	require.ErrorIs(t, err, errOther)
	assert.Zero(t, got.ID)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.Zero(t, srv.Calls("Invoices.Confirm"))

	got, err = client.Invoices.Confirm(t.Context(), id, func(i *erpxt.Invoice) error {
		i.Items = nil
		if i.Status == erpxt.DocumentStatusConfirmed {
			return errOther
		}
		return nil
	})
	require.ErrorIs(t, err, errOther)
	require.ErrorIs(t, err, shelfwire.ErrConflict)
	assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
	assert.Equal(t, erpxt.DocumentStatusConfirmed, got.Status)
	assert.Len(t, srv.Invoices()[0].Items, 2, "what the caller did to its copy is not sent")
	assert.Equal(t, 1, srv.Calls("Invoices.Confirm"))

	seen := 0
	got, err = client.Invoices.Confirm(t.Context(), id, func(*erpxt.Invoice) error { seen++; return nil })
	require.NoError(t, err)
	assert.Equal(t, id, got.ID)
	assert.Equal(t, 1, seen, "the invoice that is confirmed already is seen")
	assert.Equal(t, 1, srv.Calls("Invoices.Confirm"), "and nothing is sent")
	got, err = client.Invoices.Confirm(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, id, got.ID)
}

// rewriter replaces the body of a PUT.
type rewriter struct{ body string }

func (w *rewriter) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPut {
		r = r.Clone(context.Background())
		r.Body, r.ContentLength = readCloser(w.body), int64(len(w.body))
	}
	return http.DefaultTransport.RoundTrip(r)
}
