package virtpostest_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// The generators of members. Texts are as a server trims them.
var (
	textGen = rapid.Custom(func(t *rapid.T) string {
		return strings.TrimSpace(rapid.StringOfN(rapid.RuneFrom([]rune(`aZ09 <&>"'/\,;ЯёйюШ№–{}[]`)), 0, 12, -1).Draw(t, "text"))
	})
	wordGen      = rapid.StringMatching(`[0-9A-Zа-я{}-]{1,8}`)
	idGen        = rapid.Int64Range(0, 1<<40)
	flagGen      = rapid.Custom(func(t *rapid.T) shelfwire.Opt[bool] { return optOf(t, rapid.Bool()) })
	decimalGen   = rapid.Custom(func(t *rapid.T) shelfwire.Opt[shelfwire.Decimal] { return optOf(t, numberGen) })
	numberGen    = rapid.Map(rapid.StringMatching(`-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?`), mustDecimal)
	timestampGen = rapid.Map(rapid.SampledFrom([]string{"", "2015-07-11 17:16:49", "29.02.2024 00:00:00", "2026-03-20"}),
		func(s string) virtpos.Timestamp { return virtpos.Timestamp(s) })
	attributesGen = rapid.Custom(func(t *rapid.T) map[int]string {
		attributes := rapid.MapOfN(rapid.IntRange(1, 15), wordGen, 0, 3).Draw(t, "attributes")
		if len(attributes) == 0 {
			return nil
		}
		return attributes
	})
	lineGen = rapid.Custom(func(t *rapid.T) virtpos.DocumentLine {
		return virtpos.DocumentLine{
			LineID: idGen.Draw(t, "line"), ItemID: 1 + idGen.Draw(t, "item"), Quantity: decimalGen.Draw(t, "quantity"),
			Price: decimalGen.Draw(t, "price"), Amount: decimalGen.Draw(t, "amount"), ExpiryDate: textGen.Draw(t, "expiry"),
		}
	})
	linesGen = rapid.Custom(func(t *rapid.T) []virtpos.DocumentLine {
		lines := rapid.SliceOfNDistinct(lineGen, 0, 4, func(l virtpos.DocumentLine) int64 { return l.LineID }).Draw(t, "lines")
		if len(lines) == 0 {
			return nil
		}
		return lines
	})
)

func optOf[T any](t *rapid.T, gen *rapid.Generator[T]) shelfwire.Opt[T] {
	if rapid.Bool().Draw(t, "absent") {
		return shelfwire.Opt[T]{}
	}
	return shelfwire.Set(gen.Draw(t, "value"))
}

// checkSection puts random records into a server, and reads them back in every form of both formats.
func checkSection[T any](
	t *testing.T, gen *rapid.Generator[T], id func(*T) *int64, add func(*virtpostest.Server, []T),
	read func(*virtpos.Client, virtpos.Format) iter.Seq2[T, error],
) {
	t.Helper()
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		srv := virtpostest.New()
		defer srv.Close()
		records := rapid.SliceOfN(gen, 0, 3).Draw(rt, "records")
		for i := range records {
			*id(&records[i]) = int64(i*i*7 + 1)
		}
		add(srv, records)
		srv.SetXMLEncoding(rapid.SampledFrom([]virtpostest.XMLEncoding{
			virtpostest.UTF8, virtpostest.UTF8WithBOM, virtpostest.Windows1251, virtpostest.Windows1251InHeader,
		}).Draw(rt, "encoding"))
		srv.SetJSONShape(virtpostest.JSONShape{
			Lists:    rapid.SampledFrom([]virtpostest.JSONLists{virtpostest.JSONArrays, virtpostest.JSONKeyed, virtpostest.JSONWrapped}).Draw(rt, "lists"),
			Collapse: rapid.Bool().Draw(rt, "collapse"), BareNumbers: rapid.Bool().Draw(rt, "bare"), InRoot: rapid.Bool().Draw(rt, "root"),
			Booleans: rapid.Bool().Draw(rt, "booleans"), Windows1251: rapid.Bool().Draw(rt, "charset"),
		})
		for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
			got := []T{}
			for record, err := range read(srv.Client(nil), format) {
				require.NoError(rt, err)
				got = append(got, record)
			}
			require.Equal(rt, fmt.Sprintf("%+v", records), fmt.Sprintf("%+v", got), format)
		}
	})
}

func TestServer_Customers_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.Customer {
		small := rapid.IntRange(0, 9999)
		return virtpos.Customer{
			FirstName: textGen.Draw(t, "first"), LastName: textGen.Draw(t, "last"), MiddleName: textGen.Draw(t, "middle"),
			Email: textGen.Draw(t, "email"), Phone: textGen.Draw(t, "phone"), Gender: textGen.Draw(t, "gender"),
			Age: small.Draw(t, "age"), BirthDay: small.Draw(t, "day"), BirthMonth: small.Draw(t, "month"), BirthYear: small.Draw(t, "year"),
			CustomInformation: textGen.Draw(t, "custom"), Registered: timestampGen.Draw(t, "registered"), AccumulatedSales: decimalGen.Draw(t, "sales"),
			Extra: rapid.SampledFrom([][]virtpos.Element{nil, {{Name: "discount", Text: "5"}}, {
				{Name: "cards", Children: []virtpos.Element{{Name: "card", Text: "1"}, {Name: "card", Text: "2"}}}, {Name: "bonus", Text: "x"},
			}}).Draw(t, "extra"),
		}
	})
	checkSection(t, gen, func(c *virtpos.Customer) *int64 { return &c.ID },
		func(srv *virtpostest.Server, customers []virtpos.Customer) {
			for _, c := range customers {
				srv.AddCustomers(virtpostest.Customer{Customer: c})
			}
		},
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Customer, error] {
			return c.Customers.All(t.Context(), virtpos.CustomerQuery{Format: f})
		})
}

