package erpxt_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

func TestTextField(t *testing.T) {
	t.Parallel()
	const f = erpxt.ProductName
	checkFilters(t, []filterCase{
		{"eq", f.Eq("Klawiatura"), "Name eq 'Klawiatura'"},
		{"ne", f.Ne("Klawiatura"), "Name ne 'Klawiatura'"},
		{"gt", f.Gt("K"), "Name gt 'K'"},
		{"ge", f.Ge("K"), "Name ge 'K'"},
		{"lt", f.Lt("K"), "Name lt 'K'"},
		{"le", f.Le("K"), "Name le 'K'"},
		{"null", f.IsNull(), "Name eq null"},
		{"not null", f.IsNotNull(), "Name ne null"},
		{"empty", f.Eq(""), "Name eq ''"},
		{"the word null", f.Eq("null"), "Name eq 'null'"},
		{"quote", f.Eq("O'Neil"), "Name eq 'O''Neil'"},
		{"quote alone", f.Eq("'"), "Name eq ''''"},
		{"quotes at both ends", f.Eq("'x'"), "Name eq '''x'''"},
		{"attempt to break out", f.Eq("' or Id ne '"), "Name eq ''' or Id ne '''"},
		{"double quote", f.Eq(`Mysz 5"`), `Name eq 'Mysz 5"'`},
		{"escaped in the URL", f.Eq("a+b & 50% #1?"), "Name eq 'a+b & 50% #1?'"},
		{"Polish", f.Eq("żółć"), "Name eq 'żółć'"},
		{"line end", f.Eq("a\r\nb"), "Name eq 'a\r\nb'"},
		{"backslash", f.Eq(`\'`), `Name eq '\'''`},
	})
}

func TestNumberField(t *testing.T) {
	t.Parallel()
	const f = erpxt.ProductSaleGrossPrice
	n := shelfwire.MustDecimal
	checkFilters(t, []filterCase{
		{"eq", f.Eq(n("61.50")), "SaleGrossPrice eq 61.50"},
		{"ne", f.Ne(n("61.50")), "SaleGrossPrice ne 61.50"},
		{"gt", f.Gt(n("61.50")), "SaleGrossPrice gt 61.50"},
		{"ge", f.Ge(n("61.50")), "SaleGrossPrice ge 61.50"},
		{"lt", f.Lt(n("61.50")), "SaleGrossPrice lt 61.50"},
		{"le", f.Le(n("61.50")), "SaleGrossPrice le 61.50"},
		{"null", f.IsNull(), "SaleGrossPrice eq null"},
		{"not null", f.IsNotNull(), "SaleGrossPrice ne null"},
		{"zero", f.Eq(n("0")), "SaleGrossPrice eq 0"},
		{"negative", f.Gt(n("-0.01")), "SaleGrossPrice gt -0.01"},
		{"never an exponent", f.Lt(n("1e3")), "SaleGrossPrice lt 1000"},
		{"never rounded", f.Lt(n("12345678901234567890.000001")), "SaleGrossPrice lt 12345678901234567890.000001"},
	})
}

func TestIDField(t *testing.T) {
	t.Parallel()
	const f = erpxt.ProductID
	checkFilters(t, []filterCase{
		{"eq", f.Eq(10951199), "Id eq 10951199"},
		{"ne", f.Ne(10951199), "Id ne 10951199"},
		{"gt", f.Gt(10951199), "Id gt 10951199"},
		{"ge", f.Ge(10951199), "Id ge 10951199"},
		{"lt", f.Lt(10951199), "Id lt 10951199"},
		{"le", f.Le(10951199), "Id le 10951199"},
		{"null", erpxt.IDField("InvoiceDocIdNum").IsNull(), "InvoiceDocIdNum eq null"},
		{"not null", erpxt.IDField("InvoiceDocIdNum").IsNotNull(), "InvoiceDocIdNum ne null"},
		{"greatest", f.Le(1<<63 - 1), "Id le 9223372036854775807"},
		{"least", f.Ge(-1 << 63), "Id ge -9223372036854775808"},
	})
}

