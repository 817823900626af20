package resico_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// writeResult is the record that a write returned.
type writeResult struct {
	id     int64
	code   string
	unread []shelfwire.Unread
	err    error
}

// writeCalls returns the four writes, by the type of their response.
func writeCalls() map[string]func(context.Context, *resico.Client) writeResult {
	return map[string]func(context.Context, *resico.Client) writeResult{
		"Customers": func(ctx context.Context, client *resico.Client) writeResult {
			c, err := client.Customers.Create(ctx, resico.NewCustomer{Email: "orders@example.com"})
			return writeResult{int64(c.ID), c.Code, c.Unread, err}
		},
		"Customers again": func(ctx context.Context, client *resico.Client) writeResult {
			c, err := client.Customers.Update(ctx, "C1", resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")})
			return writeResult{int64(c.ID), c.Code, c.Unread, err}
		},
		"Salesinvoice": func(ctx context.Context, client *resico.Client) writeResult {
			i, err := client.Invoices.Create(ctx, resico.NewInvoice{CustomerCode: "C1"})
			return writeResult{int64(i.ID), i.Number, i.Unread, err}
		},
		"SalesinvoiceLine": func(ctx context.Context, client *resico.Client) writeResult {
			l, err := client.Invoices.AddLine(ctx, 363, validLine())
			return writeResult{int64(l.ID), l.SKU, l.Unread, err}
		},
	}
}

func responseTypeOf(write string) string { return strings.TrimSuffix(write, " again") }

// A write whose response has two lists of records leaves open which of them it wrote. Two objects inside the record do not.
func TestWrites_TwoLists(t *testing.T) {
	t.Parallel()
	const row = `{"ID":365,"Code":"C1","SKU":"A-1"`
	for name, tc := range map[string]struct {
		payload  string
		isUnread bool
	}{
		"two lists":              {`{"data":[{"ID":1}],"data":[` + row + `}]}`, false},
		"a list and another one": {`{"data":[` + row + `}]},"%s":{"data":[{"ID":1}]}`, false},
		"two sides":              {`{"data":[` + row + `,"Customer":{"Code":"C1"},"Customer":{"Name":"A"},"Loyalty":{"a":1},"Loyalty":{"b":1}}]}`, true},
	} {
		for write, call := range writeCalls() {
			t.Run(name+"/"+write, func(t *testing.T) {
				t.Parallel()
				typ := responseTypeOf(write)
				provider := &cannedBodies{bodies: []string{successBody(typ, strings.ReplaceAll(tc.payload, "%s", typ))}}
				got := call(t.Context(), provider.newClient(t, nil))
				assert.Positive(t, got.id, "the key that was read comes beside the error")
				if tc.isUnread {
					require.NoError(t, got.err)
					assert.Equal(t, typ == "Customers" || typ == "Salesinvoice", got.unread != nil)
					return
				}
				require.ErrorIs(t, got.err, shelfwire.ErrMalformed)
				require.ErrorContains(t, got.err, "twice, and not alike")
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(got.err))
			})
		}
	}
}