func TestServer_Inflows_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.Inflow {
		return virtpos.Inflow{
			WarehouseID: idGen.Draw(t, "warehouse"), WarehouseExternalID: textGen.Draw(t, "external"), Waybill: textGen.Draw(t, "waybill"),
			Date: timestampGen.Draw(t, "date"), SupplierID: idGen.Draw(t, "supplier"), SupplierExternalID: textGen.Draw(t, "supplier external"),
			SupplierName: textGen.Draw(t, "name"), SupplierINN: textGen.Draw(t, "inn"), SupplierKPP: textGen.Draw(t, "kpp"),
			SupplierType: textGen.Draw(t, "type"), Status: textGen.Draw(t, "status"), Comment: textGen.Draw(t, "comment"),
			Amount: decimalGen.Draw(t, "amount"), Created: timestampGen.Draw(t, "created"), Lines: linesGen.Draw(t, "lines"),
		}
	})
	checkSection(t, gen, func(d *virtpos.Inflow) *int64 { return &d.ID },
		func(srv *virtpostest.Server, list []virtpos.Inflow) {
			srv.SetInflowName([]string{"inflow", "inlow"}[len(list)%2])
			srv.AddInflows(list...)
		},
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Inflow, error] {
			return c.Documents.Inflows(t.Context(), everyDay(f))
		})
}

// everyDay selects documents of all dates.
func everyDay(f virtpos.Format) virtpos.DocumentQuery {
	return virtpos.DocumentQuery{Period: virtpos.Period{From: mustDate("2000-01-01")}, Format: f}
}

func TestServer_WriteOffs_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.WriteOff {
		return virtpos.WriteOff{
			ExternalID: textGen.Draw(t, "id"), GUID: textGen.Draw(t, "guid"), WarehouseID: idGen.Draw(t, "warehouse"),
			WarehouseExternalID: textGen.Draw(t, "external"), Number: textGen.Draw(t, "number"), Date: timestampGen.Draw(t, "date"),
			Type: textGen.Draw(t, "type"), Status: textGen.Draw(t, "status"), StatusName: textGen.Draw(t, "status name"),
			Comment: textGen.Draw(t, "comment"), CreatedBy: textGen.Draw(t, "creator"), UpdatedBy: textGen.Draw(t, "updater"),
			Amount: decimalGen.Draw(t, "amount"), Created: timestampGen.Draw(t, "created"), Updated: timestampGen.Draw(t, "updated"),
			Lines: linesGen.Draw(t, "lines"),
		}
	})
	checkSection(t, gen, func(d *virtpos.WriteOff) *int64 { return &d.ID },
		func(srv *virtpostest.Server, list []virtpos.WriteOff) { srv.AddWriteOffs(list...) },
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.WriteOff, error] {
			return c.Documents.WriteOffs(t.Context(), everyDay(f))
		})
}

func TestServer_Transfers_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.Transfer {
		return virtpos.Transfer{
			SourceWarehouseID: idGen.Draw(t, "source"), TargetWarehouseID: idGen.Draw(t, "target"), Status: textGen.Draw(t, "status"),
			StatusName: textGen.Draw(t, "status name"), Amount: decimalGen.Draw(t, "amount"), Created: timestampGen.Draw(t, "created"),
			Lines: linesGen.Draw(t, "lines"),
		}
	})
	checkSection(t, gen, func(d *virtpos.Transfer) *int64 { return &d.ID },
		func(srv *virtpostest.Server, list []virtpos.Transfer) { srv.AddTransfers(list...) },
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Transfer, error] {
			return c.Documents.Transfers(t.Context(), everyDay(f))
		})
}

func TestServer_Returns_BothFormats(t *testing.T) {
	gen := rapid.Custom(func(t *rapid.T) virtpos.SupplierReturn {
		return virtpos.SupplierReturn{
			WarehouseID: idGen.Draw(t, "warehouse"), Number: textGen.Draw(t, "number"), Date: timestampGen.Draw(t, "date"),
			SupplierID: idGen.Draw(t, "supplier"), SupplierName: textGen.Draw(t, "name"), Status: textGen.Draw(t, "status"),
			StatusName: textGen.Draw(t, "status name"), Amount: decimalGen.Draw(t, "amount"), Lines: linesGen.Draw(t, "lines"),
		}
	})
	checkSection(t, gen, func(d *virtpos.SupplierReturn) *int64 { return &d.ID },
		func(srv *virtpostest.Server, list []virtpos.SupplierReturn) { srv.AddReturns(list...) },
		func(c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.SupplierReturn, error] {
			return c.Documents.Returns(t.Context(), everyDay(f))
		})
}
