package erpxt_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// goldenCall is a call with the requests that it sends, and canned responses to them, fixtures or texts.
type goldenCall struct {
	name      string
	responses []string
	call      func(ctx context.Context, client *erpxt.Client) error
}

// fixture names a response of testdata/guide.
const fixture = "fixture:"

func day(text string) shelfwire.Date {
	d, err := shelfwire.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func dec(text string) shelfwire.Decimal { return shelfwire.MustDecimal(text) }

// drop returns a call whose result is of no interest.
func drop[T any](call func(context.Context, *erpxt.Client) (T, error)) func(context.Context, *erpxt.Client) error {
	return func(ctx context.Context, client *erpxt.Client) error {
		_, err := call(ctx, client)
		return err
	}
}

func newInvoice() erpxt.NewInvoice {
	return erpxt.NewInvoice{
		PurchasingPartyID: 12641710, PaymentTypeID: 10301770, InvoiceType: erpxt.InvoiceTypeGross, Description: "order 117",
		Items: []erpxt.NewItem{
			{ProductID: 10951199, Quantity: dec("2"), ProductCurrencyPrice: dec("61.50"), ProductDescription: "czarna"},
			{ProductID: 10906567, Quantity: dec("0.5"), ProductCurrencyPrice: dec("0")},
		},
	}
}

func newNetInvoice() erpxt.NewInvoice {
	n := newInvoice()
	n.InvoiceType, n.PaymentStatus, n.ReceivingPartyID, n.BankAccountID = erpxt.InvoiceTypeNet, erpxt.PaymentStatusPaid, 5, 6
	n.IssueDate, n.SalesDate, n.Items = day("2024-06-05"), day("2024-06-04"), n.Items[:1]
	return n
}

func newOSSInvoice() erpxt.NewInvoice {
	n := newInvoice()
	n.OSSCountryCode, n.Items = "DE", n.Items[:1]
	n.Items[0].VATRateID = shelfwire.Set(int64(17))
	return n
}

func goldenCustomers() []goldenCall {
	create := func(c erpxt.NewCustomer) func(context.Context, *erpxt.Client) error {
		return drop(func(ctx context.Context, client *erpxt.Client) (int64, error) { return client.Customers.Create(ctx, c) })
	}
	return []goldenCall{
		{"customers_list", []string{fixture + "customers"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Customer, error) {
			return client.Customers.List(ctx, erpxt.Query{})
		})},
		{"customers_find_mail", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Customer, error) {
			return client.Customers.FindByMail(ctx, "o'neil@example.com")
		})},
		{"customers_find_tax", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Customer, error) {
			return client.Customers.FindByTaxNumber(ctx, "677-006-54-06")
		})},
		{"customers_create_person", []string{"7"}, create(erpxt.NewCustomer{
			Name: "Jan Nowak", Mail: "jan@example.com", CustomerType: erpxt.CustomerTypePerson,
		})},
		{"customers_create_business", []string{"7"}, create(erpxt.NewCustomer{
			Name: "Zażółć Sp. z o.o.", CountryCode: "PL", CustomerTaxNumber: "6770065406", PhoneNumber: "+48 12 345 67 89",
			CustomerCode: "K/1", CustomerType: erpxt.CustomerTypeBusiness,
			Address: erpxt.Address{Street: "Kwiatowa", BuildingNumber: "7", FlatNumber: "2", PostalCode: "30-001", City: "Kraków"},
		})},
		{"customers_create_oss", []string{"7"}, create(erpxt.NewCustomer{
			Name: "Max Muster", CountryCode: "DE", CustomerType: erpxt.CustomerTypePerson, CustomerStatus: erpxt.CustomerStatusOSS,
		})},
		{"customers_edit", []string{fixture + "customer", ""}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Customer, error) {
			return client.Customers.Edit(ctx, 12641710, func(c *erpxt.Customer) error {
				c.Mail = "biuro@example.com"
				return nil
			})
		})},
		{"customers_delete", []string{""}, func(ctx context.Context, client *erpxt.Client) error {
			return client.Customers.Delete(ctx, 12641710)
		}},
	}
}

