package virtpostest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// newCatalogueServer has two records in each section that is selected by ids.
func newCatalogueServer(t *testing.T) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ExternalID: "W-1"}, virtpostest.Warehouse{ExternalID: "W-2"})
	srv.AddItems(virtpostest.Item{ExternalID: "I-1"}, virtpostest.Item{ExternalID: "I-2", Disabled: true})
	srv.AddGroups(virtpos.ItemGroup{ExternalID: "G-1"}, virtpos.ItemGroup{ExternalID: "G-2"})
	customer := virtpos.Customer{Email: "anna@example.com", Phone: "+7 000 111"}
	srv.AddCustomers(virtpostest.Customer{Customer: customer, ExternalID: "C-1"}, virtpostest.Customer{ExternalID: "C-2"})
	return srv
}

// Parameters that are "get only" count in the query alone; the others count in both places.
func TestServer_Sections_Filters(t *testing.T) {
	t.Parallel()
	srv := newCatalogueServer(t)
	for path, prefix := range map[string]string{"warehouse": "W", "item": "I", "itemGroup": "G", "customer": "C"} {
		for query, want := range map[string]string{
			"": "1 2", "id=2": "2", "id=3": "", "id=1&external_id=" + prefix + "-2": "1", "external_id=" + prefix + "-2": "2",
			"external_id=x": "", "id=": "1 2",
		} {
			assert.Equal(t, want, textsOf(postWithKey(t, srv, path, query, ""), "id"), "%s %s", path, query)
		}
		assert.Equal(t, "1 2", textsOf(postWithKey(t, srv, path, "", "id=2&external_id=x"), "id"), path)
		assert.Equal(t, "id is not a whole number", readInfo(t, postWithKey(t, srv, path, "id=x", "")))
	}
	for form, want := range map[string]string{
		"phone=7000-111": "1", "phone=000111": "", "email=anna@example.com": "1", "email=anna": "", "with_phone=true": "1", "with_phone=false": "2",
		"page=1&page_size=1": "1", "page=2&page_size=1": "2", "page=3&page_size=1": "", "page=1&page_size=5": "1 2",
	} {
		assert.Equal(t, want, textsOf(postWithKey(t, srv, "customer", "", form), "id"), form)
		assert.Equal(t, want, textsOf(postWithKey(t, srv, "customer", form, ""), "id"), form)
	}
	for _, form := range []string{"page=0&page_size=1", "page=1&page_size=0", "page=1", "page=x&page_size=1"} {
		assert.Contains(t, readInfo(t, postWithKey(t, srv, "customer", "", form)), "page")
	}
	assert.Equal(t, "1", textsOf(postWithKey(t, srv, "item", "enabled_only=1", ""), "id"))
	assert.Equal(t, "1 2", textsOf(postWithKey(t, srv, "item", "enabled_only=0", "enabled_only=1"), "id"))
}

// Additional elements come when they are asked for.
func TestServer_Sections_AdditionalElements(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{Info: virtpos.WarehouseInfo{OrganisationName: "Org"}})
	srv.AddCustomers(virtpostest.Customer{
		Cards:   []virtpos.Element{{Name: "cards", Children: []virtpos.Element{{Name: "card", Text: "1"}}}},
		Bonuses: []virtpos.Element{{Name: "bonus", Text: "2"}},
	})
	assert.NotContains(t, postWithKey(t, srv, "warehouse", "", ""), "organisation_name")
	assert.Contains(t, postWithKey(t, srv, "warehouse", "", "fields=x:organisation_name"), "<organisation_name>Org</organisation_name>")
	assert.NotContains(t, postWithKey(t, srv, "customer", "", "cards=false"), "card")
	assert.Contains(t, postWithKey(t, srv, "customer", "", "cards=true"), "<cards><card>1</card></cards></customer>")
	assert.Contains(t, postWithKey(t, srv, "customer", "", "bonuses=true"), "<bonus>2</bonus></customer>")
}

