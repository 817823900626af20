package virtpos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const twoShops = `<type>store</type><warehouses><warehouse><id>1</id><name>A</name><items>` +
	`<item><id>7</id><quantity>2</quantity><lot_number>L1</lot_number></item>` +
	`<item><id>7</id><quantity>3</quantity><lot_number>L2</lot_number></item></items></warehouse>` +
	`<warehouse><id>2</id><name>B</name><items/></warehouse></warehouses>`

func TestItems(t *testing.T) {
	t.Parallel()
	var rows []string
	for row, err := range says(root(twoShops)).client(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		require.NoError(t, err)
		rows = append(rows, show(row))
	}
	assert.Equal(t, []string{"1/7/L1 2", "1/7/L2 3"}, rows)
}

func TestGet(t *testing.T) {
	t.Parallel()
	stock, err := says(root(twoShops)).client(t).Store.List(t.Context(), virtpos.StoreQuery{})
	require.NoError(t, err)
	require.Len(t, stock.Warehouses, 2)
	assert.Equal(t, "1 A 2, 2 B 0", fmt.Sprintf("%d %s %d, %d %s %d",
		stock.Warehouses[0].ID, stock.Warehouses[0].Name, len(stock.Warehouses[0].Rows),
		stock.Warehouses[1].ID, stock.Warehouses[1].Name, len(stock.Warehouses[1].Rows)))
}

func TestQueryOnTheWire(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query virtpos.StoreQuery
		sent  string // query and form
	}{
		"nothing": {virtpos.StoreQuery{}, "format=xml | "},
		"everything": {virtpos.StoreQuery{
			InStockOnly: true, WarehouseID: 3, ItemID: 8, Article: "63838/1 &", Name: "Корм", Format: virtpos.FormatJSON,
			Fields: []virtpos.StockField{
				virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice, virtpos.StockOptionalPrices,
				virtpos.StockExpiryDate, virtpos.StockTurnover, "my field",
			},
		}, "article=63838%2F1+%26&format=json&itemid=8&itemname=%D0%9A%D0%BE%D1%80%D0%BC&stockonly=1&warehouseid=3 | " +
			"fields=itemname%3Aarticle%3Acogs%3Aprice%3Aoptionalprices%3Aexpdate%3Aturnovercalc%3Amy+field"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(root(`<type>store</type><warehouses/>`))
			_, err := s.client(t).Store.List(t.Context(), tc.query)
			require.NoError(t, err)
			sent := s.calls()[0]
			assert.Equal(t, testKey, sent.form.Get("apikey"))
			sent.form.Del("apikey")
			assert.Equal(t, tc.sent, sent.query.Encode()+" | "+sent.form.Encode())
			assert.Equal(t, "application/x-www-form-urlencoded", sent.header.Get("Content-Type"))
		})
	}
}

func TestQueryRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query  virtpos.StoreQuery
		fields []string
	}{
		"negative ids":   {virtpos.StoreQuery{WarehouseID: -1, ItemID: -1}, []string{"WarehouseID", "ItemID"}},
		"two in one":     {virtpos.StoreQuery{Fields: []virtpos.StockField{"cogs", "price:cogs"}}, []string{"Fields[1]"}},
		"an empty one":   {virtpos.StoreQuery{Fields: []virtpos.StockField{" "}}, []string{"Fields[0]"}},
		"another format": {virtpos.StoreQuery{Format: "csv"}, []string{"Format"}},
		"texts that are not UTF-8": {virtpos.StoreQuery{Article: "\xff", Name: "a\x80", Fields: []virtpos.StockField{"cogs", "\xff"}},
			[]string{"Article", "Name", "Fields[1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := silent(t).Store.List(t.Context(), tc.query)
			clienttest.AssertRejected(t, err, tc.fields...)
			n := 0
			for _, err := range silent(t).Store.All(t.Context(), tc.query) {
				clienttest.AssertRejected(t, err, tc.fields...)
				n++
			}
			assert.Equal(t, 1, n)
		})
	}
}

// bigShop has more stock than fits into the buffers on the way.
func bigShop(t *testing.T, n int) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин 1"})
	for id := range n {
		srv.AddItems(virtpostest.Item{ID: int64(id + 1), Name: strings.Repeat("Корм для собак ", 4)})
		srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: int64(id + 1), OnHand: shelfwire.NewDecimal(1)})
	}
	return srv
}