func goldenInvoices() []goldenCall {
	list := func(q erpxt.Query) func(context.Context, *erpxt.Client) error {
		return drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Invoice, error) {
			return client.Invoices.List(ctx, q)
		})
	}
	create := func(n erpxt.NewInvoice) func(context.Context, *erpxt.Client) error {
		return drop(func(ctx context.Context, client *erpxt.Client) (int64, error) { return client.Invoices.Create(ctx, n) })
	}
	print := func(template int64) func(context.Context, *erpxt.Client) error {
		return drop(func(ctx context.Context, client *erpxt.Client) ([]byte, error) {
			return client.Invoices.Print(ctx, 7, erpxt.PrintOptions{TemplateID: template})
		})
	}
	empty := newInvoice()
	empty.Items, empty.Description = nil, ""
	return []goldenCall{
		{"invoices_list_last", []string{"[]"}, list(erpxt.Query{Top: 50, OrderBy: []erpxt.Order{
			{Field: erpxt.InvoiceIssueDate, Descending: true}, {Field: erpxt.InvoiceID, Descending: true},
		}})},
		{"invoices_list_since", []string{fixture + "invoices_1_1"}, list(erpxt.Query{Filter: erpxt.InvoiceIssueDate.Gt(day("2023-01-20"))})},
		{"invoices_list_search", []string{"[]"}, list(erpxt.Query{Search: "5\" O'Neil"})},
		{"invoices_find_number", []string{`[{"Id":7,"Number":"FS/20/6/1"}]`, "[]"}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.Invoices.FindByNumber(ctx, "FS/20/6/1")
		})},
		{"invoices_find_description", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Invoice, error) {
			return client.Invoices.FindByDescription(ctx, "order 'A' 7")
		})},
		{"invoices_create_gross", []string{"7"}, create(newInvoice())},
		{"invoices_create_net", []string{"7"}, create(newNetInvoice())},
		{"invoices_create_empty", []string{"7"}, create(empty)},
		{"invoices_create_oss", []string{"7"}, create(newOSSInvoice())},
		{"invoices_create_once", []string{"[]", "7"}, drop(func(ctx context.Context, client *erpxt.Client) (int64, error) {
			return client.Invoices.CreateOnce(ctx, newInvoice())
		})},
		{"invoices_edit", []string{fixture + "invoice_1_4", "",
			fixture + "invoice_1_4" + replaced + `"PaymentStatus": 0` + replaced + `"PaymentStatus": 1` + replaced + "2024-06-19" + replaced + "2024-07-01"}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.Invoices.Edit(ctx, 18369406, func(i *erpxt.Invoice) error {
				i.PaymentStatus, i.PaymentDeadline = erpxt.PaymentStatusPaid, day("2024-07-01")
				return nil
			})
		})},
		{"invoices_confirm", []string{fixture + "invoice_1_4", "", fixture + "invoice_1_4" + replaced + readDraft + replaced + readConfirmed}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.Invoices.Confirm(ctx, 18369406, nil)
		})},
		{"invoices_delete", []string{""}, func(ctx context.Context, client *erpxt.Client) error { return client.Invoices.Delete(ctx, 7) }},
		{"invoices_print", []string{`"JVBERi0xLjQlJUVPRg=="`}, print(0)},
		{"invoices_print_template", []string{`"JVBERi0xLjQlJUVPRg=="`}, print(3)},
		{"invoices_at", []string{`{"Id":7}`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.Invoices.At("v1.5").Get(ctx, 7)
		})},
	}
}

// replaced stands between a fixture and the texts that are replaced in it, and between these.
const replaced = "|"

const (
	readDraft, readConfirmed = `"Status": 0,`, `"Status": 1,`
	readNotFinal, readFinal  = `"IsFinal": false`, `"IsFinal": true`
)

