package erpxt_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// codeText is an enumeration of the provider.
type codeText interface {
	comparable
	Code() (int, bool)
	MarshalJSON() ([]byte, error)
}

// testCodes holds each documented code of an enumeration, and an undocumented one, to its text.
func testCodes[C codeText](t *testing.T, name, unknown string, ofCode func(int) C, read func(*C, []byte) error, codes map[int]C) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		for code, text := range codes {
			assert.Equal(t, text, ofCode(code))
			got, ok := text.Code()
			assert.True(t, ok)
			assert.Equal(t, code, got)
			wire, err := text.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint(code), string(wire))
			var back C
			require.NoError(t, read(&back, fmt.Appendf(nil, `"%d"`, code)))
			assert.Equal(t, text, back)
			require.Error(t, read(&back, []byte(`"x"`)))
			assert.Equal(t, text, back, "an error leaves it")
		}
		assert.Equal(t, unknown, fmt.Sprint(ofCode(77)))
		wire, err := ofCode(77).MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, "77", string(wire))
		var zero C
		_, ok := zero.Code()
		assert.False(t, ok)
		wire, err = zero.MarshalJSON()
		require.NoError(t, err)
		assert.Equal(t, "null", string(wire))
	})
}

func TestCodes(t *testing.T) {
	t.Parallel()
	testCodes(t, "CustomerType", "type 77", erpxt.CustomerTypeOfCode, (*erpxt.CustomerType).UnmarshalJSON,
		map[int]erpxt.CustomerType{0: erpxt.CustomerTypePerson, 1: erpxt.CustomerTypeBusiness})
	testCodes(t, "CustomerStatus", "status 77", erpxt.CustomerStatusOfCode, (*erpxt.CustomerStatus).UnmarshalJSON,
		map[int]erpxt.CustomerStatus{
			0: erpxt.CustomerStatusDomestic, 1: erpxt.CustomerStatusIntraEU, 2: erpxt.CustomerStatusOutsideEU,
			3: erpxt.CustomerStatusTriangular, 10: erpxt.CustomerStatusOSS,
		})
	testCodes(t, "PaymentMethod", "method 77", erpxt.PaymentMethodOfCode, (*erpxt.PaymentMethod).UnmarshalJSON,
		map[int]erpxt.PaymentMethod{0: erpxt.PaymentMethodCash, 1: erpxt.PaymentMethodAccount, 2: erpxt.PaymentMethodCard})
	testCodes(t, "ReportingPeriod", "period 77", erpxt.ReportingPeriodOfCode, (*erpxt.ReportingPeriod).UnmarshalJSON,
		map[int]erpxt.ReportingPeriod{
			1: erpxt.ReportingPeriodDaily, 2: erpxt.ReportingPeriodWeekly, 3: erpxt.ReportingPeriodMonthly, 4: erpxt.ReportingPeriodIndefinite,
		})
	testCodes(t, "DocumentStatus", "status 77", erpxt.DocumentStatusOfCode, (*erpxt.DocumentStatus).UnmarshalJSON,
		map[int]erpxt.DocumentStatus{0: erpxt.DocumentStatusDraft, 1: erpxt.DocumentStatusConfirmed})
	testCodes(t, "ProformaStatus", "status 77", erpxt.ProformaStatusOfCode, (*erpxt.ProformaStatus).UnmarshalJSON,
		map[int]erpxt.ProformaStatus{0: erpxt.ProformaStatusOpen, 1: erpxt.ProformaStatusConverted})
	testCodes(t, "PaymentStatus", "status 77", erpxt.PaymentStatusOfCode, (*erpxt.PaymentStatus).UnmarshalJSON,
		map[int]erpxt.PaymentStatus{0: erpxt.PaymentStatusUnpaid, 1: erpxt.PaymentStatusPaid, 2: erpxt.PaymentStatusPartly})
	testCodes(t, "InvoiceType", "type 77", erpxt.InvoiceTypeOfCode, (*erpxt.InvoiceType).UnmarshalJSON,
		map[int]erpxt.InvoiceType{0: erpxt.InvoiceTypeNet, 1: erpxt.InvoiceTypeGross})
	testCodes(t, "CurrencyRateType", "type 77", erpxt.CurrencyRateTypeOfCode, (*erpxt.CurrencyRateType).UnmarshalJSON,
		map[int]erpxt.CurrencyRateType{0: erpxt.CurrencyRateTypeNBP, 1: erpxt.CurrencyRateTypeManual})
}

