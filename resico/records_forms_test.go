package resico_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// The accepted forms of a success.
func TestWrites_SuccessForms(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"as documented":          `{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"capital letters":        `{"status":"OK","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"one capital letter":     `{"status":"Ok","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"spaces":                 `{"status":" ok ","type":" %[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"names in other letters": `{"Status":"ok","Type":"%[1]s","%[1]s":{"Data":[{"Id":363}]}}`,
		"a byte order mark":      "\ufeff" + `{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"two byte order marks":   "\r\n\ufeff\ufeff" + `{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"an odd time":            `{"status":"ok","time":[],"type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"a time of zeros":        `{"status":"ok","time":"0000-00-00 00:00:00","type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
		"an odd warning":         `{"status":"ok","warning":false,"type":"%[1]s","%[1]s":{"data":[{"ID":363}]}}`,
	} {
		for write, do := range writeCalls() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				got := do(t.Context(), newCannedClient(t, fmt.Sprintf(body, responseTypeOf(write))))
				require.NoError(t, got.err)
				assert.Equal(t, int64(363), got.id)
			})
		}
	}
}

// Times without a zone are in the zone of the client; zero dates are absent.
func TestWrites_Times(t *testing.T) {
	t.Parallel()
	client := newCannedClient(t, successBody("SalesinvoiceLine",
		`{"data":[{"ID":1,"Created":"2026-07-20 10:30:28","Updated":"-0001-11-30 00:00:00"}]}`))
	for zone, want := range map[string]string{"Europe/Riga": "2026-07-20T07:30:28Z", "UTC": "2026-07-20T10:30:28Z"} {
		location, err := time.LoadLocation(zone)
		require.NoError(t, err)
		line, err := client.In(location).Invoices.AddLine(t.Context(), 363, validLine())
		require.NoError(t, err)
		assert.Equal(t, want, line.Created.UTC().Format(time.RFC3339))
		assert.True(t, line.Updated.IsZero())
	}
}

// A text in invalid UTF-8 keeps its bytes.
func TestWrites_BrokenText(t *testing.T) {
	t.Parallel()
	client := newCannedClient(t, successBody("SalesinvoiceLine", "{\"data\":[{\"ID\":1,\"Name\":\"M\xffsz\",\"SKU\":\"\\ud83d\"}]}"))
	line, err := client.Invoices.AddLine(t.Context(), 363, validLine())
	require.NoError(t, err)
	assert.Equal(t, "M\xffsz", line.Name)
	assert.NotContains(t, line.SKU, "\ufffd")
}

// A body in another charset is converted to UTF-8.
func TestWrites_Charset(t *testing.T) {
	t.Parallel()
	client := newHandlerClient(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=windows-1257")
		_, _ = io.WriteString(w, successBody("SalesinvoiceLine", "{\"data\":[{\"ID\":1,\"Name\":\"\xd0\xf3\"}]}"))
	})
	line, err := client.Invoices.AddLine(t.Context(), 363, validLine())
	require.NoError(t, err)
	assert.Equal(t, "Šó", line.Name)
}

func TestWrites_RejectBrokenText(t *testing.T) {
	t.Parallel()
	const broken = "M\xffsz"
	ctx, client := t.Context(), silentClient(t)
	errs := map[string]error{}
	_, errs["Code"] = client.Customers.Create(ctx, resico.NewCustomer{Email: "a@example.com", Code: broken})
	_, errs["Name"] = client.Customers.Create(ctx, resico.NewCustomer{Email: "a@example.com", Name: broken})
	_, errs["Address"] = client.Customers.Create(ctx, resico.NewCustomer{Email: "a@example.com", Address: broken})
	_, errs["PostCode"] = client.Customers.Create(ctx, resico.NewCustomer{Email: "a@example.com", PostCode: broken})
	_, errs["Email"] = client.Customers.Create(ctx, resico.NewCustomer{Email: broken + "@example.com"})
	_, errs["Phone"] = client.Customers.Create(ctx, resico.NewCustomer{Phone: "20000001" + broken})
	_, errs["code"] = client.Customers.Update(ctx, broken, resico.CustomerUpdate{Name: shelfwire.Set("A")})
	_, errs["Name "] = client.Customers.Update(ctx, "C1", resico.CustomerUpdate{Name: shelfwire.Set(broken)})
	_, errs["Address "] = client.Customers.Update(ctx, "C1", resico.CustomerUpdate{Address: shelfwire.Set(broken)})
	_, errs["PostCode "] = client.Customers.Update(ctx, "C1", resico.CustomerUpdate{PostCode: shelfwire.Set(broken)})
	_, errs["Email "] = client.Customers.Update(ctx, "C1", resico.CustomerUpdate{Email: shelfwire.Set("a@" + broken + ".com")})
	line := validLine()
	line.SKU = broken
	_, errs["SKU"] = client.Invoices.AddLine(ctx, 1, line)
	_, errs["SKU "] = client.Products.Balance(ctx, broken)
	for name, set := range map[string]func(*resico.NewInvoice){
		"CustomerCode":            func(i *resico.NewInvoice) { i.CustomerCode = broken },
		"CustomerDeliveryAddress": func(i *resico.NewInvoice) { i.CustomerDeliveryAddress = broken },
		"Type":                    func(i *resico.NewInvoice) { i.Type = broken },
		"Description":             func(i *resico.NewInvoice) { i.Description = broken },
		"PaymentMethod":           func(i *resico.NewInvoice) { i.PaymentMethod = broken },
		"LocationCode":            func(i *resico.NewInvoice) { i.LocationCode = broken },
		"PaymentTerms":            func(i *resico.NewInvoice) { i.PaymentTerms = broken },
		"Transporter":             func(i *resico.NewInvoice) { i.Transporter = broken },
		"TransporterNotes":        func(i *resico.NewInvoice) { i.TransporterNotes = broken },
		"Notes":                   func(i *resico.NewInvoice) { i.Notes = broken },
	} {
		invoice := resico.NewInvoice{CustomerCode: "C1"}
		set(&invoice)
		_, errs[name] = client.Invoices.Create(ctx, invoice)
	}
	for name, q := range map[string]resico.ProductQuery{
		"SKUs[0]":       {SKUs: []string{broken}},
		"Fields[0]":     {Fields: []resico.ProductField{broken}},
		"OrderBy.Field": {OrderBy: resico.ProductOrder{Field: broken}},
	} {
		_, errs[name] = collectSKUs(ctx, client, q)
	}
	for name, err := range errs {
		require.ErrorIs(t, err, shelfwire.ErrInvalid, name)
		problem, isField := errors.AsType[*shelfwire.FieldError](err)
		require.True(t, isField, name)
		assert.Equal(t, strings.TrimSpace(name), problem.Field)
	}
}
