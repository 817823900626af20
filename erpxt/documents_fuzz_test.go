package erpxt

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func fuzzClient(f *testing.F) *Client {
	f.Helper()
	client, err := New(Credentials{ClientID: shelfwire.NewSecret("id"), ClientSecret: shelfwire.NewSecret("secret")}, nil)
	require.NoError(f, err)
	return client
}

// fuzzSchema holds a record to what all records promise: what was read is stored so that it reads the same, and an
// unchanged record goes into a body that holds every parameter and unknown member.
func fuzzSchema[T any](t *testing.T, s *schema[T], text []byte) {
	t.Helper()
	var record, again, back T
	if s.unmarshal(text, &record) != nil {
		return
	}
	require.NoError(t, s.unmarshal(text, &again))
	written, err := s.marshal(&record)
	require.NoError(t, err)
	require.NoError(t, s.unmarshal(written, &back), "%s", written)
	twice, err := s.marshal(&back)
	require.NoError(t, err)
	require.Equal(t, string(written), string(twice))

	raw, err := lenientjson.Parse(text)
	require.NoError(t, err)
	var problems check.Problems
	s.validateChanges(&problems, "", &record, &again)
	if s.validateTexts(&problems, "", &record); problems.Err() != nil || raw.IsNull() {
		return
	}
	sent, err := s.encodeEdit(&record, &again, raw)
	require.NoError(t, err)
	require.True(t, json.Valid(sent), "%s", sent)
	k, _ := s.partsOf(&record)
	value, err := lenientjson.Parse(sent)
	require.NoError(t, err)
	for _, m := range k.unknown {
		var last lenientjson.Value
		for name, value := range value.Members() {
			if name == m.name {
				last = value
			}
		}
		require.Equal(t, string(m.value), string(last), "%s", m.name)
	}
}

// FuzzDocuments gives any text to the records of documents.
func FuzzDocuments(f *testing.F) {
	for _, text := range []string{
		`{"$id":"1","id":"7","PURCHASINGPARTYID":1.0,"Items":[{"Id":3,"Quantity":"1,5","X":[1]},{"ID":4}],"Y":{"a":2.50},"Status":9}`,
		`{"Id":7,"Items":{"0":{}},"PurchasingParty":[],"SalesDate":"x","Address":{"Id":1,"City":5,"Z":null},"Name":"\ud800"}`,
		`{"Items":[7],"GrossTotal":"1 000,00","IsFinal":"true","CurrencyRate":1.0000,"Address":"x","":1}`, `null`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > longestInput {
			return
		}
		fuzzSchema(t, invoiceSchema, text)
		fuzzSchema(t, correctionSchema, text)
		fuzzSchema(t, customerSchema, text)
	})
}

// FuzzPrint gives any text as the response to a print. Only a PDF passes, and it shares no memory with the response.
func FuzzPrint(f *testing.F) {
	client := fuzzClient(f)
	for _, text := range []string{
		`"data:application/pdf;base64,JVBERi0xLjQ="`, `JVBERi0xLjQ`, "%PDF-1.4", "%PDF-1.4 %%EOF", `"JVBERi0xLjQlJUVPRg=="`, `"JVBE\r\nRi0="`, `{"Code":"E","Message":"m"}`, `"data:"`, ``, `"====`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		pdf, err := client.Invoices.decodePrint(body)
		if (err == nil) != bytes.HasPrefix(pdf, []byte(pdfMark)) {
			t.Fatalf("%q: %v", pdf, err)
		}
		copied := bytes.Clone(pdf)
		for i := range body {
			body[i] = 'x'
		}
		require.Equal(t, copied, pdf)
	})
}

// FuzzTaxNumber: every spelling of a number is that number, and the filter ends where it should.
func FuzzTaxNumber(f *testing.F) {
	for _, text := range []string{"6770065406", "PL 677-006-54-06", "BE0123456789", "BE 123 456 789", "BEBE1", "", "44051401458", "12'34"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, number string) {
		if !utf8.ValidString(number) {
			return
		}
		for _, country := range []string{"", "PL", "BE"} {
			spellings := spellTaxNumber(number, country)
			require.Equal(t, number, spellings[0])
			for i, spelling := range spellings {
				require.Equal(t, normalizeTaxNumber(number, country), normalizeTaxNumber(spelling, country))
				require.NotContains(t, spellings[:i], spelling)
				require.True(t, isBalanced(CustomerTaxNumber.Eq(spelling).String()))
			}
			require.False(t, strings.ContainsAny(normalizeTaxNumber(number, country), "- ."))
		}
	})
}

// FuzzLists gives any text as the response to the lists of other resources, and to a final invoice.
func FuzzLists(f *testing.F) {
	client := fuzzClient(f)
	addResponses(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > longestInput {
			return
		}
		value, _ := lenientjson.Parse(body)
		got, err := client.Proformas.decodePage(body)
		if err == nil && !value.IsList() && (!value.IsObject() || got.rowCount() != 1 || !got.isLast) {
			t.Fatal("a list that is none")
		}
		for i := range got.rows {
			require.Positive(t, got.rows[i].ID)
		}
		payments, err := client.Payments.decodePage(body)
		require.True(t, err != nil || value.IsList() && !payments.isLast)
		if _, err := client.VATRates.decodeCountries(body); err == nil && !value.IsList() {
			t.Fatal("countries that are none")
		}
		if final, err := client.AdvanceInvoices.decodeFinal(body, 0); (err == nil) != (final.ID > 0) {
			t.Fatal(final.ID, err)
		}
	})
}
