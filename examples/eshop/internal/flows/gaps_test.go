package flows_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// imports are both imports from one server.
func imports(s *shop.Shop, server *resicotest.Server) (*flows.ImportProducts, *flows.ImportBalances) {
	products := server.Client(nil).Products
	return &flows.ImportProducts{Shop: s, Products: products, Progress: none},
		&flows.ImportBalances{Shop: s, Products: products, Progress: none}
}

// odd makes the server write one text of its lists otherwise, until it is healed.
func odd(t *testing.T, server *resicotest.Server, text, instead string) {
	t.Helper()
	server.Fail(faults.Edit(func(body []byte) []byte {
		return bytes.ReplaceAll(body, []byte(text), []byte(instead))
	}).On("Products.List").Always())
}

// lists returns the bodies of the product lists from a call on.
func lists(server *resicotest.Server, from int) (bodies []string) {
	for _, r := range server.Requests()[from:] {
		bodies = append(bodies, r.Body)
	}
	return bodies
}

func offers(t *testing.T, s *shop.Shop) (list []string) {
	t.Helper()
	products, err := s.ForSale(t.Context())
	require.NoError(t, err)
	for _, p := range products {
		price, _ := p.SellingPrice()
		list = append(list, fmt.Sprintf("%s %s at %s in %s", p.SKU, p.Name, price, p.Category))
	}
	return list
}

func gaps(t *testing.T, s *shop.Shop, flow string) []string {
	t.Helper()
	skus, err := s.Gaps(t.Context(), flow)
	require.NoError(t, err)
	return skus
}

// bowls are two products for sale.
func bowls(t *testing.T) (*shop.Shop, *resicotest.Server) {
	t.Helper()
	server := resicotest.NewServer(t)
	for _, sku := range []string{"A", "B"} {
		server.AddProducts(resicotest.Product{Product: oneBowl(sku, "12.50")})
	}
	return openShop(t), server
}

func oneBowl(sku, price string) resico.Product {
	return resico.Product{
		SKU: sku, Name: "Bowl", VAT: "A", Price: amount(price), Category: "Clay", ParentSKU: "P",
		Active: shelfwire.Set(true), Balance: balance("24"),
	}
}

// What could not be read overwrites nothing, and is asked for again until it comes.
func TestImportProducts_gaps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, instead string }{
		"price":    {`"Price":13.75`, `"Price":"13,75"`},
		"active":   {`"Active":true`, `"Active":"perhaps"`},
		"category": {`"Category":"Clay"`, `"Category":false`},
		"parent":   {`"ParentSKU":"P"`, `"ParentSKU":[1]`},
		"name":     {`"Name":"Bowl"`, `"Name":{}`},
		"VAT code": {`"VAT":"A"`, `"VAT":["A"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := bowls(t)
			f, _ := imports(s, server)
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, flows.Import{Read: 2}, done)
			assert.Empty(t, gaps(t, s, "products"))
			before := offers(t, s)

			server.SetProduct(oneBowl("B", "13.75"))
			odd(t, server, test.text, test.instead)
			done, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Positive(t, done.Unread)
			assert.Contains(t, gaps(t, s, "products"), "B")
			if name == "price" {
				assert.Equal(t, before, offers(t, s), "the old price is kept")
			} else {
				assert.Equal(t, []string{before[0], "B Bowl at 13.75 in Clay"}, offers(t, s), "the rest is taken over")
			}
			parent, err := s.Active(t.Context())
			require.NoError(t, err)
			assert.Equal(t, "P", parent[1].ParentSKU)

			server.ClearFaults()
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, []string{before[0], "B Bowl at 13.75 in Clay"}, offers(t, s))
			assert.Empty(t, gaps(t, s, "products"))
			from := len(server.Requests())
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Len(t, lists(server, from), 1, "nothing is asked for again")
		})
	}
}

// A new product is not put up for sale while one of its prices is not known for certain.
func TestImportProducts_newWithUnreadPrice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, instead string }{
		"price":         {`"Price":13.75`, `"Price":"13,75"`},
		"reduced price": {`"SalePrice":9.99`, `"SalePrice":"9,99"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := bowls(t)
			f, _ := imports(s, server)
			fresh := oneBowl("C", "13.75")
			fresh.SalePrice = amount("9.99")
			server.AddProducts(resicotest.Product{Product: fresh})
			odd(t, server, test.text, test.instead)
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, 1, done.Unread)
			assert.Len(t, offers(t, s), 2)
			server.ClearFaults()
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			require.Len(t, offers(t, s), 3)
			assert.Equal(t, "C Bowl at 9.99 in Clay", offers(t, s)[2])
		})
	}
}

