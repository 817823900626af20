package transcript_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/transcript"
	"github.com/shelfwire/shelfwire/virtpos"
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// responding is a server with one response for everything.
func responding(status int, contentType, body string) roundTripper {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", Header: http.Header{"Content-Type": {contentType}},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
		}, nil
	}
}

// playBack makes the same calls with a server and with the recording of it.
func playBack(
	t *testing.T, personal bool, server http.RoundTripper, session func(opts *shelfwire.Options) string,
) (live, replayed string) {
	t.Helper()
	var out bytes.Buffer
	h := transcript.NewHAR(&out, &transcript.Options{Personal: personal})
	run := func(transport http.RoundTripper, record func(context.Context, shelfwire.Exchange)) string {
		return session(&shelfwire.Options{
			HTTPClient: &http.Client{Transport: transport}, Transcript: record, Limiter: shelfwire.Unlimited,
			Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
		})
	}
	live = run(server, h.Record)
	require.NoError(t, h.Close())
	replay, err := transcript.NewReplay(&out, nil)
	require.NoError(t, err)
	return live, run(replay, nil)
}

func newShopClient(t *testing.T, opts *shelfwire.Options) *shopinventory.Client {
	t.Helper()
	client, err := shopinventory.New("https://shop.example", shopinventory.Credentials{
		APIKey: shelfwire.NewSecret("apikey-1234"), APISecret: shelfwire.NewSecret("s+cr/et=99"),
	}, opts)
	require.NoError(t, err)
	return client
}

// What became of a write is the same in a replay, whatever words decide it.
func TestReplay_Outcome(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		status     int
		body, want string
	}{
		"transient": {400, `{"error":{"name":"bad_request","message":"Operation could not be completed"}}`, "unknown"},
		"rejected":  {400, `{"error":{"name":"bad_request","message":"Anna is not known"}}`, "rejected"},
		"gateway":   {400, `{"error":{"code":404,"message":"Not Found"}}`, "unknown"},
		"applied":   {200, `{"id":5,"sku":"A-1","stock":20}`, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live, replayed := playBack(t, false, responding(tt.status, "application/json", tt.body),
				func(opts *shelfwire.Options) string {
					_, err := newShopClient(t, opts).Inventory.Update(t.Context(), shopinventory.ByID(5),
						shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(1)})
					if err == nil {
						return "applied"
					}
					return shelfwire.OutcomeOf(err).String()
				})
			assert.Equal(t, tt.want, live)
			assert.Equal(t, live, replayed)
		})
	}
}

// A body that breaks off serves only where it was kept as it is.
func TestReplay_BrokenBody(t *testing.T) {
	t.Parallel()
	for _, personal := range []bool{true, false} {
		live, replayed := playBack(t, personal, responding(200, "application/json", `{"id":5,"sku":"A-1","stock":20,"name":"x`),
			func(opts *shelfwire.Options) string {
				item, err := newShopClient(t, opts).Inventory.Update(t.Context(), shopinventory.ByID(5),
					shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(2)})
				return show(item.ID, err)
			})
		if personal {
			assert.Equal(t, live, replayed)
			continue
		}
		assert.Contains(t, replayed, "does not serve: the body is JSON that cannot be read, and is left out")
	}
}

// The words of the APIs are the same in a replay.
func TestReplay_Vocabulary(t *testing.T) {
	t.Parallel()
	orders := `{"data":[{"id":"1","payment_status":"paid","shipping_status":"in_process","currency":"RON",` +
		`"line_items":[{"item_type":"product","quantity":"1"},{"item_type":"promo_cart","quantity":"1"}]}],"meta":{}}`
	items := `<?xml version="1.0" encoding="utf-8"?><root><success>1</success><type>item</type><items><item><id>5</id>` +
		`<weight_good_flag>Y</weight_good_flag><created_date>20.03.2026 17:16:49</created_date></item></items></root>`
	for name, tt := range map[string]struct {
		contentType, body string
		session           func(opts *shelfwire.Options) string
	}{
		"orders": {"application/json", orders, func(opts *shelfwire.Options) string {
			page, err := newShopClient(t, opts).Orders.List(t.Context(), shopinventory.OrderQuery{}, 0)
			require.NoError(t, err)
			o := page.Orders[0]
			return show(o.PaymentStatus, o.ShippingStatus, o.Lines[0].ItemType, o.Lines[1].ItemType)
		}},
		"status": {"application/json", `{"id":"1","shipping_status":"in_process"}`, func(opts *shelfwire.Options) string {
			return show(newShopClient(t, opts).Orders.SetStatus(t.Context(), "1", shopinventory.ActionInProcess))
		}},
		"items": {"text/xml", items, func(opts *shelfwire.Options) string {
			client, err := virtpos.New("https://acme.example",
				virtpos.Credentials{APIKey: shelfwire.NewSecret("key-12345")}, opts)
			require.NoError(t, err)
			var results []string
			for item, err := range client.Items.All(t.Context(), virtpos.ItemQuery{}) {
				require.NoError(t, err)
				created, err := item.Created.In(time.UTC)
				results = append(results, show(item.SoldByWeight, created, err))
			}
			return show(results)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live, replayed := playBack(t, false, responding(200, tt.contentType, tt.body), tt.session)
			assert.Equal(t, live, replayed)
		})
	}
}