// Statuses of different kinds do not mix, and no number stands for a code.
func TestCodes_Compile(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		`erpxt.InvoicePaymentStatus.Eq(erpxt.PaymentStatusUnpaid)`: "",
		`erpxt.ProformaStatusField.Eq(erpxt.ProformaStatusOpen)`:   "",
		`erpxt.CustomerTypeField.Ne(erpxt.CustomerTypeBusiness)`:   "",
		`erpxt.InvoiceStatus.Eq(erpxt.ProformaStatusOpen)`:         "cannot use",
		`erpxt.ProformaStatusField.Eq(erpxt.DocumentStatusDraft)`:  "cannot use",
		`erpxt.InvoicePaymentStatus.Eq(0)`:                         "cannot use 0",
		`erpxt.NewInvoice{InvoiceType: 1}`:                         "cannot use 1",
		`erpxt.NewInvoice{InvoiceType: erpxt.InvoiceTypeGross}`:    "",
		`erpxt.Proforma{Status: erpxt.DocumentStatusDraft}`:        "cannot use",
		`erpxt.Payment{Kind: erpxt.PaymentMethodCash}`:             "cannot use",
		`erpxt.PaymentType{Type: erpxt.PaymentKindIncome}`:         "cannot use",
		`erpxt.PaymentDocumentNumber.Eq("FS/1")`:                   "",
		`erpxt.EnumField[string]("x")`:                             "does not satisfy",
	} {
		problems := compile(t, expression)
		if want == "" {
			assert.Empty(t, problems, expression)
		} else {
			assert.Contains(t, problems, want, expression)
		}
	}
}

// record is one kind of record, for tests of what all of them share.
type record struct {
	name string
	read func(data []byte) (written []byte, unread []shelfwire.Unread, err error)
}

// recordOf makes a record of a type.
func recordOf[T any, P interface {
	*T
	UnmarshalJSON([]byte) error
}](name string, unreadOf func(*T) []shelfwire.Unread) record {
	return record{name, func(data []byte) ([]byte, []shelfwire.Unread, error) {
		var t T
		if err := P(&t).UnmarshalJSON(data); err != nil {
			return nil, nil, err
		}
		written, err := json.Marshal(t)
		return written, unreadOf(&t), err
	}}
}

func allRecords() []record {
	return []record{
		recordOf("customer", func(r *erpxt.Customer) []shelfwire.Unread { return r.Unread }),
		recordOf("address", func(r *erpxt.Address) []shelfwire.Unread { return r.Unread }),
		recordOf("payment type", func(r *erpxt.PaymentType) []shelfwire.Unread { return r.Unread }),
		recordOf("bank account", func(r *erpxt.BankAccount) []shelfwire.Unread { return r.Unread }),
		recordOf("invoice", func(r *erpxt.Invoice) []shelfwire.Unread { return r.Unread }),
		recordOf("line", func(r *erpxt.Item) []shelfwire.Unread { return r.Unread }),
		recordOf("party", func(r *erpxt.Party) []shelfwire.Unread { return r.Unread }),
		recordOf("pro forma invoice", func(r *erpxt.Proforma) []shelfwire.Unread { return r.Unread }),
		recordOf("advance invoice", func(r *erpxt.AdvanceInvoice) []shelfwire.Unread { return r.Unread }),
		recordOf("correction", func(r *erpxt.Correction) []shelfwire.Unread { return r.Unread }),
		recordOf("purchase invoice", func(r *erpxt.PurchaseInvoice) []shelfwire.Unread { return r.Unread }),
		recordOf("VAT purchase", func(r *erpxt.VATPurchase) []shelfwire.Unread { return r.Unread }),
		recordOf("payment", func(r *erpxt.Payment) []shelfwire.Unread { return r.Unread }),
		recordOf("address", func(r *erpxt.PaymentAddress) []shelfwire.Unread { return r.Unread }),
		recordOf("rate", func(r *erpxt.CountryVATRate) []shelfwire.Unread { return r.Unread }),
		recordOf("template", func(r *erpxt.PrintTemplate) []shelfwire.Unread { return r.Unread }),
	}
}