// A reduction is over when Resico says that there is none, by null as well as by zero. One that it leaves out, or empty, is not known.
func TestImportProducts_reductionEnds(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ instead, want string }{
		"zero":     {`"SalePrice":0`, "B Bowl at 12.50 in Clay"},
		"null":     {`"SalePrice":null`, "B Bowl at 12.50 in Clay"},
		"empty":    {`"SalePrice":""`, "B Bowl at 9.99 in Clay"},
		"left out": {`"Other":null`, "B Bowl at 9.99 in Clay"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := bowls(t)
			f, _ := imports(s, server)
			reduced := oneBowl("B", "12.50")
			reduced.SalePrice = amount("9.99")
			server.SetProduct(reduced)
			_, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			require.Equal(t, "B Bowl at 9.99 in Clay", offers(t, s)[1])
			odd(t, server, `"SalePrice":9.99`, test.instead)
			_, err = f.Run(t.Context(), true)
			require.NoError(t, err)
			assert.Equal(t, test.want, offers(t, s)[1])
		})
	}
}

// What the flow does not use may come in any form.
func TestImport_gapsOfOtherFields(t *testing.T) {
	t.Parallel()
	s, server := bowls(t)
	products, balances := imports(s, server)
	odd(t, server, `"SKU"`, `"Balance":{"NOL":"few"},"SKU"`)
	done, err := products.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Zero(t, done.Unread)
	server.ClearFaults()
	odd(t, server, `"SKU"`, `"Price":"few","SKU"`)
	done, err = balances.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Zero(t, done.Unread)
	assert.Empty(t, gaps(t, s, "products"))
	assert.Empty(t, gaps(t, s, "balances"))
}

// A location whose quantity could not be read keeps what it had. It is never empty for that reason.
func TestImportBalances_gaps(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text, instead string
		stock, total  string // while it cannot be read
		without       int
	}{
		"a location":  {`"NOL":7`, `"NOL":""`, "24", "7", 0},
		"the total":   {`"Totals":7`, `"Totals":"7,0"`, "7", "24", 0},
		"all of it":   {`{"NOL":7,"Totals":7}`, `"seven"`, "24", "24", 1},
		"both of it":  {`{"NOL":7,"Totals":7}`, `{"NOL":false,"Totals":""}`, "24", "24", 1},
		"as a minus":  {`"NOL":7`, `"NOL":"-"`, "24", "7", 0},
		"a null only": {`"NOL":7`, `"NOL":null`, "24", "7", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, server := bowls(t)
			products, f := imports(s, server)
			_, err := products.Run(t.Context(), false)
			require.NoError(t, err)
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			server.SetBalance("B", "NOL", shelfwire.MustDecimal("7"))
			odd(t, server, test.text, test.instead)
			done, err := f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, test.without, done.Without)
			assert.Equal(t, test.stock, stockAt(t, s, "B", "NOL"))
			onHand, err := s.Sellable(t.Context())
			require.NoError(t, err)
			assert.Equal(t, test.total, onHand["B"].String())
			if name == "a null only" { // which was left out, and could be read
				assert.Empty(t, gaps(t, s, "balances"))
				return
			}
			assert.Equal(t, 1, done.Unread)
			assert.Equal(t, []string{"B"}, gaps(t, s, "balances"))

			server.ClearFaults()
			_, err = f.Run(t.Context(), false)
			require.NoError(t, err)
			assert.Equal(t, "7", stockAt(t, s, "B", "NOL"))
			assert.Empty(t, gaps(t, s, "balances"))
		})
	}
}