// Both days of a period count, in the zone of the server.
func TestServer_Sections_Periods(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	now := time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC) // in Moscow, April has begun
	srv.SetClock(func() time.Time { return now })
	for _, date := range []virtpos.Timestamp{"2026-03-01 00:00:00", "2026-03-02 23:59:59", "2026-03-25 10:00:00", "2026-04-01 00:00:00"} {
		srv.AddInflows(virtpos.Inflow{Date: date})
		srv.AddWriteOffs(virtpos.WriteOff{Date: date})
		srv.AddReturns(virtpos.SupplierReturn{Date: date})
		srv.AddTransfers(virtpos.Transfer{Created: date})
	}
	for path, prefix := range map[string]string{"inflow": "date", "writeoff": "date", "returns": "date", "movegood": "cdate"} {
		for form, want := range map[string]string{
			"": "2 3 4", "days=7": "3 4", "days=31": "1 2 3 4", "days=0": "4", "*=20260302": "2", "*from=20260302": "2 3 4", "*to=20260302": "1 2",
			"*from=20260302&*to=20260325": "2 3", "*from=20260302&days=1": "2 3 4",
		} {
			form = strings.ReplaceAll(form, "*", prefix)
			assert.Equal(t, want, textsOf(postWithKey(t, srv, path, "", form), "id"), "%s %s", path, form)
		}
		for _, form := range []string{"*=2026-03-02", "*from=20260230", "*to=x", "days=x", "days=-1"} {
			readInfo(t, postWithKey(t, srv, path, "", strings.ReplaceAll(form, "*", prefix)))
		}
	}
	limits := func(path, form string) string { return textsOf(postWithKey(t, srv, path, "", form), "days_limit") }
	assert.Equal(t, "30", limits("inflow", ""))
	assert.Equal(t, "7", limits("returns", "days=7"))
	assert.Empty(t, limits("writeoff", "date=20260302"))
	assert.Empty(t, limits("movegood", ""))

	srv.SetDaysLimit(7)
	for form, want := range map[string]string{"": "3 4", "days=31": "3 4", "datefrom=20260301": "3 4", "date=20260302": "", "dateto=20260325": "3", "datefrom=20260401": "4"} {
		text := postWithKey(t, srv, "inflow", "", form)
		assert.Equal(t, want, textsOf(text, "id"), form)
		assert.Equal(t, "7", textsOf(text, "days_limit"), form)
	}
	srv.SetDaysLimit(0)
	srv.SetZone(time.UTC)
	assert.Equal(t, "1 2 3 4", textsOf(postWithKey(t, srv, "inflow", "", ""), "id"), "it is still March")
	assert.Equal(t, "1 2 3", textsOf(postWithKey(t, srv, "inflow", "", "dateto=20260331"), "id"))
	srv.AddInflows(virtpos.Inflow{}, virtpos.Inflow{Date: "some day"})
	assert.Equal(t, "2 5 6", textsOf(postWithKey(t, srv, "inflow", "", "date=20260302"), "id"), "without a date")
}

// Records are replaced by id, and get the next free one.
func TestServer_Sections_Add(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	assert.Equal(t, []int64{1, 7, 8}, srv.AddGroups(virtpos.ItemGroup{Name: "a"}, virtpos.ItemGroup{ID: 7, Name: "b"}, virtpos.ItemGroup{Name: "c"}))
	assert.Equal(t, []int64{7}, srv.AddGroups(virtpos.ItemGroup{ID: 7, Name: "d"}))
	assert.Equal(t, "a d c", textsOf(postWithKey(t, srv, "itemGroup", "", ""), "name"))
	srv.AddCustomers(virtpostest.Customer{}, virtpostest.Customer{}, virtpostest.Customer{})
	srv.DeleteCustomers(1, 9)
	assert.Equal(t, "2 3", textsOf(postWithKey(t, srv, "customer", "", ""), "id"))
	srv.AddCustomers(virtpostest.Customer{Customer: virtpos.Customer{ID: 3, FirstName: "x"}}, virtpostest.Customer{})
	text := postWithKey(t, srv, "customer", "", "")
	assert.Equal(t, "2 3 4", textsOf(text, "id"))
	assert.Equal(t, " x ", textsOf(text, "fname"))
	srv.AddItems(virtpostest.Item{Name: "a"}, virtpostest.Item{Name: "b"})
	srv.AddItems(virtpostest.Item{ID: 1, Name: "c"})
	assert.Equal(t, "c b", textsOf(postWithKey(t, srv, "item", "", ""), "name"))
}

func TestServer_Sections_CustomerCap(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddCustomers(virtpostest.Customer{}, virtpostest.Customer{}, virtpostest.Customer{})
	srv.SetCustomerCap(2)
	ids := func(form string) string { return textsOf(postWithKey(t, srv, "customer", "", form), "id") }
	assert.Equal(t, "1 2", ids(""))
	assert.Equal(t, "3", ids("page=2&page_size=2"))
	assert.Empty(t, ids("page=3&page_size=2"))
	srv.SetPastTheEnd(virtpostest.LastPage)
	assert.Equal(t, "3", ids("page=3&page_size=2"))
	assert.Equal(t, "1 2", ids("page=9&page_size=9"))
	srv.SetCustomerCap(1)
	assert.Equal(t, "1", ids(""))
	srv.SetCustomerCap(0)
	assert.Equal(t, "1 2 3", ids(""))
	srv.DeleteCustomers(1, 2, 3)
	assert.Empty(t, ids("page=2&page_size=2"))
}