// fullRecord has every member of every record, in a form that is read for certain.
const fullRecord = `{"Id":7,"PaymentId":71,"RateId":72,"Name":"n","CountryCode":"PL","CustomerTaxNumber":"1","CustomerCode":"c",` +
	`"Mail":"m","PhoneNumber":"p","CustomerType":1,"CustomerStatus":10,"RepresentativeFirstName":"f","RepresentativeLastName":"l",` +
	`"Address":{"Id":8,"Street":"s","BuildingNumber":"1","FlatNumber":"2","PostalCode":"3","City":"c","X":1},` +
	`"Primary":true,"Deadline":14,"Type":1,"AccountNumber":"a","BankName":"b","Symbol":"s","ReportingPeriod":3,"PaymentStatus":2,` +
	`"PurchasingPartyId":11,"PurchasingParty":{"Name":"x","NipPrefix":"PL","Nip":"1","Country":"k","City":"c","Street":"s",` +
	`"BuildingNumber":"1","FlatNumber":"2","BankName":"b","BankAccountNumber":"n","CustomerType":0,"X":[1.50]},` +
	`"ReceivingPartyId":12,"PaymentTypeId":13,"PaymentType":2,"PaymentDeadline":"2024-06-19",` +
	`"BankAccountId":14,"BankAccountNumber":"n","SalesDate":"2024-06-05","InvoiceType":1,"IsOSSProcedure":true,` +
	`"OSSProcedureCountryCode":"DE","IsFinal":false,"NetTotal":1.10,"VatTotal":2.20,"GrossTotal":3.30,"CurrencyNetTotal":4.40,` +
	`"CurrencyVatTotal":5.50,"CurrencyGrossTotal":6.60,"CurrencyCode":"EUR","CurrencyRateType":1,"CurrencyRateDate":"2024-06-04",` +
	`"CurrencyConverter":100,"CurrencyRate":4.3210,"Items":[{"Id":31,"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,` +
	`"ProductPrice":43.21,"ProductName":"n","ProductDescription":"d","UnitOfMeasurement":"szt.","VatRateId":17,"CurrencyAdvance":1.00,"X":{}}],` +
	`"Description":"d","IssueDate":"2024-06-05","Number":"FS/1","Status":1,"InvoiceDocIdNum":15,"CorrectedId":16,` +
	`"CorrectionReasonText":"r","SellingPartyId":17,"SellingPartyBankAccountNumber":"s","SellingPartyBankAccountName":"t",` +
	`"PurchaseDate":"2024-06-03","CustomerId":18,"CustomerBankAccountNumber":"u","CustomerBankAccountName":"v","ReceiptDate":"2024-06-02",` +
	`"Correction":true,"CorrectedDocumentNumber":"w","InternalDocument":false,"IncludedInJPKV7":true,"VATDeclatationDate":"2024-06",` +
	`"IncludedInVATUE":false,"VATUEDeclarationDate":"2024-07","DocumentNumber":"x","CreationDate":"2024-05-01","UpdateDate":"2024-05-02",` +
	`"DueDate":"2024-05-03","SenderTaxId":"1","SenderName":"2","SenderAddress":{"Street":"s","HouseNumber":"1","ApartmentNumbe":"2",` +
	`"ZipCode":"3","City":"c","Region":"r"},"RecipientTaxId":"3","RecipientName":"4",` +
	`"RecipientAccountNumber":"5","Amount":7.70,"VatAmount":8.80,"Currency":"PLN","SplitPayment":true,"Payable":false,` +
	`"CorrectedDocumentId":19,"CorrectedDocumentType":"6","CorrectionReason":"7","Rate":"19%","Language":"EN",` +
	`"BuildingNumber":"b","FlatNumber":"f","PostalCode":"p","City":"c","Street":"s","NipPrefix":"q","Nip":"r","Country":"s",` +
	`"ProductId":5,"Quantity":1.0,"ProductCurrencyPrice":10.00,"ProductPrice":43.21,"ProductName":"n","ProductDescription":"d",` +
	`"UnitOfMeasurement":"szt.","VatRateId":17,"CurrencyAdvance":1.00,"HouseNumber":"h","ApartmentNumbe":"a","ZipCode":"z","Region":"r"}`