// The caller gets the key of a record, also when the members beside it are unreadable.
func TestWrites_UnreadableSideFields(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		member string // beside the key
		field  string // that is unread; "" for none
		raw    string
	}{
		"nothing":                       {`"Name":"A"`, "", ""},
		"an empty rate":                 {`"ExchangeRate":""`, "", ""},
		"a rate with a comma":           {`"ExchangeRate":"1,0"`, "ExchangeRate", `"1,0"`},
		"a rate that is a list":         {`"ExchangeRate":[1]`, "ExchangeRate", `[1]`},
		"an empty date":                 {`"CreationDate":""`, "", ""},
		"MySQL's date that is none":     {`"CreationDate":"0000-00-00 00:00:00"`, "", ""},
		"Carbon's date that is none":    {`"CreationDate":"-0001-11-30T00:00:00.000000Z"`, "", ""},
		"a date in Latvian":             {`"CreationDate":"20.03.2026"`, "CreationDate", `"20.03.2026"`},
		"a date that is false":          {`"CreationDate":false`, "CreationDate", `false`},
		"a date that is a number":       {`"CreationDate":1774000000`, "CreationDate", `1774000000`},
		"a day that does not exist":     {`"CreationDate":"2026-02-30"`, "CreationDate", `"2026-02-30"`},
		"an empty moment":               {`"Created":""`, "", ""},
		"a moment that is none":         {`"Created":"0000-00-00 00:00:00"`, "", ""},
		"a moment in words":             {`"Created":"yesterday"`, "Created", `"yesterday"`},
		"a moment without a zone":       {`"Created":"2026-03-20 10:30:28"`, "", ""},
		"an empty flag":                 {`"Paid":"","ReverseVAT":"","Anonymous":""`, "", ""},
		"a flag as a number":            {`"Paid":1,"ReverseVAT":0`, "", ""},
		"a flag in words":               {`"Paid":"jā","ReverseVAT":"jā"`, "Paid|ReverseVAT", `"jā"`},
		"a list for a text":             {`"Notes":["a","b"],"Name":["a","b"]`, "Notes|Name", `["a","b"]`},
		"false for a text":              {`"Notes":false,"Name":false`, "Notes|Name", `false`},
		"a number for a text":           {`"Notes":7,"Name":7`, "", ""},
		"a number with a fraction":      {`"Status":1.5,"LineNo":1.5`, "Status|LineNo", `1.5`},
		"a number that is too large":    {`"Status":3e9,"LineNo":3e9`, "Status|LineNo", `3e9`},
		"a whole number with a point":   {`"Status":1.0,"LineNo":"1.0"`, "", ""},
		"a fraction inside":             {`"Total":{"row_count":2.5}`, "Total.row_count", `2.5`},
		"an amount inside, in words":    {`"Loyalty":{"amount":"12,50","updated":""}`, "Loyalty.amount", `"12,50"`},
		"an object that is empty":       {`"Total":[],"Client":[],"Customer":null,"Loyalty":[]`, "", ""},
		"an object that is a text":      {`"Total":"x","Loyalty":"x"`, "Total|Loyalty", `"x"`},
		"names in other letters":        {`"NAME":"A"`, "", ""},
		"members that nobody has heard": {`"Colour":{"a":[1,2,{}]}`, "", ""},
	} {
		for write, do := range writeCalls() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				for _, payload := range []string{
					`{"data":[{"ID":363,"Code":"C1",%s}]}`, `{"data":{"0":{"ID":363,"Code":"C1",%s}}}`,
					`{"data":{"ID":363,"Code":"C1",%s}}`, `[{%[1]s,"ID":363,"Code":"C1"}]`, `{"ID":"363","Code":"C1",%s}`,
					`{"data":[{%s,"ID":363.0,"Code":"C1"},{"ID":364}]}`,
				} {
					got := do(t.Context(), newCannedClient(t, successBody(responseTypeOf(write), fmt.Sprintf(payload, tc.member))))
					require.NoError(t, got.err, payload)
					assert.Equal(t, int64(363), got.id, payload)
					for _, unread := range got.unread {
						assert.Contains(t, strings.Split(tc.field, "|"), unread.Field)
						assert.Equal(t, tc.raw, unread.Raw)
					}
				}
			})
		}
	}
}