func TestDateField(t *testing.T) {
	t.Parallel()
	const f = erpxt.DateField("IssueDate")
	day := shelfwire.Date{Year: 2023, Month: time.January, Day: 20}
	checkFilters(t, []filterCase{
		{"eq", f.Eq(day), "IssueDate eq datetime'2023-01-20'"},
		{"ne", f.Ne(day), "IssueDate ne datetime'2023-01-20'"},
		{"gt", f.Gt(day), "IssueDate gt datetime'2023-01-20'"},
		{"ge", f.Ge(day), "IssueDate ge datetime'2023-01-20'"},
		{"lt", f.Lt(day), "IssueDate lt datetime'2023-01-20'"},
		{"le", f.Le(day), "IssueDate le datetime'2023-01-20'"},
		{"null", f.IsNull(), "IssueDate eq null"},
		{"not null", f.IsNotNull(), "IssueDate ne null"},
		{"early year", f.Gt(shelfwire.Date{Year: 1, Month: 1, Day: 1}), "IssueDate gt datetime'0001-01-01'"},
	})
}

func TestRateField(t *testing.T) {
	t.Parallel()
	const f = erpxt.ProductRate
	checkFilters(t, []filterCase{
		{"23 %", f.Eq(erpxt.VAT23), "Rate eq 9"},
		{"8 %", f.Eq(erpxt.VAT8), "Rate eq 8"},
		{"5 %", f.Eq(erpxt.VAT5), "Rate eq 7"},
		{"4 %", f.Eq(erpxt.VAT4), "Rate eq 6"},
		{"0 %", f.Eq(erpxt.VAT0), "Rate eq 2"},
		{"exempt", f.Eq(erpxt.VATExempt), "Rate eq 1"},
		{"not taxable", f.Eq(erpxt.VATNotTaxable), "Rate eq 0"},
		{"ne", f.Ne(erpxt.VAT23), "Rate ne 9"},
		{"not documented", f.Eq(erpxt.VATRateOfCode(11)), "Rate eq 11"},
		{"null", f.IsNull(), "Rate eq null"},
		{"not null", f.IsNotNull(), "Rate ne null"},
	})
}

func TestTypeField(t *testing.T) {
	t.Parallel()
	const f = erpxt.ProductTypeField
	checkFilters(t, []filterCase{
		{"service", f.Eq(erpxt.ProductTypeService), "ProductType eq 0"},
		{"goods", f.Eq(erpxt.ProductTypeGoods), "ProductType eq 1"},
		{"goods with stock control", f.Ne(erpxt.ProductTypeStocked), "ProductType ne 2"},
		{"not documented", f.Eq(erpxt.ProductTypeOfCode(7)), "ProductType eq 7"},
		{"null", f.IsNull(), "ProductType eq null"},
		{"not null", f.IsNotNull(), "ProductType ne null"},
	})
}

// The names on the wire are those of the guide's table, its spelling of the unit included.
func TestProductFields(t *testing.T) {
	t.Parallel()
	names := map[string]string{
		"Id":               erpxt.ProductID.IsNull().String(),
		"Name":             erpxt.ProductName.IsNull().String(),
		"Description":      erpxt.ProductDescription.IsNull().String(),
		"ItemCode":         erpxt.ProductItemCode.IsNull().String(),
		"ProductCode":      erpxt.ProductCode.IsNull().String(),
		"UnitOfMeasurment": erpxt.ProductUnitOfMeasurement.IsNull().String(),
		"Rate":             erpxt.ProductRate.IsNull().String(),
		"SaleNetPrice":     erpxt.ProductSaleNetPrice.IsNull().String(),
		"SaleGrossPrice":   erpxt.ProductSaleGrossPrice.IsNull().String(),
		"Quantity":         erpxt.ProductOnHand.IsNull().String(),
		"ProductType":      erpxt.ProductTypeField.IsNull().String(),
	}
	for name, filter := range names {
		assert.Equal(t, name+" eq null", filter)
	}
}

// Every type of field can order a list.
var _ = []erpxt.ProductField{
	erpxt.ProductName, erpxt.ProductSaleNetPrice, erpxt.ProductID, erpxt.ProductRate, erpxt.ProductTypeField,
	erpxt.DateField("Changed"),
}