// A record that was read is stored with every member that came, known or not, and reads back the same.
func TestRecords_Store(t *testing.T) {
	t.Parallel()
	for _, r := range allRecords() {
		written, unread, err := r.read([]byte(fullRecord))
		require.NoError(t, err, r.name)
		assert.JSONEq(t, kindOnly(r.name, fullRecord), string(written), r.name)
		for _, u := range unread { // a member of one kind of record may have another form in another one
			assert.Contains(t, []string{"PaymentType", "Correction", "Rate"}, u.Field, r.name)
		}
		again, _, err := r.read(written)
		require.NoError(t, err, r.name)
		assert.Equal(t, string(written), string(again), r.name)
		_, _, err = r.read([]byte(`[7]`))
		require.ErrorContains(t, err, r.name+": not an object")
		_, _, err = r.read([]byte(`{"Id`))
		require.Error(t, err)
		written, _, err = r.read([]byte(`null`))
		require.NoError(t, err)
		assert.NotContains(t, string(written), "null")
	}
}

// kindOnly returns a record as one kind of record stores it: what a text is made of as a text.
func kindOnly(kind, text string) string {
	if kind == "payment" {
		text = strings.Replace(text, `"PaymentType":2`, `"PaymentType":"2"`, 1)
	}
	return text
}

// oddMembers are forms that cannot be read for certain, by the kind of member.
var oddMembers = []string{`"12,50"`, `"1 126.00"`, `[7]`, `{"a":1}`, `"5.06.2024"`, `"maybe"`, `false`, `1e999`, `"x"`}

// Whatever the form of a member, it costs no other member, and is stored as it came.
func TestRecords_OddForms(t *testing.T) {
	t.Parallel()
	var names map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(fullRecord), &names))
	for _, r := range allRecords() {
		for name := range names {
			for _, form := range oddMembers {
				names := map[string]json.RawMessage{"Id": names["Id"], "Number": names["Number"], name: json.RawMessage(form)}
				data, err := json.Marshal(names)
				require.NoError(t, err)
				written, unread, err := r.read(data)
				require.NoError(t, err, "%s %s", r.name, data)
				if len(unread) == 1 && unread[0].Field == name {
					assert.Equal(t, form, unread[0].Raw, r.name)
					var back map[string]json.RawMessage
					require.NoError(t, json.Unmarshal(written, &back))
					assert.Equal(t, form, string(back[name]), r.name)
				}
			}
		}
	}
}

