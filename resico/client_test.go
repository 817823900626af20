package resico_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestNew_Invalid(t *testing.T) {
	t.Parallel()
	good := resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17"), ClientKey: shelfwire.NewSecret("k3y-of-the-shop")}
	for name, tc := range map[string]struct {
		cred   resico.Credentials
		opts   shelfwire.Options
		fields []string
	}{
		"no credentials":              {fields: []string{"ClientCode", "ClientKey"}},
		"no key":                      {cred: resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17")}, fields: []string{"ClientKey"}},
		"a line break in the key":     {cred: resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17"), ClientKey: shelfwire.NewSecret("secret\nkey")}, fields: []string{"ClientKey"}},
		"a space around the key":      {cred: resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17"), ClientKey: shelfwire.NewSecret("secret-key ")}, fields: []string{"ClientKey"}},
		"letters beyond ASCII":        {cred: resico.Credentials{ClientCode: shelfwire.NewSecret("veikals-ā"), ClientKey: shelfwire.NewSecret("secret")}, fields: []string{"ClientCode"}},
		"plain http":                  {cred: good, opts: shelfwire.Options{BaseURL: "http://api.example.com"}, fields: []string{"BaseURL"}},
		"no address":                  {cred: good, opts: shelfwire.Options{BaseURL: "api.example.com"}, fields: []string{"BaseURL"}},
		"a key in the address":        {cred: good, opts: shelfwire.Options{BaseURL: "https://a:b@example.com"}, fields: []string{"BaseURL"}},
		"negative attempts":           {cred: good, opts: shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: -1}}, fields: []string{"Retry.MaxAttempts"}},
		"a negative size of response": {cred: good, opts: shelfwire.Options{MaxResponseBytes: -1}, fields: []string{"MaxResponseBytes"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := resico.New(tc.cred, &tc.opts)
			assert.Nil(t, client)
			clienttest.AssertRejected(t, err, tc.fields...)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestNew_Plaintext(t *testing.T) {
	t.Parallel()
	cred := resico.Credentials{ClientCode: shelfwire.NewSecret("shop-17"), ClientKey: shelfwire.NewSecret("k3y-of-the-shop")}
	for _, opts := range []*shelfwire.Options{
		nil,
		{BaseURL: "http://127.0.0.1:8080"},
		{BaseURL: "http://[::1]:8080/json/v1/"},
		{BaseURL: "http://localhost"},
		{BaseURL: "http://erp.example.com", AllowPlaintext: true},
	} {
		_, err := resico.New(cred, opts)
		assert.NoError(t, err)
	}
}

func TestClient_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	client := resicotest.NewServer(t).Client(nil)
	clienttest.AssertClosesConnections(t.Context(), t, func(ctx context.Context) error {
		_, err := client.Products.List(ctx, resico.ProductQuery{}, 1)
		return err
	}, client.CloseIdleConnections)
}

func TestClient_HidesSecrets(t *testing.T) {
	t.Parallel()
	const code, key = "shop-code-17", "k3y&of=the/shop+1"
	cred := resico.Credentials{ClientCode: shelfwire.NewSecret(code), ClientKey: shelfwire.NewSecret(key)}
	var log bytes.Buffer
	client, err := resico.New(cred, &shelfwire.Options{
		BaseURL: "http://127.0.0.1:1",
		Logger:  slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Retry:   shelfwire.RetryPolicy{BaseDelay: 1, MaxDelay: 1},
	})
	require.NoError(t, err)
	for _, thing := range []any{cred, &cred, client, *client, struct{ c resico.Credentials }{cred}, []resico.Credentials{cred}, map[string]any{"cred": cred}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			assertHidden(t, fmt.Sprintf(verb, thing), code, key)
		}
		text, err := json.Marshal(thing)
		require.NoError(t, err)
		assertHidden(t, string(text), code, key)
		slog.New(slog.NewTextHandler(&log, nil)).Info("thing", "thing", thing)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("thing", "thing", thing)
	}
	_, err = client.Products.Balance(t.Context(), "A-1")
	require.Error(t, err)
	assertHidden(t, fmt.Sprintf("%v %+v %#v", err, err, err), code, key)
	assertHidden(t, log.String(), code, key)
}

func assertHidden(t *testing.T, text string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		assert.NotContains(t, text, secret)
		assert.NotContains(t, text, fmt.Sprintf("%x", secret))
	}
}

func TestCredentials_UnmarshalJSON(t *testing.T) {
	t.Parallel()
	var cred resico.Credentials
	require.NoError(t, json.Unmarshal([]byte(`{"ClientCode":"shop-17","ClientKey":"k3y"}`), &cred))
	assert.Equal(t, "shop-17", cred.ClientCode.Reveal())
	assert.Equal(t, "k3y", cred.ClientKey.Reveal())
}

func TestClient_RedactsEchoedKey(t *testing.T) {
	t.Parallel()
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, `{"message":"key %s of %[2]s is locked","errors":{"key":["%[1]s"]}}`,
			r.Header.Get("X-Client-Key"), r.Header.Get("X-Client-Code"))
	})
	_, err := client.Products.Balance(t.Context(), "A-1")
	require.ErrorIs(t, err, shelfwire.ErrForbidden)
	e := clienttest.RequireError(t, err)
	assert.Equal(t, "key [redacted] of [redacted] is locked", e.Message)
	assert.JSONEq(t, `{"key":["[redacted]"]}`, string(e.Details))
}

func TestClient_In(t *testing.T) {
	t.Parallel()
	var body string
	client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
		body = string(clienttest.RecordRequest(t, r).Body)
		writeBody(w, clienttest.ReadFixture(t, "products.response"))
	})
	q := resico.ProductQuery{UpdatedAfter: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)}
	collectPages(t, client, q)
	assert.JSONEq(t, `{"Updated":">2026-07-01 15:00:00"}`, body, "summer time in Riga")
	collectPages(t, client.In(time.UTC), q)
	assert.JSONEq(t, `{"Updated":">2026-07-01 12:00:00"}`, body)
}

func TestClient_In_NilPanics(t *testing.T) {
	t.Parallel()
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("c"), ClientKey: shelfwire.NewSecret("k")}, nil)
	require.NoError(t, err)
	assert.PanicsWithValue(t, "resico: In: the location is nil", func() { client.In(nil) })
}