// Without a change the incremental walk does not bring the product, so it is asked for by its SKU, and not for ever.
func TestImport_asksForGapsAgain(t *testing.T) {
	t.Parallel()
	s, server := resicoGap(t)
	f, _ := imports(s, server)
	for run := 1; run <= shop.GapTries+2; run++ {
		from := len(server.Requests())
		done, err := f.Run(t.Context(), false)
		require.NoError(t, err)
		asked := lists(server, from)
		if run > shop.GapTries {
			assert.Len(t, asked, 1, "run %d asks for changes only", run)
			continue
		}
		require.Len(t, asked, 2, "run %d", run)
		assert.NotContains(t, asked[0], `"SKU"`)
		assert.JSONEq(t, `{"SKU":"P-001"}`, asked[1])
		assert.Equal(t, 1, done.Unread)
	}
	assert.Empty(t, gaps(t, s, "products"))
	done, err := f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, 1, done.Unread)
	assert.Equal(t, []string{"P-001"}, gaps(t, s, "products"), "a walk through everything brings it again")
}

// resicoGap has three products that changed long ago. The price of the second one could not be read by the first import,
// and still cannot.
func resicoGap(t *testing.T) (*shop.Shop, *resicotest.Server) {
	t.Helper()
	s, server := openShop(t), resicoWith(t, 3)
	server.Fail(faults.Edit(oddPrice("P-001")).On("Products.List").Always())
	f, _ := imports(s, server)
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	require.Equal(t, 1, done.Unread)
	require.Equal(t, []string{"P-001"}, gaps(t, s, "products"))
	return s, server
}

// oddPrice spoils the price of one product.
func oddPrice(sku string) func([]byte) []byte {
	return func(body []byte) []byte {
		before, after, found := bytes.Cut(body, []byte(`"`+sku+`"`))
		if !found {
			return body
		}
		after = bytes.Replace(after, []byte(`"Price":12.50`), []byte(`"Price":"12,50"`), 1)
		return bytes.Join([][]byte{before, after}, []byte(`"`+sku+`"`))
	}
}

// An answer that cannot be used does not fail the import, and counts as a try.
func TestImport_gapsNotAnswered(t *testing.T) {
	t.Parallel()
	s, server := resicoGap(t)
	f, _ := imports(s, server)
	server.ClearFaults()
	server.Fail(faults.HTML(200).On("Products.List").Skip(1).Times(2))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Contains(t, done.NotAgain, "resico: Products.List: ")
	assert.Equal(t, []string{"P-001"}, gaps(t, s, "products"))
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Empty(t, done.NotAgain)
	assert.Empty(t, gaps(t, s, "products"))
	assert.Len(t, offers(t, s), 3)
}

// Products without a SKU are left out. The mark moves all the same, and nothing is taken off sale, since they may be any
// of those that seem to be gone.
func TestImportProducts_nameless(t *testing.T) {
	t.Parallel()
	s, server := bowls(t)
	f, _ := imports(s, server)
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	before, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	require.NoError(t, s.SetMark(t.Context(), "products", before.Add(-time.Hour)))
	odd(t, server, `"SKU":"B"`, `"SKU":null`)
	done, err := f.Run(t.Context(), true)
	require.NoError(t, err)
	assert.Equal(t, flows.Import{Read: 1, Nameless: 1}, done)
	assert.Len(t, offers(t, s), 2)
	mark, err := s.Mark(t.Context(), "products")
	require.NoError(t, err)
	assert.False(t, mark.Before(before))
	done, err = f.Run(t.Context(), false)
	require.NoError(t, err, "nor does the next run read more")
	assert.Equal(t, mark, done.Since)
}

// A SKU that cannot stand in Resico's filter is not asked for, which would ask for other products or fail for all.
func TestImport_gapsThatNoFilterCanName(t *testing.T) {
	t.Parallel()
	s, server := bowls(t)
	f, _ := imports(s, server)
	for _, sku := range []string{"X;Y", ">Z"} {
		server.AddProducts(resicotest.Product{Product: oneBowl(sku, "1.11")})
	}
	odd(t, server, `"Price":1.11`, `"Price":"1,11"`)
	_, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Equal(t, []string{">Z", "X;Y"}, gaps(t, s, "products"))
	from := len(server.Requests())
	server.SetProduct(oneBowl("A", "12.50"))
	done, err := f.Run(t.Context(), false)
	require.NoError(t, err)
	assert.Empty(t, done.NotAgain)
	for _, body := range lists(server, from) {
		assert.NotContains(t, body, "SKU")
	}
}