// A member that the guide misspells is read in both spellings; of both, that of the guide counts.
func TestRecords_Spellings(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]string{
		`"guide":"1"`: "1", `"right":"2"`: "2", `"guide":"1","right":"2"`: "1", `"right":"2","guide":"1"`: "1",
		`"guide":"","right":"2"`: "2",
	} {
		var address erpxt.PaymentAddress
		data := "{" + strings.NewReplacer("guide", "ApartmentNumbe", "right", "ApartmentNumber").Replace(members) + "}"
		require.NoError(t, json.Unmarshal([]byte(data), &address))
		assert.Equal(t, want, address.ApartmentNumber, data)
		assert.Empty(t, address.Unread)

		var purchase erpxt.VATPurchase
		data = `{"Id":7,` + strings.NewReplacer("guide", "VATDeclatationDate", "right", "VATDeclarationDate").Replace(members) + "}"
		require.NoError(t, json.Unmarshal([]byte(data), &purchase))
		assert.Equal(t, want, purchase.VATDeclarationDate, data)
		assert.Empty(t, purchase.Unread)
	}
}

// The moments of a payment have any clock, its days only midnight.
func TestPayment_Moments(t *testing.T) {
	t.Parallel()
	const moment = `"2024-05-01T22:13:05Z"`
	var p erpxt.Payment
	require.NoError(t, json.Unmarshal([]byte(`{"Id":7,"CreationDate":`+moment+`,"UpdateDate":`+moment+`,"DueDate":`+moment+`}`), &p))
	assert.Equal(t, day("2024-05-01"), p.CreationDate)
	assert.Equal(t, day("2024-05-01"), p.UpdateDate)
	assert.Equal(t, []shelfwire.Unread{{Field: "DueDate", Raw: moment}}, p.Unread)
}

// invoiceDraws draws a draft with unknown members at every level, in the order of the wire or another one.
func invoiceDraws(t *rapid.T) string {
	value := rapid.SampledFrom([]string{`1.50`, `"a\u0142b"`, `null`, `true`, `[1,{"b":2.0}]`, `{"c":[]}`, `""`, `-0.00`, `1e3`})
	unknown := func(prefix string) []string {
		var members []string
		for i := range rapid.IntRange(0, 3).Draw(t, "unknown") {
			members = append(members, fmt.Sprintf(`"%s%d":%s`, prefix, i, value.Draw(t, "value")))
		}
		return members
	}
	var items []string
	for i := range rapid.IntRange(0, 5).Draw(t, "lines") {
		line := append([]string{
			fmt.Sprintf(`"Id":%d`, 30+i), fmt.Sprintf(`"ProductId":%d`, 1+i), `"Quantity":2.000`, `"ProductCurrencyPrice":0.50`,
			`"ProductPrice":0.50`, `"ProductName":"own"`,
		}, unknown("Line")...)
		items = append(items, "{"+strings.Join(rapid.Permutation(line).Draw(t, "line"), ",")+"}")
	}
	members := append([]string{
		`"Id":7`, `"Number":"FS/1"`, `"Status":0`, `"PurchasingPartyId":1`, `"PaymentTypeId":2`, `"InvoiceType":1`,
		`"CurrencyRate":` + rapid.SampledFrom([]string{"1.0000", "4.32", `"4,32"`, "null"}).Draw(t, "rate"),
		`"CurrencyRateDate":"2024-06-04T00:00:00+01:00"`, `"PaymentDeadline":"2024-06-19T00:00:00+02:00"`, `"GrossTotal":9.99`,
		`"Items":[` + strings.Join(items, ",") + `]`,
	}, unknown("Doc")...)
	return "{" + strings.Join(rapid.Permutation(members).Draw(t, "members"), ",") + "}"
}

