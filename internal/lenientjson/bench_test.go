package lenientjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// product is a row as an ERP has it.
type product struct {
	SKU       string                       `json:"SKU"`
	Name      string                       `json:"Name"`
	Unit      string                       `json:"Unit"`
	VAT       shelfwire.Decimal            `json:"VAT"`
	Price     shelfwire.Decimal            `json:"Price"`
	SalePrice shelfwire.Opt[quantity]      `json:"SalePrice"`
	Category  string                       `json:"Category"`
	Active    shelfwire.Opt[bool]          `json:"Active"`
	Updated   time.Time                    `json:"Updated"`
	ID        int64                        `json:"ID"`
	Balance   map[string]shelfwire.Decimal `json:"Balance"`

	Unread []shelfwire.Unread `json:"-"`
}

type quantity = shelfwire.Decimal

var productFields = lenientjson.NewFields(map[string]func(*product, lenientjson.Member){
	"SKU":       func(p *product, m lenientjson.Member) { m.Text(&p.SKU) },
	"Name":      func(p *product, m lenientjson.Member) { m.Text(&p.Name) },
	"Unit":      func(p *product, m lenientjson.Member) { m.Text(&p.Unit) },
	"VAT":       func(p *product, m lenientjson.Member) { m.Amount(&p.VAT) },
	"Price":     func(p *product, m lenientjson.Member) { m.Amount(&p.Price) },
	"SalePrice": func(p *product, m lenientjson.Member) { m.Number(&p.SalePrice) },
	"Category":  func(p *product, m lenientjson.Member) { m.Text(&p.Category) },
	"Active":    func(p *product, m lenientjson.Member) { m.Bool(&p.Active) },
	"Updated":   func(p *product, m lenientjson.Member) { m.Time(&p.Updated) },
	"ID":        func(p *product, m lenientjson.Member) { m.Int(&p.ID) },
	"Balance":   func(p *product, m lenientjson.Member) { p.Balance = balance(m) },
})

func balance(m lenientjson.Member) map[string]shelfwire.Decimal {
	byLocation := make(map[string]shelfwire.Decimal, 3)
	m.EachMember(func(name string, m lenientjson.Member) {
		var onHand shelfwire.Decimal
		m.Amount(&onHand)
		byLocation[name] = onHand
	})
	return byLocation
}

// page has 100 rows, in which numbers, flags and times are written in the given forms.
func page(number, flag, times string) []byte {
	rows := make([]string, 100)
	for i := range rows {
		n := func(s string) string { return fmt.Sprintf(number, s) }
		rows[i] = fmt.Sprintf(`{"ID":%s,"SKU":"10%05d","Name":"Ziepes \"Lavanda\" Nr. %d","Unit":"gab.",`+
			`"VAT":%s,"Price":%s,"SalePrice":%s,"Category":"Kosmētika","Active":%s,"Updated":"%s",`+
			`"Balance":{"Location 1":%s,"Location 2":%s,"Veikals":%s}}`,
			n(fmt.Sprint(1000+i)), i, i, n("21"), n("12.50"), n("9.99"), flag, times, n("3.000"), n("0"), n("-1.5"))
	}
	return []byte(`{"status":"ok","Products":{"current_page":1,"data":[` + strings.Join(rows, ",") + `],"total":100}}`)
}

var (
	plainPage = page("%s", "true", "2026-03-20T10:30:28+02:00")
	oddPage   = page(`"%s"`, `"1"`, "2026-03-20 10:30:28")
)

func readPage(tb testing.TB, body []byte) []product {
	tb.Helper()
	value, err := lenientjson.Parse(body)
	require.NoError(tb, err)
	rows, _ := value.Member("Products").Member("data").List()
	var notes lenientjson.Notes
	products := make([]product, len(rows))
	for i, row := range rows {
		productFields.Read(&notes, row, &products[i], nil)
		products[i].Unread = notes.TakeUnread()
	}
	return products
}

func TestFields_Read_Page(t *testing.T) {
	t.Parallel()
	var want struct{ Products struct{ Data []product } }
	require.NoError(t, json.Unmarshal(plainPage, &want))
	for _, body := range [][]byte{plainPage, oddPage} {
		got := readPage(t, body)
		require.Len(t, got, len(want.Products.Data))
		for i, p := range got {
			require.Nil(t, p.Unread)
			w := want.Products.Data[i]
			require.Equal(t, w.Updated.Format(time.DateTime), p.Updated.Format(time.DateTime))
			w.Updated, p.Updated = time.Time{}, time.Time{}
			require.JSONEq(t, asJSON(t, w), asJSON(t, p))
		}
	}
}

// Numbers, flags and names, also unknown ones and those with other capital letters, are read in place.
func TestFields_Read_AllocatesNothing(t *testing.T) {
	object := parse(t, `{"id":"1005","unknown":[{}],"Unknown":{"a":"b"},"active":"0","Active":"1","SKU":null,"Updated":"2026-03-20 10:30:28"}`)
	var notes lenientjson.Notes
	var p product
	allocs := testing.AllocsPerRun(10, func() { productFields.Read(&notes, object, &p, nil) })
	require.Zero(t, allocs)
	require.EqualValues(t, 1005, p.ID)
	require.Equal(t, "true", p.Active.String())
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// BenchmarkPage reads 100 products of a plain page and of one with quoted numbers and odd dates, beside encoding/json,
// which reads the plain one only.
func BenchmarkPage(b *testing.B) {
	for name, body := range map[string][]byte{"plain": plainPage, "odd": oddPage} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				readPage(b, body)
			}
		})
	}
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(plainPage)))
		b.ReportAllocs()
		for b.Loop() {
			var page struct {
				Products struct {
					Data []product `json:"data"`
				}
			}
			if err := json.Unmarshal(plainPage, &page); err != nil {
				b.Fatal(err)
			}
		}
	})
}
