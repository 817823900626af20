package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func amount(text string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(text))
}

func startResico() fakeService {
	fake := resicotest.New()
	customer := fillResico(fake)
	cred := fake.Credentials()
	return fakeService{
		variables: map[string]string{
			"RESICO_CLIENT_CODE": cred.ClientCode.Reveal(), "RESICO_CLIENT_KEY": cred.ClientKey.Reveal(),
		},
		baseURL: fake.URL(), customer: customer, stop: fake.Close,
	}
}

// fillResico adds twelve products that changed just now, and whose stock moved then, and a customer. The SKU that comes
// first has a slash.
func fillResico(fake *resicotest.Server) (customer string) {
	now := time.Now()
	elsewhere := resico.LocationBalance{LocationName: "Warehouse", Updated: now}
	elsewhere.Balance = amount("0")
	for i := range 12 {
		sku := fmt.Sprintf("BOWL-%02d", i)
		if i == 11 {
			sku = "CUP/11"
		}
		fake.AddProducts(resicotest.Product{
			Product: resico.Product{
				SKU: sku, Name: fmt.Sprintf("Clay bowl, size %d", i), Unit: "GB", VAT: "A", Price: amount("12.50"),
				Active: shelfwire.Set(i%3 > 0),
				Balance: resico.Balance{
					Locations: map[string]shelfwire.Decimal{"SHOP": shelfwire.NewDecimal(int64(i))}, Totals: amount(strconv.Itoa(i)),
				},
			},
			Detailed: map[string]resico.LocationBalance{"SHOP": {LocationName: "Shop", Updated: now}, "WAREHOUSE": elsewhere},
		})
	}
	customer = "PROBE-12"
	fake.AddCustomers(resico.NewCustomer{Code: customer, Name: "Anna Paraugs", Email: "anna@example.com"})
	return customer
}

func startERPXT() fakeService {
	fake := erpxttest.New()
	fillERPXT(fake)
	cred := fake.Credentials()
	return fakeService{
		variables: map[string]string{
			"ERPXT_CLIENT_ID": cred.ClientID.Reveal(), "ERPXT_CLIENT_SECRET": cred.ClientSecret.Reveal(),
		},
		baseURL: fake.URL(), stop: fake.Close,
	}
}

func fillERPXT(fake *erpxttest.Server) {
	for i := range 4 {
		fake.AddProducts(erpxt.Product{
			Name: fmt.Sprintf("Keyboard %d", i), UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
			SaleGrossPrice: amount(fmt.Sprintf("%d.99", 100+i)),
		})
	}
	fillERPXTDocuments(fake)
}

// fillERPXTDocuments adds a record to each other resource, and a confirmed invoice beside a draft.
func fillERPXTDocuments(fake *erpxttest.Server) {
	customer := fake.AddCustomers(erpxt.Customer{
		Name: "Ola Przykład", CustomerTaxNumber: "6770065406", Mail: "ola@example.com",
	})[0]
	payment := fake.AddPaymentTypes(erpxt.PaymentType{Name: "Przelew 14 dni"})[0]
	fake.AddBankAccounts(erpxt.BankAccount{BankName: "Bank przykładowy"})
	fake.AddPrintTemplates(erpxt.PrintTemplate{Name: "Wydruk firmowy"})
	fake.AddVATRates(erpxt.CountryVATRate{Rate: "19", Symbol: "19%", CountryCode: "DE"})
	lines := []erpxt.Item{{ProductID: 1, Quantity: amount("2"), ProductCurrencyPrice: amount("81.29")}}
	fake.ConfirmInvoice(fake.AddInvoices(
		erpxt.Invoice{PurchasingPartyID: customer, PaymentTypeID: payment, Description: "Zamówienie 4711", Items: lines},
		erpxt.Invoice{PurchasingPartyID: customer, PaymentTypeID: payment, Items: lines},
	)[0])
	fake.AddProformas(erpxt.Proforma{PurchasingPartyID: customer, PaymentTypeID: payment, Items: lines})
	fake.AddAdvanceInvoices(erpxt.AdvanceInvoice{PurchasingPartyID: customer, PaymentTypeID: payment, Items: lines})
	fake.AddCorrections(erpxt.Correction{PurchasingPartyID: customer, PaymentTypeID: payment, Items: lines})
	fake.AddPurchaseInvoices(erpxt.PurchaseInvoice{Items: lines})
	fake.AddVATPurchases(erpxt.VATPurchase{Number: "RZ/8"})
	fake.AddPayments(erpxt.Payment{
		DocumentNumber: "FS/1", SenderName: "Ola Przykład", Amount: amount("199.98"), CreationDate: shelfwire.DateOf(time.Now()),
	})
}

func startShopInventory() fakeService {
	fake := shopinventorytest.New()
	items := fillShopInventory(fake)
	cred := fake.Credentials()
	return fakeService{
		variables: map[string]string{
			"MERCHANTPRO_SHOP_URL": fake.URL(),
			"MERCHANTPRO_API_KEY":  cred.APIKey.Reveal(), "MERCHANTPRO_API_SECRET": cred.APISecret.Reveal(),
		},
		items: items, stop: fake.Close,
	}
}

