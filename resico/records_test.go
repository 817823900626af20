package resico_test

import (
	"context"
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

// written is what a write brought back.
type written struct {
	id     int64
	code   string
	unread []shelfwire.Unread
	err    error
}

// writes are the four writes, by the type of their response.
func writes() map[string]func(context.Context, *resico.Client) written {
	return map[string]func(context.Context, *resico.Client) written{
		"Customers": func(ctx context.Context, client *resico.Client) written {
			c, err := client.Customers.Create(ctx, resico.NewCustomer{Email: "orders@example.com"})
			return written{int64(c.ID), c.Code, c.Unread, err}
		},
		"Customers again": func(ctx context.Context, client *resico.Client) written {
			c, err := client.Customers.Update(ctx, "C1", resico.CustomerUpdate{Name: shelfwire.Set("SIA Saule")})
			return written{int64(c.ID), c.Code, c.Unread, err}
		},
		"Salesinvoice": func(ctx context.Context, client *resico.Client) written {
			i, err := client.Invoices.Create(ctx, resico.NewInvoice{CustomerCode: "C1"})
			return written{int64(i.ID), i.Number, i.Unread, err}
		},
		"SalesinvoiceLine": func(ctx context.Context, client *resico.Client) written {
			l, err := client.Invoices.AddLine(ctx, 363, goodLine())
			return written{int64(l.ID), l.SKU, l.Unread, err}
		},
	}
}

func typeOf(write string) string { return strings.TrimSuffix(write, " again") }

// Whatever stands beside the key of what was written, the caller gets the key.
func TestWrites_SideFieldsCostNoKey(t *testing.T) {
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
		for write, do := range writes() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				for _, payload := range []string{
					`{"data":[{"ID":363,"Code":"C1",%s}]}`, `{"data":{"0":{"ID":363,"Code":"C1",%s}}}`,
					`{"data":{"ID":363,"Code":"C1",%s}}`, `[{%[1]s,"ID":363,"Code":"C1"}]`, `{"ID":"363","Code":"C1",%s}`,
					`{"data":[{%s,"ID":363.0,"Code":"C1"},{"ID":364}]}`,
				} {
					got := do(t.Context(), answering(t, ok(typeOf(write), fmt.Sprintf(payload, tc.member))))
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

// The members that are unread stand in the thing, and their fields are zero.
func TestWrites_Unread(t *testing.T) {
	t.Parallel()
	client, log := captured(t,
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
func TestWrites_KeyFromTheEcho(t *testing.T) {
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
		"the row goes before":        {`{"ID":365,"Code":"C1"}`, `{"data":[{"ID":363,"Code":"C3"}]}`, 363, "C3"},
		"names in small letters":     {`{"id":365,"code":"C1"}`, `{"data":[{}]}`, 365, "C1"},
		"an echo that is an odd one": {`[]`, `{"data":[{"ID":363,"Code":"C3"}]}`, 363, "C3"},
	} {
		for write, do := range writes() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				body := strings.Replace(ok(typeOf(write), tc.payload), `"type"`, `"fields":`+tc.fields+`,"type"`, 1)
				got := do(t.Context(), answering(t, body))
				require.NoError(t, got.err)
				if typeOf(write) == "Customers" {
					assert.Equal(t, tc.code, got.code)
				} else {
					assert.Equal(t, tc.id, got.id)
				}
			})
		}
	}
}

// A write with the mark of success and without a readable key was applied; one without the mark is unknown. The caller
// gets whatever came, also beside the error.
func TestWrites_WithoutAKeyOrAMark(t *testing.T) {
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
		for write, do := range writes() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				body := tc.body
				if strings.Contains(body, "%") {
					body = fmt.Sprintf(tc.body, typeOf(write))
				}
				got := do(t.Context(), answering(t, body))
				require.Error(t, got.err)
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(got.err), got.err)
				switch {
				case typeOf(write) != "Customers":
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

// The mark of success in the forms in which it is read.
func TestWrites_Mark(t *testing.T) {
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
		for write, do := range writes() {
			t.Run(name+", "+write, func(t *testing.T) {
				t.Parallel()
				got := do(t.Context(), answering(t, fmt.Sprintf(body, typeOf(write))))
				require.NoError(t, got.err)
				assert.Equal(t, int64(363), got.id)
			})
		}
	}
}

// A customer is known by the ID, too.
func TestCustomersService_Create_EitherKey(t *testing.T) {
	t.Parallel()
	for row, want := range map[string]written{
		`{"ID":1}`: {id: 1}, `{"Code":"C1"}`: {code: "C1"}, `{"Code":7}`: {code: "7"}, `{"ID":1,"Code":[]}`: {id: 1},
	} {
		c, err := answering(t, ok("Customers", `{"data":[`+row+`]}`)).Customers.
			Create(t.Context(), resico.NewCustomer{Email: "orders@example.com"})
		require.NoError(t, err, row)
		assert.EqualValues(t, want.id, c.ID)
		assert.Equal(t, want.code, c.Code)
	}
}

// An update is asked again once when somebody else has answered; a write never is.
func TestWrites_ForeignResponses(t *testing.T) {
	t.Parallel()
	const page = "<html><title>Just a moment</title></html>"
	for write, do := range writes() {
		t.Run(write, func(t *testing.T) {
			t.Parallel()
			provider := &answers{bodies: []string{page, ok(typeOf(write), `{"data":[{"ID":363}]}`)}}
			got := do(t.Context(), provider.client(t, nil))
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

// What an attempt has read must not outlive it.
func TestCustomersService_Update_StartsAnew(t *testing.T) {
	t.Parallel()
	client := answering(t, ok("Customers", `{"data":[{"ID":1,"Name":"A","Loyal`), ok("Customers", `{"data":[{"ID":1}]}`))
	c, err := client.Customers.Update(t.Context(), "C1", resico.CustomerUpdate{Name: shelfwire.Set("A")})
	require.NoError(t, err)
	assert.Empty(t, c.Name)
}

// Times without a zone are in that of the client; zero dates are none.
func TestWrites_Times(t *testing.T) {
	t.Parallel()
	client := answering(t, ok("SalesinvoiceLine",
		`{"data":[{"ID":1,"Created":"2026-07-20 10:30:28","Updated":"-0001-11-30 00:00:00"}]}`))
	for zone, want := range map[string]string{"Europe/Riga": "2026-07-20T07:30:28Z", "UTC": "2026-07-20T10:30:28Z"} {
		location, err := time.LoadLocation(zone)
		require.NoError(t, err)
		line, err := client.In(location).Invoices.AddLine(t.Context(), 363, goodLine())
		require.NoError(t, err)
		assert.Equal(t, want, line.Created.UTC().Format(time.RFC3339))
		assert.True(t, line.Updated.IsZero())
	}
}

// A text that is not UTF-8 stays the bytes that came.
func TestWrites_BrokenText(t *testing.T) {
	t.Parallel()
	client := answering(t, ok("SalesinvoiceLine", "{\"data\":[{\"ID\":1,\"Name\":\"M\xffsz\",\"SKU\":\"\\ud83d\"}]}"))
	line, err := client.Invoices.AddLine(t.Context(), 363, goodLine())
	require.NoError(t, err)
	assert.Equal(t, "M\xffsz", line.Name)
	assert.NotContains(t, line.SKU, "\ufffd")
}

// A body in another charset is brought into UTF-8.
func TestWrites_Charset(t *testing.T) {
	t.Parallel()
	client := clientOf(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=windows-1257")
		_, _ = io.WriteString(w, ok("SalesinvoiceLine", "{\"data\":[{\"ID\":1,\"Name\":\"\xd0\xf3\"}]}"))
	})
	line, err := client.Invoices.AddLine(t.Context(), 363, goodLine())
	require.NoError(t, err)
	assert.Equal(t, "Šó", line.Name)
}

func TestWrites_RefuseBrokenText(t *testing.T) {
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
	line := goodLine()
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
		_, errs[name] = collect(ctx, client, q)
	}
	for name, err := range errs {
		require.ErrorIs(t, err, shelfwire.ErrInvalid, name)
		problem, isField := errors.AsType[*shelfwire.FieldError](err)
		require.True(t, isField, name)
		assert.Equal(t, strings.TrimSpace(name), problem.Field)
	}
}
