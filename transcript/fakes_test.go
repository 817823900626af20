package transcript_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/transcript"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// provider is a fake with a session of calls.
type provider struct {
	session  func(t *testing.T, opts *shelfwire.Options) []string // returns what the calls returned
	secrets  []string
	personal []string // what must not be in a file without personal data
}

// record runs a session with a recorder on.
func (p *provider) record(t *testing.T, personal bool) (har, text, shape string, results []string) {
	t.Helper()
	var harOut, textOut bytes.Buffer
	h := transcript.NewHAR(&harOut, &transcript.Options{Personal: personal})
	x := transcript.NewText(&textOut, &transcript.Options{Personal: personal})
	s := transcript.NewShape()
	results = p.session(t, &shelfwire.Options{
		Limiter: shelfwire.Unlimited,
		Transcript: func(ctx context.Context, e shelfwire.Exchange) {
			h.Record(ctx, e)
			x.Record(ctx, e)
			s.Record(ctx, e)
		},
	})
	require.NoError(t, h.Close())
	require.NoError(t, x.Close())
	return harOut.String(), textOut.String(), s.String(), results
}

func show(values ...any) string { return strings.TrimSpace(fmt.Sprintf("%+v", values)) }

func resicoProvider(t *testing.T) *provider {
	t.Helper()
	srv := resicotest.NewServer(t)
	srv.AddProducts(
		resicotest.Product{Product: resico.Product{SKU: "Krems-12", Name: "Roku krēms Ozoliņš", Price: shelfwire.Set(shelfwire.MustDecimal("12.50"))}},
		resicotest.Product{Product: resico.Product{SKU: "dog_food_12", Name: "Suņu barība", Price: shelfwire.Set(shelfwire.MustDecimal("3"))}},
	)
	cred := srv.Credentials()
	return &provider{
		session: func(t *testing.T, opts *shelfwire.Options) []string {
			t.Helper()
			client := srv.Client(opts)
			var results []string
			for product, err := range client.Products.All(t.Context(), resico.ProductQuery{SKUs: []string{"Krems-12", "dog_food_12"}}) {
				require.NoError(t, err)
				results = append(results, show(product.SKU, product.Price))
			}
			balance, err := client.Products.Balance(t.Context(), "dog_food_12")
			results = append(results, show(balance.SKU, err))
			customer, err := client.Customers.Create(t.Context(), resico.NewCustomer{
				Code: "BERZ1", Name: "Jānis Bērziņš", Email: "janis.berzins@example.lv", Phone: "+37126458458",
				Address: "Brīvības iela 21", PostCode: "LV-1010",
			})
			results = append(results, show(customer.Code, customer.ID, err))
			_, err = client.Products.Balance(t.Context(), "nowhere")
			results = append(results, show(shelfwire.OutcomeOf(err)))
			return results
		},
		secrets:  []string{cred.ClientCode.Reveal(), cred.ClientKey.Reveal()},
		personal: []string{"Krems", "Ozoliņš", "dog_food", "Bērziņš", "berzins", "26458458", "Brīvības", "LV-1010", "BERZ1", "nowhere"},
	}
}

func erpxtProvider(t *testing.T) *provider {
	t.Helper()
	srv := erpxttest.NewServer(t)
	srv.AddInvoices(erpxt.Invoice{ID: 900})
	cred := srv.Credentials()
	return &provider{
		session: func(t *testing.T, opts *shelfwire.Options) []string {
			t.Helper()
			client := srv.Client(opts)
			id, err := client.Products.Create(t.Context(), erpxt.NewProduct{
				Name: "Mysz Kowalskiego", UnitOfMeasurement: "szt.", Rate: erpxt.VAT23,
				SaleGrossPrice: shelfwire.Set(shelfwire.MustDecimal("24.99")),
			})
			results := []string{show(err)}
			product, err := client.Products.Get(t.Context(), id)
			results = append(results, show(product.ID == id, product.SaleGrossPrice, product.Rate, err))
			filter := erpxt.ProductName.Eq("Mysz Kowalskiego")
			for product, err := range client.Products.All(t.Context(), erpxt.ProductQuery{Filter: filter}) {
				require.NoError(t, err)
				results = append(results, show(product.SaleNetPrice, product.UnitOfMeasurement))
			}
			results = append(results, show(client.Products.Delete(t.Context(), id)))
			_, err = client.Products.Get(t.Context(), id)
			results = append(results, show(shelfwire.OutcomeOf(err)))
			_, err = client.Invoices.Print(t.Context(), 900, erpxt.PrintOptions{})
			return append(results, show(err))
		},
		secrets:  []string{cred.ClientID.Reveal(), cred.ClientSecret.Reveal()},
		personal: []string{"Mysz", "Kowalskiego"},
	}
}