// fillShopInventory adds a product whose stock is tracked, and one whose stock is not.
func fillShopInventory(fake *shopinventorytest.Server) (skus []string) {
	fake.AddItems(
		shopinventorytest.Item{Item: shopinventory.Item{
			SKU: "TEAPOT-1", EAN: "4750000000017", OnHand: amount("5"), PriceGross: amount("59.50"),
		}},
		shopinventorytest.Item{Item: shopinventory.Item{SKU: "VOUCHER-2", PriceGross: amount("20")}},
	)
	parent := fake.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: "SCARF"}, ExtRef: "S-3"})[0]
	for _, size := range []string{"S", "L"} {
		fake.AddItems(shopinventorytest.Item{
			Item: shopinventory.Item{SKU: "SCARF-" + size, OnHand: amount("2"), PriceGross: amount("30")}, Parent: parent,
		})
	}
	fillShopOrders(fake)
	return []string{"TEAPOT-1", "VOUCHER-2"}
}

// fillShopOrders adds orders, the two newest of which are of the same second and have ids with a suffix.
func fillShopOrders(fake *shopinventorytest.Server) {
	fake.AddTaxes(shopinventory.Tax{Name: "TVA 19%", Value: amount("19")})
	noon := time.Date(2026, time.March, 20, 12, 0, 0, 0, time.UTC)
	for i, id := range []string{"5001", "5002.1", "5003.2"} {
		fake.AddOrders(shopinventory.Order{
			ID: id, Created: noon.AddDate(0, 0, min(i, 1)), CustomerEmail: "ana@example.com", TotalAmount: amount("59.50"),
			Billing: map[string]string{"name": "Ana Exemplu"},
			Lines: []shopinventory.OrderLine{{
				ItemType: shopinventory.LineProduct, SKU: "TEAPOT-1", Quantity: amount("1"),
			}},
		})
	}
}

func startVirtPOS() fakeService {
	fake := virtpostest.New()
	items := fillVirtPOS(fake)
	return fakeService{
		variables: map[string]string{
			"VIRTPOS_ADDRESS": fake.URL(), "VIRTPOS_API_KEY": fake.Credentials().APIKey.Reveal(),
		},
		items: items, stop: fake.Close,
	}
}

// fillVirtPOS adds an item with two lots in one shop and none in another, and an item beside it.
func fillVirtPOS(fake *virtpostest.Server) (items []string) {
	fake.AddWarehouses(
		virtpostest.Warehouse{ID: 1, Name: "Магазин 1", ExternalID: "SHOP-1"},
		virtpostest.Warehouse{ID: 2, Name: "Магазин 2"},
	)
	fake.AddItems(
		virtpostest.Item{
			ID: 17007, ExternalID: "0000-17", Name: "Чай зелёный", Article: "TEA-3", Price: amount("112.60"),
			Prices:   []virtpos.ListPrice{{PriceListID: 4, Price: amount("112.60")}},
			Barcodes: []string{"4600000000017"}, GroupIDs: []int64{31}, VATPercent: amount("20"),
		},
		virtpostest.Item{ID: 17008, Name: "Кофе", Article: "COFFEE-1"},
	)
	expiry := shelfwire.DateOf(time.Now().AddDate(1, 0, 0))
	fake.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 17007, LotNumber: "2026-01", OnHand: shelfwire.MustDecimal("2"), ExpiryDate: expiry},
		virtpostest.Row{WarehouseID: 1, ItemID: 17007, LotNumber: "2026-02", OnHand: shelfwire.NewDecimal(0)},
		virtpostest.Row{WarehouseID: 1, ItemID: 17008, OnHand: shelfwire.NewDecimal(7), Reserved: shelfwire.NewDecimal(1)},
		virtpostest.Row{WarehouseID: 2, ItemID: 17007, OnHand: shelfwire.MustDecimal("1.5")},
	)
	fillVirtPOSDocuments(fake)
	return []string{"17007"}
}

// fillVirtPOSDocuments adds a group, customers, and a document of each kind.
func fillVirtPOSDocuments(fake *virtpostest.Server) {
	fake.AddGroups(virtpos.ItemGroup{ID: 31, Name: "Чаи"})
	for _, email := range []string{"vera@example.com", "oleg@example.com"} {
		fake.AddCustomers(virtpostest.Customer{Customer: virtpos.Customer{FirstName: "Вера", Email: email, Phone: "+7 900 000-00-00"}})
	}
	lines := []virtpos.DocumentLine{{ItemID: 17007, Quantity: amount("2")}}
	today := virtpos.Timestamp(time.Now().In(time.FixedZone("Moscow", 3*60*60)).Format(time.DateTime))
	fake.AddInflows(virtpos.Inflow{WarehouseID: 1, Date: today, Waybill: "WB-7", SupplierName: "Поставщик", Lines: lines})
	fake.AddWriteOffs(virtpos.WriteOff{WarehouseID: 1, Number: "WO-8", Lines: lines})
	fake.AddTransfers(virtpos.Transfer{SourceWarehouseID: 1, TargetWarehouseID: 2, Lines: lines})
	fake.AddReturns(virtpos.SupplierReturn{WarehouseID: 1, Number: "RT-9", Lines: lines})
}