// Reading gets over what passes before the first row, in both formats; Get also over a response that breaks off later.
func TestReadingGetsOverFaults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		streamed bool // also row by row
	}{
		"503": {faults.Status(503), true}, "HTML": {faults.HTML(502), true}, "429": {faults.RateLimited("0"), true},
		"cut": {faults.DropRequest(), true}, "cut body": {faults.CutBody(), false},
	} {
		for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
			t.Run(name+" "+string(format), func(t *testing.T) {
				t.Parallel()
				srv := bigShop(t, 2000)
				query := virtpos.StoreQuery{Format: format, Fields: []virtpos.StockField{virtpos.StockItemName}}
				srv.Fail(tc.fault)
				stock, err := srv.Client(nil).Store.List(t.Context(), query)
				require.NoError(t, err)
				assert.Len(t, stock.Warehouses[0].Rows, 2000)
				srv.Fail(tc.fault)
				n := 0
				var last error
				for _, err := range srv.Client(nil).Store.All(t.Context(), query) {
					if last = err; err == nil {
						n++
					}
				}
				if tc.streamed {
					require.NoError(t, last)
					assert.Equal(t, 2000, n)
					return
				}
				require.ErrorIs(t, last, shelfwire.ErrMalformed)
				assert.ErrorIs(t, last, io.ErrUnexpectedEOF)
				assert.Positive(t, n, "the rows before the break")
				assert.Less(t, n, 2000)
				assert.Equal(t, 1, clienttest.Error(t, last).Attempts)
			})
		}
	}
}

// A caller who leaves ends the response, and no goroutine stays behind.
func TestItemsBreak(t *testing.T) {
	t.Parallel()
	srv := bigShop(t, 5000)
	for range srv.Client(nil).Store.All(t.Context(), virtpos.StoreQuery{}) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	var last error
	for _, err := range srv.Client(nil).Store.All(ctx, virtpos.StoreQuery{Fields: []virtpos.StockField{virtpos.StockItemName}}) {
		if last = err; err == nil {
			n++
		}
		cancel()
	}
	require.ErrorIs(t, last, context.Canceled)
	assert.NotErrorIs(t, last, shelfwire.ErrMalformed)
	assert.Less(t, n, 5000)
}

// An item is bounded, and not the stock.
func TestItemsBound(t *testing.T) {
	t.Parallel()
	srv := bigShop(t, 2000)
	n := 0
	for _, err := range srv.Client(&shelfwire.Options{MaxResponseBytes: 64 << 10}).Store.All(t.Context(), virtpos.StoreQuery{}) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, 2000, n)

	s := says(root(strings.Replace(twoShops, "L2", strings.Repeat("L", 1<<20), 1)))
	o := s.options()
	o.MaxResponseBytes = 64 << 10
	var last error
	for _, err := range clientWith(t, testCred, o).Store.All(t.Context(), virtpos.StoreQuery{}) {
		last = err
	}
	require.ErrorIs(t, last, shelfwire.ErrTooLarge)
	assert.Len(t, s.calls(), 1)
}