// Any draft, read, edited in one field and its lines moved about, goes back with every other member byte for byte and
// without those of the server.
func TestInvoicesService_Edit_RoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draft := invoiceDraws(t)
		own := rapid.Bool().Draw(t, "own structures")
		var kept []int64
		p := scriptedProvider(cannedResponse{200, draft}, cannedResponse{204, ""}, cannedResponse{500, ""})
		got, err := p.client(t).Invoices.Edit(t.Context(), 7, func(i *erpxt.Invoice) error {
			i.Description = "edited"
			i.Items = rapid.Permutation(i.Items).Draw(t, "order")
			i.Items = i.Items[:rapid.IntRange(0, len(i.Items)).Draw(t, "left")]
			for at := range i.Items {
				kept = append(kept, i.Items[at].ID)
				if own {
					item := &i.Items[at]
					*item = erpxt.Item{ // the fields that are the server's own have to stay
						ID: item.ID, ProductID: item.ProductID, Quantity: item.Quantity, ProductCurrencyPrice: item.ProductCurrencyPrice,
						ProductPrice: item.ProductPrice, ProductName: item.ProductName,
					}
				}
			}
			return nil
		})
		if shelfwire.OutcomeOf(err) != shelfwire.OutcomeApplied || got.ID != 7 {
			t.Fatal(err)
		}
		before, sent := members(t, draft), members(t, p.calls[1].body)
		for name, value := range before {
			switch name {
			case "Number", "Status", "GrossTotal":
				if _, ok := sent[name]; ok {
					t.Fatalf("%s is the server's own", name)
				}
			case "Items":
			default:
				if sent[name] != value {
					t.Fatalf("%s: %s, not %s", name, sent[name], value)
				}
			}
		}
		checkLines(t, before["Items"], sent["Items"], kept)
	})
}

// checkLines holds the lines that were sent to those that were read.
func checkLines(t *rapid.T, before, sent string, kept []int64) {
	read := map[string]map[string]string{}
	for _, line := range elements(t, before) {
		m := members(t, line)
		read[m["Id"]] = m
	}
	lines := elements(t, sent)
	if len(lines) != len(kept) {
		t.Fatal(sent)
	}
	for i, line := range lines {
		m := members(t, line)
		if m["Id"] != fmt.Sprint(kept[i]) {
			t.Fatal(sent)
		}
		for name, value := range read[m["Id"]] {
			if own := name == "ProductPrice" || name == "ProductName"; own == (m[name] == value) {
				t.Fatalf("%s: %s, not %s", name, m[name], value)
			}
		}
	}
}

func members(t *rapid.T, text string) map[string]string {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err, text)
	}
	texts := map[string]string{}
	for name, value := range raw {
		texts[name] = string(value)
	}
	return texts
}

func elements(t *rapid.T, text string) []string {
	var raw []json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		t.Fatal(err, text)
	}
	var texts []string
	for _, value := range raw {
		texts = append(texts, string(value))
	}
	return texts
}

// A member without a field is handed out as a copy, by its exact name.
func TestMember(t *testing.T) {
	t.Parallel()
	var i erpxt.Invoice
	require.NoError(t, i.UnmarshalJSON([]byte(`{"Id":7,"KsefNumber":"1","$id":"5","Items":[{"Id":1,"Gtu":["a"]}],"KsefNumber":"2"}`)))
	value, ok := i.Member("KsefNumber")
	assert.True(t, ok)
	assert.Equal(t, `"2"`, string(value))
	value[1] = '9'
	value, _ = i.Member("KsefNumber")
	assert.Equal(t, `"2"`, string(value))
	value, ok = i.Items[0].Member("Gtu")
	assert.True(t, ok)
	assert.Equal(t, `["a"]`, string(value))
	for _, name := range []string{"ksefNumber", "Id", "$id", ""} {
		_, ok = i.Member(name)
		assert.False(t, ok, name)
	}
}

func TestCountryVATRate_Percent(t *testing.T) {
	t.Parallel()
	for rate, want := range map[string]string{
		"19": "19", "19.00": "19.00", "19%": "19", " 5,5": "", "": "", "x": "", "-1": "", "100": "100", "100.1": "", "0": "0", "5.5 %": "5.5",
	} {
		r := erpxt.CountryVATRate{Rate: rate}
		percent, ok := r.Percent()
		assert.Equal(t, want != "", ok, rate)
		if ok {
			assert.Equal(t, want, percent.String())
		}
	}
}