func shopinventoryProvider(t *testing.T) *provider {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 10001, SKU: "TShirt.Blk.XL", EAN: "8690842009112"}})
	cred := srv.Credentials()
	return &provider{
		session: func(t *testing.T, opts *shelfwire.Options) []string {
			t.Helper()
			client := srv.Client(opts)
			item, err := client.Inventory.Get(t.Context(), shopinventory.BySKU("TShirt.Blk.XL"))
			results := []string{show(item.SKU, item.ID, err)}
			item, err = client.Inventory.Get(t.Context(), shopinventory.ByEAN("8690842009112"))
			results = append(results, show(item.SKU, item.EAN, err))
			item, err = client.Inventory.Update(t.Context(), shopinventory.ByID(10001), shopinventory.ItemUpdate{
				OnHand: shopinventory.SetOnHand(20),
			})
			results = append(results, show(item.SKU, err))
			_, err = client.Inventory.Get(t.Context(), shopinventory.BySKU("Nobody/1"))
			return append(results, show(shelfwire.OutcomeOf(err)))
		},
		secrets:  []string{cred.APIKey.Reveal(), cred.APISecret.Reveal()},
		personal: []string{"TShirt", "8690842009112", "Nobody", "127.0.0.1"},
	}
}

func virtposProvider(t *testing.T, format virtpos.Format, inQuery bool) *provider {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: 3, Name: "Магазин Иванова"})
	srv.AddItems(virtpostest.Item{ID: 17007, Name: "Корм для собак Рекс", Article: "A-63838"})
	srv.SetStock(virtpostest.Row{WarehouseID: 3, ItemID: 17007, OnHand: shelfwire.NewDecimal(2)})
	return &provider{
		session: func(t *testing.T, opts *shelfwire.Options) []string {
			t.Helper()
			client := srv.Client(opts)
			if inQuery {
				client = client.WithKeyInQuery()
			}
			var results []string
			for row, err := range client.Store.All(t.Context(), virtpos.StoreQuery{
				Format: format, Article: "A-63838", Fields: []virtpos.StockField{virtpos.StockArticle, virtpos.StockItemName},
			}) {
				require.NoError(t, err)
				results = append(results, show(row.ItemID, row.Article, row.OnHand))
			}
			version, err := client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(3))
			return append(results, show(version, err))
		},
		secrets:  []string{srv.Credentials().APIKey.Reveal()},
		personal: []string{"Иванова", "Корм", "Рекс", "A-63838"},
	}
}

// providers are the fakes, a new one for each test.
var providers = map[string]func(*testing.T) *provider{
	"resico": resicoProvider, "erpxt": erpxtProvider, "shopinventory": shopinventoryProvider,
	"virtpos, XML":  func(t *testing.T) *provider { t.Helper(); return virtposProvider(t, virtpos.FormatXML, false) },
	"virtpos, JSON": func(t *testing.T) *provider { t.Helper(); return virtposProvider(t, virtpos.FormatJSON, false) },
	"virtpos, key in the query": func(t *testing.T) *provider {
		t.Helper()
		return virtposProvider(t, virtpos.FormatXML, true)
	},
}

// eachProvider runs a test with each fake, with and without personal data.
func eachProvider(t *testing.T, test func(t *testing.T, p *provider, personal bool)) {
	t.Helper()
	for name, newProvider := range providers {
		for kind, personal := range map[string]bool{"personal": true, "pseudonyms": false} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				test(t, newProvider(t), personal)
			})
		}
	}
}

// A recorded session is played back to the same client, with its own words, and gives the same results.
func TestReplay_Session(t *testing.T) {
	t.Parallel()
	eachProvider(t, func(t *testing.T, p *provider, personal bool) {
		har, _, _, want := p.record(t, personal)
		replay, err := transcript.NewReplay(strings.NewReader(har), &transcript.ReplayOptions{Strict: true})
		require.NoError(t, err)
		opts := &shelfwire.Options{HTTPClient: &http.Client{Transport: replay}, Limiter: shelfwire.Unlimited}
		assert.Equal(t, want, p.session(t, opts))
		assert.NoError(t, replay.Done())
		assert.Empty(t, replay.Remaining())
	})
}

// No form of a key is in any file, and no personal word in one that is without them.
func TestWriters_HideSecrets(t *testing.T) {
	t.Parallel()
	eachProvider(t, func(t *testing.T, p *provider, personal bool) {
		har, text, shape, _ := p.record(t, personal)
		for kind, out := range map[string]string{"HAR": har, "text": text, "shape": shape} {
			for _, secret := range append(p.secrets, strings.Join(p.secrets, ":")) {
				for _, form := range []string{
					secret, url.QueryEscape(secret), url.PathEscape(secret),
					strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(secret)), "="),
				} {
					assert.False(t, strings.Contains(out, form), "%s holds the key as %s", kind, form)
				}
			}
			shown := 0
			for _, word := range p.personal {
				if strings.Contains(out, word) {
					shown++
					assert.True(t, personal && kind != "shape", "%s holds %s", kind, word)
				}
			}
			assert.Equal(t, personal && kind != "shape", shown > 0, kind)
		}
	})
}
