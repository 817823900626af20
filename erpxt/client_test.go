package erpxt_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

func TestNew_Rejects(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cred   erpxt.Credentials
		opts   shelfwire.Options
		fields []string
	}{
		"no credentials":             {fields: []string{"ClientID", "ClientSecret"}},
		"no secret":                  {cred: erpxt.Credentials{ClientID: shelfwire.NewSecret("shop")}, fields: []string{"ClientSecret"}},
		"a line break in the secret": {cred: erpxt.Credentials{ClientID: shelfwire.NewSecret("shop"), ClientSecret: shelfwire.NewSecret("secret\nkey")}, fields: []string{"ClientSecret"}},
		"a space around the secret":  {cred: erpxt.Credentials{ClientID: shelfwire.NewSecret("shop"), ClientSecret: shelfwire.NewSecret("secret ")}, fields: []string{"ClientSecret"}},
		"letters beyond ASCII":       {cred: erpxt.Credentials{ClientID: shelfwire.NewSecret("sklep-ż"), ClientSecret: shelfwire.NewSecret("secret")}, fields: []string{"ClientID"}},
		"a colon in the id":          {cred: erpxt.Credentials{ClientID: shelfwire.NewSecret("shop:1"), ClientSecret: shelfwire.NewSecret("k3y")}, fields: []string{"ClientID"}},
		"plain http":                 {cred: testCred, opts: shelfwire.Options{BaseURL: "http://erp.example.com"}, fields: []string{"BaseURL"}},
		"no URL":                     {cred: testCred, opts: shelfwire.Options{BaseURL: "erp.example.com"}, fields: []string{"BaseURL"}},
		"negative attempts":          {cred: testCred, opts: shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: -1}}, fields: []string{"Retry.MaxAttempts"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := erpxt.New(tc.cred, &tc.opts)
			assert.Nil(t, client)
			clienttest.AssertRejected(t, err, tc.fields...)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestNew_Accepts(t *testing.T) {
	t.Parallel()
	for _, opts := range []*shelfwire.Options{
		nil,
		{BaseURL: erpxt.BaseURLGermany},
		{BaseURL: erpxt.BaseURLBetterfly},
		{BaseURL: "http://127.0.0.1:8080/api2/public/"},
		{BaseURL: "http://erp.example.com", AllowPlaintext: true},
	} {
		_, err := erpxt.New(testCred, opts)
		assert.NoError(t, err)
	}
}

func TestClient_CloseIdleConnections_Opened(t *testing.T) {
	t.Parallel()
	client := erpxttest.NewServer(t).Client(nil)
	clienttest.AssertClosesConnections(t.Context(), t, func(ctx context.Context) error {
		_, err := client.VATRates.List(ctx)
		return err
	}, client.CloseIdleConnections)
}

func TestCredentials_AreRedacted(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte(testID + ":" + testSecret))
	var log bytes.Buffer
	p := scriptedProvider(cannedResponse{status: 0})
	o := p.options()
	o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := clientWith(t, o)
	for _, thing := range []any{
		testCred, &testCred, client, *client, struct{ c erpxt.Credentials }{testCred}, []erpxt.Credentials{testCred}, map[string]any{"cred": testCred},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			assertHidden(t, fmt.Sprintf(verb, thing), testID, testSecret, basic)
		}
		text, err := json.Marshal(thing)
		require.NoError(t, err)
		assertHidden(t, string(text), testID, testSecret, basic)
		slog.New(slog.NewTextHandler(&log, nil)).Info("thing", "thing", thing)
		slog.New(slog.NewJSONHandler(&log, nil)).Info("thing", "thing", thing)
	}
	err := getProduct(t.Context(), client)
	require.ErrorIs(t, err, errCut)
	assertHidden(t, fmt.Sprintf("%v %+v %#v", err, err, err), testID, testSecret, basic)
	assertHidden(t, log.String(), testID, testSecret, basic)
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
	var cred erpxt.Credentials
	require.NoError(t, json.Unmarshal([]byte(`{"ClientID":"shop","ClientSecret":"k3y"}`), &cred))
	assert.Equal(t, "shop", cred.ClientID.Reveal())
	assert.Equal(t, "k3y", cred.ClientSecret.Reveal())
}