// walkOf reads the ids of a whole walk.
func walkOf[T any](rows iter.Seq2[T, error], idOf func(T) int64) (ids []int64, err error) {
	for row, err := range rows {
		if err != nil {
			return ids, err
		}
		ids = append(ids, idOf(row))
	}
	return ids, nil
}

// Every resource is walked by its key, page by page, whatever is deleted meanwhile.
func TestResources_All(t *testing.T) {
	t.Parallel()
	q := erpxt.Query{PageSize: 2}
	ctx := t.Context()
	for name, tc := range map[string]struct {
		key  string
		walk func(c *erpxt.Client) ([]int64, error)
	}{
		"customers": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.Customers.All(ctx, q), func(r erpxt.Customer) int64 { return r.ID })
		}},
		"paymenttypes": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.PaymentTypes.All(ctx, q), func(r erpxt.PaymentType) int64 { return r.ID })
		}},
		"bankaccounts": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.BankAccounts.All(ctx, q), func(r erpxt.BankAccount) int64 { return r.ID })
		}},
		"invoices": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.Invoices.All(ctx, q), func(r erpxt.Invoice) int64 { return r.ID })
		}},
		"proformas": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.Proformas.All(ctx, q), func(r erpxt.Proforma) int64 { return r.ID })
		}},
		"advanceInvoices": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.AdvanceInvoices.All(ctx, q), func(r erpxt.AdvanceInvoice) int64 { return r.ID })
		}},
		"correctiveinvoices": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.Corrections.All(ctx, q), func(r erpxt.Correction) int64 { return r.ID })
		}},
		"purchaseinvoices": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.PurchaseInvoices.All(ctx, q), func(r erpxt.PurchaseInvoice) int64 { return r.ID })
		}},
		"vatpurchasebooks": {"Id", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.VATPurchases.All(ctx, q), func(r erpxt.VATPurchase) int64 { return r.ID })
		}},
		"paymentdetails": {"PaymentId", func(c *erpxt.Client) ([]int64, error) {
			return walkOf(c.Payments.All(ctx, q), func(r erpxt.Payment) int64 { return r.PaymentID })
		}},
		"invoices, by page": {"Id", func(c *erpxt.Client) (ids []int64, err error) {
			for page, err := range c.Invoices.Pages(ctx, q) {
				if err != nil {
					return ids, err
				}
				for _, r := range page.Records {
					ids = append(ids, r.ID)
				}
			}
			return ids, nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := func(id int) string { return fmt.Sprintf(`{"%s":%d}`, tc.key, id) }
			p := respondWith(200, "["+row(1)+","+row(2)+"]", "["+row(5)+"]", "[]")
			ids, err := tc.walk(p.client(t))
			require.NoError(t, err)
			assert.Equal(t, []int64{1, 2, 5}, ids)
			require.Len(t, p.calls, 3)
			for i, filter := range []string{"", tc.key + "%20gt%202", tc.key + "%20gt%205"} {
				path, _, _ := strings.Cut(name, ",")
				assert.True(t, strings.HasSuffix(p.calls[i].path, "/"+path), p.calls[i].path)
				assert.Contains(t, p.calls[i].query, "$orderby="+tc.key+"&$top=2")
				if filter != "" {
					assert.Contains(t, p.calls[i].query, "$filter="+filter+"&")
				}
			}

			p = respondWith(200, "["+row(3)+",{\""+tc.key+"\":\"x\"}]", "[]")
			ids, err = tc.walk(p.client(t))
			assert.Equal(t, []int64{3}, ids)
			gaps := gapsOf(t, err)
			require.Len(t, gaps, 1)
			assert.Equal(t, []shelfwire.Unread{{Field: tc.key, Raw: `"x"`}}, gaps[0].Unread)

			p = respondWith(200, "["+row(3)+"]")
			_, err = tc.walk(p.client(t))
			require.ErrorIs(t, err, shelfwire.ErrIncomplete, "the server ignores the filter")
		})
	}
}