// Generated items come behind the stored ones, in a stream, and are counted.
func TestServer_GenerateItems(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddItems(virtpostest.Item{ExternalID: "X"})
	srv.GenerateItems(3)
	resp, text := postForm(t, srv, "item", "", "apikey="+key)
	assert.Equal(t, int64(-1), resp.ContentLength)
	assert.Equal(t, "1 1000001 1000002 1000003", textsOf(text, "id"))
	assert.Equal(t, "4", textsOf(text, "count"))
	text = postWithKey(t, srv, "item", "id=1000002", "")
	assert.Equal(t, "1000002", textsOf(text, "id"))
	assert.Equal(t, "1", textsOf(text, "count"))
	assert.Equal(t, "4601000002004,0401000002005", textsOf(text, "barcodes"))
	assert.Equal(t, "1", textsOf(postWithKey(t, srv, "item", "external_id=X", ""), "id"))
	srv.GenerateItems(0)
	assert.Equal(t, "1", textsOf(postWithKey(t, srv, "item", "", ""), "id"))
}

// A section that the test makes up, in both formats; any other one has no address.
func TestServer_SetSection(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.SetSection("orders", virtpos.Element{Name: "a", Text: "<1>"}, virtpos.Element{Name: "b", Children: []virtpos.Element{
		{Name: "c", Text: "2"}, {Name: "c", Children: []virtpos.Element{{Name: "d"}}}, {Name: "e", Text: "3"},
	}})
	assert.True(t, strings.HasSuffix(postWithKey(t, srv, "orders", "", "days=7"),
		"<root><success>1</success><a>&lt;1&gt;</a><b><c>2</c><c><d></d></c><e>3</e></b></root>\n"))
	assert.Equal(t, `{"success":"1","a":"<1>","b":{"c":["2",{"d":""}],"e":"3"}}`, postWithKey(t, srv, "orders", "format=json", ""))
	resp, text := postForm(t, srv, "supplier", "", "apikey="+key)
	assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	assert.Equal(t, "there is nothing at this address", readInfo(t, text))
	_, text = postForm(t, srv, "orders", "", "apikey=wrong")
	assert.Equal(t, "the key is missing or wrong", readInfo(t, text))
	srv.SetSection("orders")
	assert.True(t, strings.HasSuffix(postWithKey(t, srv, "orders", "", ""), "<root><success>1</success></root>\n"))
	assert.Equal(t, 5, srv.Calls("Read"))
}

// An item in the order of the vendor's sample.
func TestServer_Items_GuideElements(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddGroups(virtpos.ItemGroup{ID: 1, ExternalID: "{123-543}"}, virtpos.ItemGroup{ID: 2, ExternalID: "{000-999}"})
	srv.AddItems(virtpostest.Item{
		ID: 1, Name: "Корм", GroupIDs: []int64{1, 2}, Barcodes: []string{"4607092441788", "9785864153055"}, VATPercent: setDecimal("18"),
		Attributes: map[int]string{3: "x", 1: "y"}, Article: "63838", SoldByWeight: true,
		Info: virtpos.CatalogueItem{Type: "G", ManufacturerID: 1, SortWeight: setDecimal("0"), HiddenInShop: shelfwire.Set(true), Created: "2015-07-11 17:16:49"},
	})
	assert.Contains(t, postWithKey(t, srv, "item", "", ""), "<items><item><id>1</id><name>Корм</name><description></description>"+
		"<enabled>1</enabled><sales_weight>0</sales_weight><manufacturer_id>1</manufacturer_id><type>G</type><weight_good_flag>Y</weight_good_flag>"+
		"<not_show_in_shop>1</not_show_in_shop><external_id></external_id><group_ids>1,2</group_ids><group_ext_ids>{123-543},{000-999}</group_ext_ids>"+
		"<barcodes>4607092441788,9785864153055</barcodes><vat_percent>18</vat_percent><created_date>2015-07-11 17:16:49</created_date>"+
		"<last_update_date></last_update_date><article>63838</article><volume></volume><attribute1>y</attribute1><attribute3>x</attribute3></item></items>")
	require.Equal(t, 1, srv.Calls("Items.All"))
}