func goldenOthers() []goldenCall {
	return []goldenCall{
		{"payment_types_list", []string{fixture + "payment_types"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.PaymentType, error) {
			return client.PaymentTypes.List(ctx, erpxt.Query{Filter: erpxt.PaymentTypeTypeField.Eq(erpxt.PaymentMethodAccount)})
		})},
		{"payment_types_get", []string{`{"Id":7,"Name":"n"}`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.PaymentType, error) {
			return client.PaymentTypes.Get(ctx, 7)
		})},
		{"bank_accounts_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.BankAccount, error) {
			return client.BankAccounts.List(ctx, erpxt.Query{})
		})},
		{"bank_accounts_get", []string{`{"Id":7}`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.BankAccount, error) {
			return client.BankAccounts.Get(ctx, 7)
		})},
		{"proformas_list_open", []string{fixture + "proformas"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Proforma, error) {
			return client.Proformas.List(ctx, erpxt.Query{Filter: erpxt.ProformaInvoiceDocIDNum.IsNull()})
		})},
		{"proformas_create", []string{"7"}, drop(func(ctx context.Context, client *erpxt.Client) (int64, error) {
			n := newInvoice()
			return client.Proformas.Create(ctx, erpxt.NewProforma{
				PurchasingPartyID: n.PurchasingPartyID, PaymentTypeID: n.PaymentTypeID, InvoiceType: n.InvoiceType,
				Description: n.Description, Items: n.Items, IssueDate: day("2024-06-05"), ReceivingPartyID: 5, BankAccountID: 6,
			})
		})},
		{"proformas_edit", []string{fixture + "proforma", "",
			fixture + "proforma" + replaced + `"Description": null` + replaced + `"Description": "order 5"`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Proforma, error) {
			return client.Proformas.Edit(ctx, 2077, func(p *erpxt.Proforma) error { p.Description = "order 5"; return nil })
		})},
		{"proformas_delete", []string{""}, func(ctx context.Context, client *erpxt.Client) error { return client.Proformas.Delete(ctx, 7) }},
		{"proformas_print", []string{`"JVBERi0xLjQlJUVPRg=="`}, drop(func(ctx context.Context, client *erpxt.Client) ([]byte, error) {
			return client.Proformas.Print(ctx, 7, erpxt.PrintOptions{})
		})},
		{"advance_invoices_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.AdvanceInvoice, error) {
			return client.AdvanceInvoices.List(ctx, erpxt.Query{Filter: erpxt.AdvanceInvoiceStatus.Eq(erpxt.DocumentStatusConfirmed)})
		})},
		{"advance_invoices_get", []string{`{"Id":7}`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.AdvanceInvoice, error) {
			return client.AdvanceInvoices.Get(ctx, 7)
		})},
		{"advance_invoices_print", []string{`"JVBERi0xLjQlJUVPRg=="`}, drop(func(ctx context.Context, client *erpxt.Client) ([]byte, error) {
			return client.AdvanceInvoices.Print(ctx, 7, erpxt.PrintOptions{})
		})},
		{"finalize_one", []string{fixture + "invoice_1_4" + replaced + readNotFinal + replaced + readFinal}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.AdvanceInvoices.Finalize(ctx, 7, erpxt.FinalizeOne)
		})},
		{"finalize_all", []string{fixture + "invoice_1_4" + replaced + readNotFinal + replaced + readFinal}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Invoice, error) {
			return client.AdvanceInvoices.Finalize(ctx, 7, erpxt.FinalizeAll)
		})},
		{"corrections_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Correction, error) {
			return client.Corrections.List(ctx, erpxt.Query{Filter: erpxt.CorrectionCorrectedID.Eq(7)})
		})},
		{"corrections_at", []string{`{"Id":7}`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Correction, error) {
			return client.Corrections.At("v1.7").Get(ctx, 7)
		})},
		{"corrections_draft", []string{"8"}, drop(func(ctx context.Context, client *erpxt.Client) (int64, error) {
			return client.Corrections.Draft(ctx, 7)
		})},
		{"corrections_edit", []string{fixture + "correction", "", fixture + "correction_edited" + replaced +
			`"CorrectionReasonText": ""` + replaced + `"CorrectionReasonText": "zwrot"`}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Correction, error) {
			return client.Corrections.Edit(ctx, 91, func(c *erpxt.Correction) error {
				c.CorrectionReasonText, c.Items[0].Quantity = "zwrot", num("0")
				return nil
			})
		})},
		{"corrections_confirm", []string{fixture + "correction", "",
			fixture + "correction" + replaced + readDraft + replaced + readConfirmed}, drop(func(ctx context.Context, client *erpxt.Client) (erpxt.Correction, error) {
			return client.Corrections.Confirm(ctx, 91, nil)
		})},
		{"corrections_delete", []string{""}, func(ctx context.Context, client *erpxt.Client) error { return client.Corrections.Delete(ctx, 7) }},
		{"corrections_print", []string{`"JVBERi0xLjQlJUVPRg=="`}, drop(func(ctx context.Context, client *erpxt.Client) ([]byte, error) {
			return client.Corrections.Print(ctx, 7, erpxt.PrintOptions{})
		})},
		{"purchase_invoices_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.PurchaseInvoice, error) {
			return client.PurchaseInvoices.List(ctx, erpxt.Query{Filter: erpxt.PurchaseInvoicePurchaseDate.Ge(day("2024-01-01"))})
		})},
		{"vat_purchases_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.VATPurchase, error) {
			return client.VATPurchases.List(ctx, erpxt.Query{Filter: erpxt.VATPurchaseCustomerID.Eq(7)})
		})},
		{"payments_list", []string{"[]"}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.Payment, error) {
			return client.Payments.List(ctx, erpxt.Query{Filter: erpxt.PaymentDocumentNumber.Eq("FS/20/6/1")})
		})},
		{"vat_rates_list", []string{`[{"RateId":17,"Rate":19.00,"Symbol":"A","CountryCode":"DE"}]`}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.CountryVATRate, error) {
			return client.VATRates.List(ctx)
		})},
		{"vat_rates_countries", []string{`["PL","EL","XI"]`}, drop(func(ctx context.Context, client *erpxt.Client) ([]string, error) {
			return client.VATRates.Countries(ctx)
		})},
		{"print_templates_list", []string{`[{"Id":3,"Name":"Faktura EN","Language":"EN","Type":0}]`}, drop(func(ctx context.Context, client *erpxt.Client) ([]erpxt.PrintTemplate, error) {
			return client.PrintTemplates.List(ctx)
		})},
	}
}