// A walk by another order goes by position, with the key as the last field.
func TestResources_OrderBy(t *testing.T) {
	t.Parallel()
	p := respondWith(200, `[{"PaymentId":3},{"PaymentId":2}]`, `[{"PaymentId":1}]`, `[]`)
	q := erpxt.Query{OrderBy: []erpxt.Order{{Field: erpxt.PaymentAmount, Descending: true}}, Search: "x'y", PageSize: 2}
	ids, err := walkOf(p.client(t).Payments.All(t.Context(), q), func(r erpxt.Payment) int64 { return r.PaymentID })
	require.NoError(t, err)
	assert.Equal(t, []int64{3, 2, 1}, ids)
	assert.Equal(t, "$fts=%27x%27%27y%27&$orderby=Amount%20desc%2C%20PaymentId&$skip=2&$top=2", p.calls[1].query)

	p = respondWith(200, `[{"Id":3}]`, `[]`)
	q = erpxt.Query{Search: "x"}
	_, err = walkOf(p.client(t).Invoices.All(t.Context(), q), func(r erpxt.Invoice) int64 { return r.ID })
	require.NoError(t, err)
	assert.Equal(t, "$filter=Id%20gt%203&$fts=%27x%27&$orderby=Id&$top=100", p.calls[1].query)
	_, err = silentClient(t).Invoices.List(t.Context(), erpxt.Query{Search: "\xff"})
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
}

// A single document in place of a list is a list of one where the vendor shows it so, and nowhere else.
func TestProformasService_SingleList(t *testing.T) {
	t.Parallel()
	body := `{"Id":7,"Number":"PF/1"}`
	found, err := respondWith(200, body).client(t).Proformas.List(t.Context(), erpxt.Query{})
	require.NoError(t, err)
	require.Len(t, found, 1)
	ids, err := walkOf(respondWith(200, body).client(t).Proformas.All(t.Context(), erpxt.Query{}), func(p erpxt.Proforma) int64 { return p.ID })
	require.NoError(t, err)
	assert.Equal(t, []int64{7}, ids)
	_, err = respondWith(200, body).client(t).Invoices.List(t.Context(), erpxt.Query{})
	require.ErrorIs(t, err, shelfwire.ErrMalformed)
	for _, odd := range []string{"null", "{}", `{"Number":"PF/1"}`, `"x"`, `{"Message":"An error has occurred.","Id":7}`} {
		_, err = respondWith(200, odd).client(t).Proformas.List(t.Context(), erpxt.Query{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed, odd)
	}
}

// The other shapes of dictionaries are no dictionaries.
func TestVATRatesService_Countries(t *testing.T) {
	t.Parallel()
	countries, err := respondWith(200, `["PL","EL"]`).client(t).VATRates.Countries(t.Context())
	require.NoError(t, err)
	assert.True(t, slices.Equal([]string{"PL", "EL"}, countries))
	for _, odd := range []string{"null", "{}", `"PL"`, `[1]`, `[null]`, loginPage} {
		_, err = respondWith(200, odd).client(t).VATRates.Countries(t.Context())
		require.ErrorIs(t, err, shelfwire.ErrMalformed, odd)
	}
	_, err = respondWith(200, notReady).client(t).VATRates.Countries(t.Context())
	require.Error(t, err)
	assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
	rates, err := respondWith(200, `[{"RateId":1,"Rate":19},{"RateId":null,"Rate":7}]`).client(t).VATRates.List(t.Context())
	assert.Len(t, rates, 1)
	gapsOf(t, err)
}
