package resico_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

var riga = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		panic(err)
	}
	return zone
}()

var guideTime = time.Date(2025, 4, 30, 1, 9, 35, 0, riga)

func guideProducts(t *testing.T, client *resico.Client) {
	q := resico.ProductQuery{UpdatedAfter: guideTime, Fields: []resico.ProductField{
		resico.ProductSKU, resico.ProductParentSKU, resico.ProductName, resico.ProductUnit, resico.ProductVAT,
		resico.ProductPrice, resico.ProductSalePrice, resico.ProductCategory, resico.ProductActive, resico.ProductBalance,
	}}
	page, err := client.Products.List(t.Context(), q, 1)
	require.NoError(t, err)
	assert.Equal(t, 37, page.Total)
	assert.Equal(t, 1, page.Page)
	assert.Equal(t, 1, page.LastPage)
	assert.Equal(t, 2, page.Delivered)
	assert.True(t, page.ServerTime.Equal(time.Date(2026, 3, 20, 7, 31, 42, 0, time.UTC)), page.ServerTime)
	assert.True(t, page.Warning.IsZero())

	require.Len(t, page.Products, 2)
	p := page.Products[1]
	assert.Equal(t, "Krems-12", p.SKU)
	assert.Equal(t, "KP2 produkts ar garu nosaukumu", p.Name)
	assert.Equal(t, "GB", p.Unit)
	assert.Equal(t, resico.VATCode("A"), p.VAT)
	assert.Equal(t, "20", p.Price.String())
	assert.Equal(t, "0", p.SalePrice.String())
	assert.True(t, p.Active.Or(false))
	assert.Empty(t, p.ParentSKU, "asked for and left out")
	assert.Equal(t, "0", p.Balance.Totals.String())
	assert.Len(t, p.Balance.Locations, 5)
}

func guideBalances(t *testing.T, client *resico.Client) {
	q := resico.ProductQuery{
		UpdatedAfter: guideTime,
		SKUs:         []string{"dog_food_12", "ABAC", "tset456-234"},
		Fields:       []resico.ProductField{resico.ProductSKU, resico.ProductBalance},
	}
	pages := collectPages(t, client, q)
	require.Len(t, pages, 1)
	products := pages[0].Products
	require.Len(t, products, 3)
	assert.Equal(t, "24", products[1].Balance.Locations["Location 1"].String())
	assert.Equal(t, "-5", products[2].Balance.Totals.String())
	_, known := products[2].Balance.Locations["LOC2"]
	assert.False(t, known, "LOC2 is missing from this row")
	assert.True(t, products[0].Price.IsZero(), "no price is not a price of zero")
}

func guideBalance(t *testing.T, client *resico.Client) {
	b, err := client.Products.Balance(t.Context(), "dog_food_12")
	require.NoError(t, err)
	assert.Equal(t, "dog_food_12", b.SKU)
	assert.Equal(t, "24", b.Balance.Totals.String())
	assert.Len(t, b.Locations, 4, "without Totals")
	shop := b.Locations["Location 1"]
	assert.Equal(t, "24", shop.Balance.String())
	assert.Equal(t, "0.0000", shop.PO.String(), "a quoted number keeps its scale")
	assert.Equal(t, "0", b.Locations["NOL"].PO.String())
	assert.Equal(t, int64(1), shop.LocationID)
	assert.Equal(t, "Ozolu veikals (Location 1)", shop.LocationName)
	assert.True(t, shop.Updated.Equal(time.Date(2025, 11, 8, 8, 13, 51, 0, riga)), shop.Updated)
	assert.True(t, b.Locations["IBSC"].Updated.IsZero())
	assert.Equal(t, "24", b.Totals.Expected.String())
}