// Every call sends the requests of its golden files, byte by byte.
func TestDocuments_OnTheWire(t *testing.T) {
	t.Parallel()
	calls := append(append(goldenCustomers(), goldenInvoices()...), goldenOthers()...)
	for _, tc := range calls {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var sent []*clienttest.Request
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/token" {
					_, _ = io.WriteString(w, `{"access_token":"ACCESS_TOKEN","token_type":"bearer","expires":600}`)
					return
				}
				sent = append(sent, clienttest.RecordRequest(t, r))
				response := tc.responses[min(len(sent), len(tc.responses))-1]
				if name, ok := strings.CutPrefix(response, fixture); ok {
					parts := strings.Split(name, replaced)
					response = strings.TrimSpace(clienttest.ReadFixture(t, parts[0]+".response"))
					response = strings.NewReplacer(parts[1:]...).Replace(response)
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, response)
			}))
			defer server.Close()
			client := clientWith(t, &shelfwire.Options{BaseURL: server.URL, Limiter: shelfwire.Unlimited,
				Retry: shelfwire.RetryPolicy{BaseDelay: time.Nanosecond}})
			require.NoError(t, tc.call(t.Context(), client))
			require.Len(t, sent, len(tc.responses))
			for i, request := range sent {
				name := tc.name
				if i > 0 {
					name += "_" + string(rune('1'+i))
				}
				request.AssertGolden(t, name)
			}
			assert.NotEmpty(t, sent)
		})
	}
}