// Success is what the response says, whatever the status.
func TestSuccess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply   reply
		message string
		outcome shelfwire.Outcome // of a zeroing
		kind    error
	}{
		"0":           {reply{200, `<root><success>0</success><info>Неверный ключ</info></root>`}, "Неверный ключ", shelfwire.OutcomeRefused, nil},
		"0 in JSON":   {reply{200, `{"success":0,"info":"Неверный ключ"}`}, "Неверный ключ", shelfwire.OutcomeRefused, nil},
		"0, silently": {reply{200, `<root><success>0</success></root>`}, "", shelfwire.OutcomeRefused, nil},
		"missing":     {reply{200, `<root><info>hm</info></root>`}, "hm", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"odd":         {reply{200, `<root><success>2</success><info>hm</info></root>`}, "hm", shelfwire.OutcomeUnknown, nil},
		"with a 403":  {reply{403, `<root><success>0</success><info>no</info></root>`}, "no", shelfwire.OutcomeRefused, shelfwire.ErrForbidden},
		"with a 404":  {reply{404, `{"success":"0","info":"no"}`}, "no", shelfwire.OutcomeRefused, shelfwire.ErrNotFound},
		"with a 400":  {reply{400, `{"success":false,"info":"no"}`}, "no", shelfwire.OutcomeRefused, shelfwire.ErrInvalid},
		"1 with 500":  {reply{500, `<root><success>1</success></root>`}, "", shelfwire.OutcomeUnknown, nil},
		"1 with 400":  {reply{400, `<root><success>1</success></root>`}, "", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"a page":      {reply{200, `<html><title>Login</title></html>`}, "Login", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"nothing":     {reply{200, ``}, "empty", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := says(tc.reply).client(t).Store
			_, err := store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("5"))
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			for _, call := range []func() error{
				func() error { _, err := store.List(t.Context(), virtpos.StoreQuery{}); return err },
				func() error { _, err := store.OnHandVersion(t.Context(), virtpos.WarehouseID(1)); return err },
				func() error {
					_, err := store.UpdateOnHand(t.Context(), virtpos.OnHandUpdate{
						Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: num("1")})
					return err
				},
			} {
				err := call()
				require.Error(t, err)
				require.ErrorContains(t, err, tc.message)
				if tc.kind != nil {
					require.ErrorIs(t, err, tc.kind)
				}
				assert.Equal(t, tc.reply.status, clienttest.Error(t, err).StatusCode)
			}
		})
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		address string
		cred    virtpos.Credentials
		fields  []string
	}{
		"nothing":     {"", virtpos.Credentials{}, []string{"APIKey", "baseURL"}},
		"a space":     {testAddress, virtpos.Credentials{APIKey: shelfwire.NewSecret("k3y ")}, []string{"APIKey"}},
		"plain http":  {"http://mycompany.virtpos.ru", testCred, []string{"baseURL"}},
		"with a path": {testAddress + "/api/store", testCred, []string{"baseURL"}},
		"no URL":      {"mycompany", testCred, []string{"baseURL"}},
		"no company":  {virtpos.BaseURL("my company"), testCred, []string{"baseURL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := virtpos.New(tc.address, tc.cred, nil)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	_, err := virtpos.New(virtpos.BaseURL("mycompany"), testCred, nil)
	require.NoError(t, err)
	_, err = virtpos.New("http://mycompany.virtpos.ru", testCred, &shelfwire.Options{AllowPlaintext: true})
	require.NoError(t, err)
}

// The key is in no error, no log and nothing that prints, wherever it is sent and when the server repeats it.
func TestSecretsStayHidden(t *testing.T) {
	t.Parallel()
	echo := `<root><success>0</success><info>bad key s3cret&amp;of=the/shop+1 (` + url.QueryEscape(testKey) + `)</info></root>`
	for _, name := range []string{"body", "query"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var text bytes.Buffer
			for _, answer := range []reply{{200, echo}, {500, echo}, {}, {302, ""}, {200, "<html>" + testKey}, {200, testKey}} {
				o := says(answer).options()
				o.Logger = slog.New(slog.NewJSONHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug}))
				o.Observe = func(_ context.Context, a shelfwire.Attempt) { fmt.Fprintf(&text, "%v %+v %#v\n", a, a, a) }
				client := clientWith(t, testCred, o)
				if name == "query" {
					client = client.WithKeyInQuery()
				}
				_, err := client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
				require.Error(t, err)
				fmt.Fprintf(&text, "%v %+v %#v\n", err, err, err)
				_, err = client.Store.List(t.Context(), virtpos.StoreQuery{})
				require.Error(t, err)
				fmt.Fprintf(&text, "%v %+v %#v\n", err, err, err)
				for _, thing := range []any{
					testCred, &testCred, client, *client, client.Store, struct{ c virtpos.Credentials }{testCred},
					map[string]any{"cred": testCred},
				} {
					fmt.Fprintf(&text, "%v %+v %#v %s %q %x\n", thing, thing, thing, thing, thing, thing)
					encoded, err := json.Marshal(thing)
					require.NoError(t, err)
					text.Write(encoded)
					slog.New(slog.NewTextHandler(&text, nil)).Info("thing", "thing", thing)
				}
			}
			for _, secret := range []string{testKey, url.QueryEscape(testKey), fmt.Sprintf("%x", testKey), "of=the"} {
				assert.NotContains(t, text.String(), secret)
			}
			assert.Contains(t, text.String(), "[redacted]")
		})
	}
	var cred virtpos.Credentials
	require.NoError(t, json.Unmarshal([]byte(`{"APIKey":"k3y"}`), &cred))
	assert.Equal(t, "k3y", cred.APIKey.Reveal())
}

// By default the key is in no address.
func TestKeyIsInNoAddress(t *testing.T) {
	t.Parallel()
	s := scripted(func(*recorded) string { return "1" })
	_, err := s.client(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feed(item(8, "1")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	actions := map[string]bool{}
	for _, r := range s.calls() {
		assert.Equal(t, http.MethodPost, r.method)
		assert.False(t, r.query.Has("apikey"))
		assert.Equal(t, testKey, r.form.Get("apikey"))
		actions[r.action] = true
	}
	assert.Len(t, actions, 4, "%v", actions)
}
