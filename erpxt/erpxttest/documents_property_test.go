package erpxttest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire/erpxt"
)

// drawJSON draws a compact JSON value, with forms that a decoder would change: trailing zeros, escapes, exponents.
func drawJSON(t *rapid.T, depth int) string {
	last := 7
	if depth == 0 {
		last = 5
	}
	switch rapid.IntRange(0, last).Draw(t, "kind") {
	case 6:
		return "[" + strings.Join(drawSeveral(t, func() string { return drawJSON(t, depth-1) }), ",") + "]"
	case 7:
		return "{" + strings.Join(drawUnknown(t, depth-1), ",") + "}"
	default:
		return rapid.SampledFrom([]string{
			"null", "true", "1.50", "-0.0", "1e3", `"za\u017c\u00f3\u0142\u0107"`, `"a\/b<&>"`, `""`, "[]", "{}", "12345678901234567890.10",
		}).Draw(t, "value")
	}
}

func drawSeveral(t *rapid.T, draw func() string) (list []string) {
	for range rapid.IntRange(0, 3).Draw(t, "number") {
		list = append(list, draw())
	}
	return list
}

// drawUnknown draws members that no article names.
func drawUnknown(t *rapid.T, depth int) (list []string) {
	for i := range rapid.IntRange(0, 3).Draw(t, "unknown") {
		list = append(list, fmt.Sprintf(`"Unknown%d":%s`, i, drawJSON(t, depth)))
	}
	return list
}

// drawInvoice draws a draft with members that no article names, at every level.
func drawInvoice(t *rapid.T) (text string, lines int) {
	lines = rapid.IntRange(0, 4).Draw(t, "lines")
	items := make([]string, lines)
	for i := range items {
		items[i] = "{" + strings.Join(append(drawUnknown(t, 2),
			fmt.Sprintf(`"Id":%d,"ProductId":%d,"Quantity":%d.%d0,"ProductCurrencyPrice":%d.5`, i+1,
				rapid.IntRange(1, 3).Draw(t, "product"), i+1, rapid.IntRange(0, 9).Draw(t, "tenth"), i)), ",") + "}"
	}
	return "{" + strings.Join(append(drawUnknown(t, 3), `"Id":1,"PurchasingPartyId":1,"PaymentTypeId":2`,
		fmt.Sprintf(`"InvoiceType":%d,"PaymentStatus":1,"Description":"d"`, rapid.IntRange(0, 1).Draw(t, "kind")),
		`"CurrencyRate":4.2510,"CurrencyConverter":1.0,"CurrencyCode":"EUR"`, `"Items":[`+strings.Join(items, ",")+`]`), ",") + "}", lines
}

// drawEdit draws an edit of an invoice with some lines, and names the members that it changes.
func drawEdit(t *rapid.T, lines int) (edit func(*erpxt.Invoice), changed []string) {
	sums := []string{"Items", "NetTotal", "VatTotal", "GrossTotal", "CurrencyNetTotal", "CurrencyVatTotal", "CurrencyGrossTotal"}
	at := 0
	if lines > 0 {
		at = rapid.IntRange(0, lines-1).Draw(t, "at")
	}
	kind := rapid.SampledFrom([]string{"text", "payment", "day", "reverse", "remove", "add", "replace", "none"}).Draw(t, "edit")
	if lines == 0 && (kind == "remove" || kind == "replace") {
		kind = "none"
	}
	switch kind {
	case "text":
		return func(i *erpxt.Invoice) { i.Description = "new" }, []string{"Description"}
	case "payment":
		return func(i *erpxt.Invoice) { i.PaymentStatus = erpxt.PaymentStatusUnpaid }, []string{"PaymentStatus"}
	case "day":
		return func(i *erpxt.Invoice) { i.IssueDate = date("2026-02-01") }, []string{"IssueDate"}
	case "reverse":
		return func(i *erpxt.Invoice) { slices.Reverse(i.Items) }, []string{"Items"}
	case "remove":
		return func(i *erpxt.Invoice) { i.Items = slices.Delete(i.Items, at, at+1) }, sums
	case "add":
		return func(i *erpxt.Invoice) {
			added := erpxt.Item{ProductID: 1, Quantity: price("1"), ProductCurrencyPrice: price("2")}
			i.Items = slices.Insert(i.Items, at, added)
		}, sums
	case "replace":
		return func(i *erpxt.Invoice) {
			i.Items[at] = erpxt.Item{
				ID: i.Items[at].ID, ProductID: i.Items[at].ProductID, Quantity: price("7"), ProductCurrencyPrice: price("1"),
				ProductPrice: i.Items[at].ProductPrice, ProductName: i.Items[at].ProductName,
				UnitOfMeasurement: i.Items[at].UnitOfMeasurement,
			}
		}, sums
	default:
		return func(*erpxt.Invoice) {}, nil
	}
}

// unknownByLine are the members of each line that no article names, as they were sent, by the id of the line.
func unknownByLine(t require.TestingT, items json.RawMessage) map[string]string {
	var lines []json.RawMessage
	require.NoError(t, json.Unmarshal(items, &lines))
	unknown := map[string]string{}
	for _, line := range lines {
		var members map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(line, &members))
		for i := range 3 {
			name := fmt.Sprintf("Unknown%d", i)
			if value, ok := members[name]; ok {
				unknown[string(members["Id"])+name] = string(value)
			}
		}
	}
	return unknown
}

// Whatever an edit leaves alone arrives byte for byte, in the document and in its lines.
func TestInvoicesService_Edit_KeepsEverything(t *testing.T) {
	t.Parallel()
	srv := newShop(t)
	client, get := srv.Client(nil), func(rt *rapid.T) map[string]json.RawMessage {
		var all map[string]json.RawMessage
		require.NoError(rt, json.Unmarshal([]byte(encodedRecord(t, srv, invoices+"/1")), &all))
		return all
	}
	rapid.Check(t, func(rt *rapid.T) {
		text, lines := drawInvoice(rt)
		var draft erpxt.Invoice
		require.NoError(rt, json.Unmarshal([]byte(text), &draft), text)
		srv.AddInvoices(draft)
		before := get(rt)
		edit, changed := drawEdit(rt, lines)
		_, err := client.Invoices.Edit(t.Context(), 1, func(i *erpxt.Invoice) error {
			edit(i)
			return nil
		})
		require.NoError(rt, err)
		after := get(rt)
		for name, value := range before {
			if !slices.Contains(changed, name) {
				require.Equal(rt, string(value), string(after[name]), name)
			}
		}
		require.Len(rt, after, len(before))
		was, is := unknownByLine(rt, before["Items"]), unknownByLine(rt, after["Items"])
		for key, value := range is {
			require.Equal(rt, was[key], value, key)
		}
		if !slices.Contains(changed, "NetTotal") {
			require.Len(rt, is, len(was))
		}
	})
}