// Unread members are listed in the record, and their fields are zero.
func TestWrites_Unread(t *testing.T) {
	t.Parallel()
	client, log := newLoggedClient(t,
		`{"status":"ok","time":"half past ten","type":"Salesinvoice","warning":{"unknown":{"a":{}}},"Salesinvoice":{"data":[`+
			`{"ID":363,"ExchangeRate":"1,5","Paid":"k3y-of-the-shop","Status":1.5,"Total":{"total_excl_vat":"1 126.00"}}]}}`)
	inv, err := client.Invoices.Create(t.Context(), resico.NewInvoice{CustomerCode: "C1"})
	require.NoError(t, err)
	assert.Equal(t, []shelfwire.Unread{
		{Field: "time", Raw: `"half past ten"`}, {Field: "warning.unknown", Raw: `{"a":{}}`},
		{Field: "ExchangeRate", Raw: `"1,5"`}, {Field: "Paid", Raw: `"[redacted]"`}, {Field: "Status", Raw: "1.5"},
		{Field: "Total.total_excl_vat", Raw: `"1 126.00"`},
	}, inv.Unread)
	assert.False(t, inv.ExchangeRate.IsSet())
	assert.False(t, inv.Paid)
	assert.Zero(t, inv.Status)
	assert.True(t, inv.ServerTime.IsZero())
	assert.Contains(t, log.String(),
		`fields="ExchangeRate 1, Paid 1, Status 1, Total.total_excl_vat 1, time 1, warning.unknown 1"`)
	assert.Equal(t, 1, strings.Count(log.String(), "could not be read for certain"))
}

// The echo in the envelope is a second source of the key.
func TestWrites_KeyFromEcho(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fields, payload string
		id              int64
		code            string
	}{
		"no key in the row":          {`{"ID":365,"Code":"C1"}`, `{"data":[{"Name":"A"}]}`, 365, "C1"},
		"an empty row":               {`{"ID":365,"Code":"C1"}`, `{"data":[[]]}`, 365, "C1"},
		"a key that is null":         {`{"ID":365,"Code":"C1"}`, `{"data":[{"ID":null,"Code":null}]}`, 365, "C1"},
		"a key that is empty":        {`{"ID":"365","Code":"C1"}`, `{"data":[{"ID":"","Code":" "}]}`, 365, "C1"},
		"a key of another form":      {`{"ID":365.0,"Code":"C1"}`, `{"data":[{"ID":"TTT-1","Code":["x"]}]}`, 365, "C1"},
		"an ID of zero":              {`{"ID":365,"Code":"C1"}`, `{"data":[{"ID":0}]}`, 365, "C1"},
		"a negative ID":              {`{"ID":365,"Code":"C1"}`, `{"data":[{"ID":-1}]}`, 365, "C1"},
		"the row goes before":        {`{"ID":365,"Code":"C3"}`, `{"data":[{"ID":363,"Code":"C1"}]}`, 363, "C1"},
		"names in small letters":     {`{"id":365,"code":"C1"}`, `{"data":[{}]}`, 365, "C1"},
		"an echo that is an odd one": {`[]`, `{"data":[{"ID":363,"Code":"C1"}]}`, 363, "C1"},
	} {
		for write, do := range writeCalls() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				body := strings.Replace(successBody(responseTypeOf(write), tc.payload), `"type"`, `"fields":`+tc.fields+`,"type"`, 1)
				got := do(t.Context(), newCannedClient(t, body))
				require.NoError(t, got.err)
				if responseTypeOf(write) == "Customers" {
					assert.Equal(t, tc.code, got.code)
				} else {
					assert.Equal(t, tc.id, got.id)
				}
			})
		}
	}
}