// Bodies that are nested without end cost no more than their length.
func TestWriters_DeepBodies(t *testing.T) {
	t.Parallel()
	began := time.Now()
	deepJSON := strings.Repeat(`{"a":`, 9000) + "{" + strings.Repeat(`"a":1,`, 40_000) + `"b":2}` + strings.Repeat("}", 9000)
	deepXML := strings.Repeat("<a>", 60_000) + "<b" + strings.Repeat(` c="1"`, 20_000) + "/>" + strings.Repeat("</a>", 60_000)
	for contentType, body := range map[string]string{"application/json": deepJSON, "text/xml": deepXML} {
		har := writeHAR(t, nil, fuzzExchange(contentType, body, false))
		assert.Contains(t, har, `"comment":"the body is nested too deeply, and is left out","_truncated":true`)
		assert.Less(t, len(har), 4000)
		for _, personal := range []bool{true, false} {
			assert.Less(t, len(writeText(t, &transcript.Options{Personal: personal}, fuzzExchange(contentType, body, false))), 200_000)
		}
		s := transcript.NewShape()
		s.Record(t.Context(), fuzzExchange(contentType, body, false))
		assert.Less(t, len(s.String()), 40_000)
	}
	replay := newReplay(t, harOf("", harEntry("POST", "https://a.example/", "", okContent)), false)
	_, err := send(replay, "POST", "https://a.example/", "application/json", deepJSON)
	require.Error(t, err)
	assert.Less(t, time.Since(began), 4*time.Second)
}

// A body in UTF-8 under the label of another charset stays in UTF-8.
func TestReplay_WrongCharset(t *testing.T) {
	t.Parallel()
	for _, label := range []string{"iso-8859-1", "windows-1251"} {
		for _, personal := range []bool{true, false} {
			var out bytes.Buffer
			h := transcript.NewHAR(&out, &transcript.Options{Personal: personal})
			h.Record(t.Context(), fuzzExchange("application/json; charset="+label, `{"status":"ok","name":"Cană Анна ā"}`, false))
			require.NoError(t, h.Close())
			got, err := send(newReplay(t, out.String(), false), "GET", "https://acme.example/api/products?q=x", "", "")
			require.NoError(t, err)
			assert.True(t, utf8.ValidString(got), "%s %q", label, got)
			assert.NotContains(t, got, "\x1a")
			if personal {
				assert.JSONEq(t, `{"status":"ok","name":"Cană Анна ā"}`, got)
			}
		}
	}
}

// The time of a replay follows the number of its requests, whatever they name. Not parallel: it measures what the
// process allocates.
func TestReplay_ManyWords(t *testing.T) {
	few, many := replayCost(t, 1000), replayCost(t, 4000)
	assert.Less(t, many, 8*few, "four times the requests cost about four times the memory, not sixteen times")
}

// replayCost returns how much memory a replay of so many requests allocates, each with a word of its own.
func replayCost(t *testing.T, requests int) uint64 {
	t.Helper()
	var out bytes.Buffer
	h := transcript.NewHAR(&out, nil)
	e := fuzzExchange("application/json", `{"status":"ok"}`, false)
	for i := range requests {
		e.Request.URL = "https://acme.example/api/products/" + skuOf(i)
		h.Record(t.Context(), e)
	}
	require.NoError(t, h.Close())
	replay := newReplay(t, out.String(), false)
	before := allocated()
	for i := range requests {
		_, err := send(replay, "GET", "https://acme.example/api/products/"+skuOf(i), "", "")
		require.NoError(t, err)
	}
	cost := allocated() - before
	require.NoError(t, replay.Done())
	return cost
}

// skuOf returns one of many SKUs, each with a word of its own.
func skuOf(i int) string { return "Sku" + strings.Repeat("x", i%7+1) + fmt.Sprintf("-%d", 100_000+i) }

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}