func guideCustomerCreate(t *testing.T, client *resico.Client) {
	c, err := client.Customers.Create(t.Context(), resico.NewCustomer{
		Code: "ABC123", Name: "SIA TEST", Address: `Tīnūžu pagasts, "Torņkalni 22"`, PostCode: "LV-6789",
		Phone: "+37120000001", Email: "orders@example.com",
	})
	require.NoError(t, err)
	assert.EqualValues(t, 12398, c.ID)
	assert.Equal(t, "ABC123", c.Code)
	assert.Equal(t, "SIA TEST 1333", c.Name)
	assert.Equal(t, `Tīnūžu pagasts, "Torņkalni 22"`, c.Address)
	assert.True(t, c.Loyalty.Updated.IsZero())
	assert.True(t, c.Anonymous.IsNull())
	assert.Equal(t, "local", c.DefaultSOType)
	assert.True(t, c.Created.Equal(time.Date(2026, 3, 20, 8, 42, 0, 0, time.UTC)))
}

func guideCustomerUpdate(t *testing.T, client *resico.Client) {
	c, err := client.Customers.Update(t.Context(), "ABC123", resico.CustomerUpdate{
		Name: shelfwire.Set("SIA TEST NEW"), Address: shelfwire.Set(`Tīnūžu pagasts, "Torņkalni 22"`),
		PostCode: shelfwire.Set("LV-6789"), Phone: shelfwire.Set("+37120000001"), Email: shelfwire.Set("orders@example.com"),
	})
	require.NoError(t, err)
	assert.Equal(t, "SIA TEST NEW", c.Name)
	assert.True(t, c.Updated.Equal(time.Date(2026, 3, 20, 8, 44, 10, 0, time.UTC)))
}

func guideInvoiceCreate(t *testing.T, client *resico.Client) {
	day := shelfwire.Date{Year: 2026, Month: time.January, Day: 28}
	inv, err := client.Invoices.Create(t.Context(), resico.NewInvoice{
		Type: resico.InvoiceLocal, PaymentMethod: resico.PaymentBank, LocationCode: "LocABC", PaymentTerms: "0",
		ApproveDate: day, ShipmentStartDate: day, ShipmentEndDate: day, PaymentDueDate: day,
		Paid: true, PrintoutHeader: 2, CustomerCode: "1", CustomerDeliveryAddress: "Rīga; Bieķensālas iela 21, LV-1001",
	})
	require.NoError(t, err)
	assert.EqualValues(t, 365, inv.ID)
	assert.Equal(t, "TTT-19780-000060-T", inv.Number)
	assert.Equal(t, day, inv.ShipmentStartDate)
	assert.True(t, inv.ShipmentEndDate.IsZero(), "0000-00-00")
	assert.True(t, inv.ApprovedDate.IsZero(), "empty")
	assert.True(t, inv.CreationDate.IsZero(), "null")
	assert.Equal(t, 1, inv.Status)
	assert.True(t, inv.Paid)
	assert.Equal(t, "EUR", inv.CurrencyCode)
	assert.Equal(t, "1", inv.ExchangeRate.String())
	assert.Equal(t, "SIA Saules veikals", inv.Client.Name)
	assert.Equal(t, "1", inv.Customer.Code)
	assert.Equal(t, 0, inv.Total.RowCount)
	assert.True(t, inv.Updated.Equal(time.Date(2026, 3, 20, 8, 30, 28, 0, time.UTC)))
}

func guideInvoiceLine(t *testing.T, client *resico.Client) {
	line, err := client.Invoices.AddLine(t.Context(), 363, resico.NewLine{
		SKU: "1000010", Quantity: shelfwire.NewDecimal(4), Price: shelfwire.NewDecimal(10), VAT: "A",
	})
	require.NoError(t, err)
	assert.EqualValues(t, 1323, line.ID)
	assert.Equal(t, 1, line.LineNo)
	assert.Equal(t, "33.06", line.Amount.String())
	assert.Equal(t, "40", line.ActualAmount.String())
	assert.Equal(t, "4", line.Quantity.String())
	assert.Equal(t, []string{"ActualAmount"}, line.Warning.Unknown)
	assert.Equal(t, "unknown fields: ActualAmount", line.Warning.String())
}