// A write without a readable key was applied when its response is a success, and is unknown otherwise. The
// caller gets the members that were read, also beside the error.
func TestWrites_MissingKeyOrStatus(t *testing.T) {
	t.Parallel()
	const echo = `"fields":{"ID":365,"Code":"C1"}`
	for name, tc := range map[string]struct {
		body    string // %s is the type
		outcome shelfwire.Outcome
		id      int64
	}{
		"no key":                     {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"Name":"A"}]}}`, shelfwire.OutcomeApplied, 0},
		"an ID of zero":              {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":0}]}}`, shelfwire.OutcomeApplied, 0},
		"a negative ID":              {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":-1}]}}`, shelfwire.OutcomeApplied, -1},
		"a negative ID twice":        {`{"status":"ok","type":"%[1]s","fields":{"ID":-2},"%[1]s":{"data":[{}]}}`, shelfwire.OutcomeApplied, 0},
		"an ID with a fraction":      {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":363.5}]}}`, shelfwire.OutcomeApplied, 0},
		"no payload":                 {`{"status":"ok","type":"%[1]s"}`, shelfwire.OutcomeUnknown, 0},
		"no rows":                    {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[]}}`, shelfwire.OutcomeUnknown, 0},
		"no data":                    {`{"status":"ok","type":"%[1]s","%[1]s":{"total":1}}`, shelfwire.OutcomeUnknown, 0},
		"no payload, and an echo":    {`{"status":"ok","type":"%[1]s",` + echo + `}`, shelfwire.OutcomeUnknown, 365},
		"no rows, and an echo":       {`{"status":"ok","type":"%[1]s",` + echo + `,"%[1]s":{"data":[]}}`, shelfwire.OutcomeUnknown, 365},
		"another type, and an echo":  {`{"status":"ok","type":"Products",` + echo + `}`, shelfwire.OutcomeUnknown, 0},
		"another type, and a row":    {`{"status":"ok","type":"Products","%[1]s":{"data":[{"ID":365,"Code":"C1"}]}}`, shelfwire.OutcomeUnknown, 365},
		"no status, and a row":       {`{"type":"%[1]s","%[1]s":{"data":[{"ID":365,"Code":"C1"}]}}`, shelfwire.OutcomeUnknown, 365},
		"status error, and a row":    {`{"status":"error","type":"%[1]s","%[1]s":{"data":[{"ID":365,"Code":"C1"}]}}`, shelfwire.OutcomeUnknown, 365},
		"another status, and a row":  {`{"status":"queued","type":"%[1]s","%[1]s":{"data":[{"ID":365,"Code":"C1"}]}}`, shelfwire.OutcomeUnknown, 365},
		"broken off behind the key":  {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":365,"Code":"C1","Num`, shelfwire.OutcomeApplied, 365},
		"broken off in the row":      {`{"status":"ok","type":"%[1]s","%[1]s":{"data":[{"ID":36`, shelfwire.OutcomeApplied, 0},
		"broken off, and an echo":    {`{"status":"ok","type":"%[1]s",` + echo + `,"%[1]s":{"data":[{"ID":36`, shelfwire.OutcomeApplied, 365},
		"broken off before the row":  {`{"status":"ok","type":"%[1]s","%[1]s":{"da`, shelfwire.OutcomeUnknown, 0},
		"broken off before the mark": {`{"status":"ok","ty`, shelfwire.OutcomeUnknown, 0},
	} {
		for write, do := range writeCalls() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				body := tc.body
				if strings.Contains(body, "%") {
					body = fmt.Sprintf(tc.body, responseTypeOf(write))
				}
				got := do(t.Context(), newCannedClient(t, body))
				require.Error(t, got.err)
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(got.err), got.err)
				switch {
				case responseTypeOf(write) != "Customers":
					assert.Equal(t, max(tc.id, 0), max(got.id, 0))
				case tc.id > 0:
					assert.Equal(t, "C1", got.code)
				default:
					assert.Empty(t, got.code)
				}
			})
		}
	}
}

// An update is retried once after a malformed response; a write is sent once.
func TestWrites_ForeignResponses(t *testing.T) {
	t.Parallel()
	const page = "<html><title>Just a moment</title></html>"
	for write, do := range writeCalls() {
		t.Run(write, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: []string{page, successBody(responseTypeOf(write), `{"data":[{"ID":363}]}`)}}
			got := do(t.Context(), provider.newClient(t, nil))
			if write == "Customers again" {
				require.NoError(t, got.err)
				assert.Equal(t, 2, provider.requests)
				return
			}
			require.ErrorIs(t, got.err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(got.err))
			assert.Equal(t, 1, provider.requests)
		})
	}
}
