package resico_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// A line whose response is a success counts as in, even if the rest is unreadable, and the next one follows.
func TestInvoicesService_AddLines_CountsAppliedAsIn(t *testing.T) {
	t.Parallel()
	good := successBody("SalesinvoiceLine", `{"data":[{"ID":1000,"LineNo":1}]}`)
	for name, tc := range map[string]struct {
		body string
		id   int64
	}{
		"odd side fields":          {successBody("SalesinvoiceLine", `{"data":[{"ID":1001,"Amount":"1 126,00","Created":false,"LineNo":1.5}]}`), 1001},
		"no ID":                    {successBody("SalesinvoiceLine", `{"data":[{"LineNo":2}]}`), 0},
		"broken off behind the ID": {successBody("SalesinvoiceLine", `{"data":[{"ID":1001,"Amount":33.06}]}`)[:120], 1001},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: []string{good, tc.body, good}}
			lines := []resico.NewLine{validLine(), validLine(), validLine()}
			added, err := provider.newClient(t, nil).Invoices.AddLines(t.Context(), 365, lines)
			require.NoError(t, err)
			require.Len(t, added, 3)
			assert.EqualValues(t, tc.id, added[1].ID)
			assert.Equal(t, 3, provider.requests)
		})
	}
}

// A head that was created and whose response could not be read stops the invoice in a place from which it can
// go on.
func TestInvoicesService_CreateWithLines_HeadApplied(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		head string
		id   int64
		safe bool
		text string
	}{
		"broken off behind the ID": {successBody("Salesinvoice", `{"data":[{"ID":363,"Number":"TTT-1","Description":""}]}`)[:130], 363, true,
			"line 1 of 2 of invoice 363 was not added; 0 before it are in"},
		"no ID": {successBody("Salesinvoice", `{"data":[{"Number":"TTT-1"}]}`), 0, false,
			"line 1 of 2 of an invoice whose ID did not come was not added; 0 before it are in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: []string{tc.head, successBody("SalesinvoiceLine", `{"data":[{"ID":1000}]}`)}}
			client := provider.newClient(t, nil)
			lines := []resico.NewLine{validLine(), validLine()}
			full, err := client.Invoices.CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "C1"}, lines)
			partial, isPartial := errors.AsType[*resico.PartialInvoiceError](err)
			require.True(t, isPartial, err)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), "the whole call must not be repeated")
			assert.Equal(t, shelfwire.OutcomeNotSent, partial.LineOutcome)
			assert.EqualValues(t, tc.id, full.ID)
			assert.Equal(t, "TTT-1", full.Number)
			assert.EqualValues(t, tc.id, partial.Invoice.ID)
			assert.Empty(t, partial.Lines)
			assert.Equal(t, 2, partial.LineCount)
			assert.Equal(t, 1, provider.requests, "no line was sent")
			require.ErrorContains(t, err, tc.text)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			rest, safe := partial.Resume()
			assert.Len(t, rest, 2)
			require.Equal(t, tc.safe, safe)
			if safe {
				added, err := client.Invoices.AddLines(t.Context(), partial.Invoice.ID, rest)
				require.NoError(t, err)
				assert.Len(t, added, 2)
			}
		})
	}
}

// A head whose creation is uncertain comes back with the ID, if the response has one.
func TestInvoicesService_CreateWithLines_HeadUnknown(t *testing.T) {
	t.Parallel()
	for body, id := range map[string]int64{
		`{"status":"ok","type":"Salesinvoice","fields":{"ID":363},"Salesinvoice":{"data":[]}}`: 363,
		`{"status":"queued","type":"Salesinvoice","Salesinvoice":{"data":[{"ID":363}]}}`:       363,
		`<html><title>Just a moment</title></html>`:                                            0,
		`{"status":"ok","type":"Salesinvoice"}`:                                                0,
	} {
		provider := &cannedBodies{bodies: []string{body}}
		full, err := provider.newClient(t, nil).Invoices.
			CreateWithLines(t.Context(), resico.NewInvoice{CustomerCode: "C1"}, []resico.NewLine{validLine()})
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err), body)
		assert.EqualValues(t, id, full.ID)
		_, isPartial := errors.AsType[*resico.PartialInvoiceError](err)
		assert.False(t, isPartial)
		assert.Equal(t, 1, provider.requests)
	}
}

// An invoice that gets stuck several times is resumed with the lines that are left each time, and has each line once.
func TestPartialInvoiceError_Resume_Again(t *testing.T) {
	t.Parallel()
	var sent []string
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		var line struct{ SKU string }
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&line))
		if sent = append(sent, line.SKU); len(sent) == 2 || len(sent) == 4 {
			writeBody(w, `{"status":"error","message":"the stock is being counted"}`)
			return
		}
		writeBody(w, successBody("SalesinvoiceLine", `{"data":[{"ID":1000}]}`))
	})
	var lines []resico.NewLine
	for _, sku := range []string{"A", "B", "C", "D"} {
		line := validLine()
		line.SKU = sku
		lines = append(lines, line)
	}
	_, err := client.Invoices.AddLines(t.Context(), 365, lines)
	clear(lines) // the error has lines of its own
	for range 2 {
		partial, ok := errors.AsType[*resico.PartialInvoiceError](err)
		require.True(t, ok, err)
		rest, safe := partial.Resume()
		require.True(t, safe)
		_, err = client.Invoices.AddLines(t.Context(), partial.Invoice.ID, rest)
	}
	require.NoError(t, err)
	assert.Equal(t, []string{"A", "B", "B", "C", "C", "D"}, sent, "B and C were rejected once")
}
