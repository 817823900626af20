package transcript_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/transcript"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// A stock of which the consumer takes a part is a body that was cut: left out of the HAR, and in the shape as far as it
// came.
func TestTranscript_StreamLeftEarly(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Магазин"})
	srv.Generate(1, 20_000)
	var out bytes.Buffer
	h, s := transcript.NewHAR(&out, nil), transcript.NewShape()
	exchanges := 0
	client := srv.Client(&shelfwire.Options{Transcript: func(ctx context.Context, e shelfwire.Exchange) {
		exchanges++
		h.Record(ctx, e)
		s.Record(ctx, e)
	}})
	for row, err := range client.Store.All(t.Context(), virtpos.StoreQuery{}) {
		require.NoError(t, err)
		require.NotZero(t, row.ItemID)
		break
	}
	require.Equal(t, 1, exchanges)
	require.NoError(t, h.Close())
	requireHAR(t, out.String())
	assert.Contains(t, out.String(), `"comment":"the body was cut, and is left out","_truncated":true`)
	assert.Contains(t, s.String(), "body (XML, cut 1 ×): object\n")
	assert.Contains(t, s.String(), "available_quantity: text that is a number")
	assert.Less(t, out.Len(), 10_000)

	replay, err := transcript.NewReplay(&out, nil)
	require.NoError(t, err)
	client, err = virtpos.New("https://acme.example", srv.Credentials(), &shelfwire.Options{
		HTTPClient: &http.Client{Transport: replay}, Limiter: shelfwire.Unlimited,
	})
	require.NoError(t, err)
	_, err = client.Store.List(t.Context(), virtpos.StoreQuery{})
	require.ErrorContains(t, err, "entry 1 of the recording does not serve: the body was cut, and is left out")
}

// Retries and their faults are played back as they were met.
func TestReplay_Faults(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{ID: 7, SKU: "A-7"}})
	srv.Fail(faults.Status(http.StatusServiceUnavailable).Times(2), faults.DropResponse().Skip(2))
	var out bytes.Buffer
	h := transcript.NewHAR(&out, nil)
	update := shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20)}
	_, err := srv.Client(&shelfwire.Options{Transcript: h.Record}).Inventory.Update(t.Context(), shopinventory.ByID(7), update)
	require.NoError(t, err)
	require.NoError(t, h.Close())
	assert.Equal(t, 4, strings.Count(out.String(), "startedDateTime"))
	assert.Equal(t, 1, strings.Count(out.String(), `"status":0`))

	replay, err := transcript.NewReplay(&out, &transcript.ReplayOptions{Strict: true})
	require.NoError(t, err)
	client, err := shopinventory.New("https://shop.example", srv.Credentials(), &shelfwire.Options{
		HTTPClient: &http.Client{Transport: replay}, Retry: shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1},
	})
	require.NoError(t, err)
	item, err := client.Inventory.Update(t.Context(), shopinventory.ByID(7), update)
	require.NoError(t, err)
	assert.EqualValues(t, 7, item.ID)
	require.NoError(t, replay.Done())
}

// No fault of a server puts a key into a transcript, a server that repeats the key included.
func TestWriters_Faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"echo": faults.EchoKey(), "cut": faults.CutBody(), "cut, no length": faults.CutBodyWithoutLength(),
		"page": faults.HTML(502), "PHP": faults.PHPError(200), "redirect": faults.Redirect("/login"),
		"status": faults.Status(500), "dropped": faults.DropRequest(), "type": faults.WrongType(),
		"limited": faults.RateLimited("1"), "notice": faults.Prefix("Notice: "), "header": faults.Header("X-A", "b"),
	} {
		for kind, newSession := range map[string]func(*testing.T, faults.Fault, *shelfwire.Options) []string{
			"resico": resicoFault, "erpxt": erpxtFault, "shopinventory": shopinventoryFault, "virtpos": virtposFault,
		} {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				var har, text bytes.Buffer
				h := transcript.NewHAR(&har, &transcript.Options{Personal: true})
				x := transcript.NewText(&text, &transcript.Options{Personal: true})
				s := transcript.NewShape()
				secrets := newSession(t, fault.Always(), &shelfwire.Options{
					Limiter: shelfwire.Unlimited, Retry: shelfwire.RetryPolicy{MaxAttempts: 1},
					Transcript: func(ctx context.Context, e shelfwire.Exchange) {
						h.Record(ctx, e)
						x.Record(ctx, e)
						s.Record(ctx, e)
					},
				})
				require.NoError(t, h.Close())
				assert.NotEmpty(t, requireHAR(t, har.String()))
				for kind, out := range map[string]string{"HAR": har.String(), "text": text.String(), "shape": s.String()} {
					for _, secret := range secrets {
						assert.False(t, strings.Contains(out, secret), "%s holds the key", kind)
					}
				}
			})
		}
	}
}

func resicoFault(t *testing.T, fault faults.Fault, opts *shelfwire.Options) []string {
	t.Helper()
	srv := resicotest.NewServer(t)
	srv.Fail(fault)
	_, _ = srv.Client(opts).Products.Balance(t.Context(), "A-1")
	return []string{srv.Credentials().ClientCode.Reveal(), srv.Credentials().ClientKey.Reveal()}
}

// erpxtFault returns the tokens as well.
func erpxtFault(t *testing.T, fault faults.Fault, opts *shelfwire.Options) []string {
	t.Helper()
	srv := erpxttest.NewServer(t)
	sender := &tokenSpy{}
	opts.HTTPClient = &http.Client{Transport: sender}
	client := srv.Client(opts)
	_, _ = client.Products.Get(t.Context(), 7)
	srv.Fail(fault)
	_, _ = client.Products.Get(t.Context(), 7)
	_, _ = srv.Client(opts).Products.Get(t.Context(), 7) // its token fetch fails, too
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	return append(sender.tokens, srv.Credentials().ClientID.Reveal(), srv.Credentials().ClientSecret.Reveal())
}

// tokenSpy sees the tokens that a client sends.
type tokenSpy struct {
	mu     sync.Mutex
	tokens []string
}

func (s *tokenSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); found {
		s.tokens = append(s.tokens, token)
	}
	return http.DefaultTransport.RoundTrip(r)
}

func shopinventoryFault(t *testing.T, fault faults.Fault, opts *shelfwire.Options) []string {
	t.Helper()
	srv := shopinventorytest.NewServer(t)
	srv.Fail(fault)
	_, _ = srv.Client(opts).Inventory.Get(t.Context(), shopinventory.ByID(7))
	return []string{srv.Credentials().APIKey.Reveal(), srv.Credentials().APISecret.Reveal()}
}

func virtposFault(t *testing.T, fault faults.Fault, opts *shelfwire.Options) []string {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.Fail(fault)
	client := srv.Client(opts)
	_, _ = client.Store.List(t.Context(), virtpos.StoreQuery{})
	_, _ = client.WithKeyInQuery().Store.List(t.Context(), virtpos.StoreQuery{Format: virtpos.FormatJSON})
	return []string{srv.Credentials().APIKey.Reveal()}
}
