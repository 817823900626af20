package shopinventory_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func TestNew_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		baseURL string
		cred    shopinventory.Credentials
		fields  []string
	}{
		"nothing":           {"", shopinventory.Credentials{}, []string{"APIKey", "APISecret", "baseURL"}},
		"no secret":         {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y")}, []string{"APISecret"}},
		"a colon":           {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y:1"), APISecret: shelfwire.NewSecret("s")}, []string{"APIKey"}},
		"a line break":      {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y"), APISecret: shelfwire.NewSecret("s\n")}, []string{"APISecret"}},
		"plain http":        {"http://shop.example.com", testCred, []string{"baseURL"}},
		"with the API path": {testShop + "/api/v2", testCred, []string{"baseURL"}},
		"no URL":            {"shop.example.com", testCred, []string{"baseURL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := shopinventory.New(tc.baseURL, tc.cred, nil)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	_, err := shopinventory.New(testShop+"/", testCred, nil)
	require.NoError(t, err)
	_, err = shopinventory.New("http://shop.example.com", testCred, &shelfwire.Options{AllowPlaintext: true})
	require.NoError(t, err)
}

func TestClient_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	client := shopinventorytest.NewServer(t).Client(nil)
	clienttest.AssertClosesConnections(t.Context(), t, func(ctx context.Context) error {
		_, err := client.Products.List(ctx, shopinventory.ProductQuery{}, 0)
		return err
	}, client.CloseIdleConnections)
}

func TestClient_RedactsSecrets(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte(testCred.APIKey.Reveal() + ":" + testSecret))
	secrets := []string{testCred.APIKey.Reveal(), testSecret, url.QueryEscape(testSecret), basic}
	echo := fmt.Sprintf(`{"error":{"name":%q,"message":%q,"details":{"key":%q,"basic":%q}}}`, testSecret, testCred.APIKey.Reveal(), testSecret, basic)
	var log bytes.Buffer
	s := newShop(response{status: 400, body: echo})
	o := s.options()
	o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := clientWith(t, o)
	_, err := client.Inventory.Get(t.Context(), shopinventory.BySKU("A"))
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	text := fmt.Sprintf("%v %+v %#v %s", err, err, err, clienttest.RequireError(t, err).Details)
	for _, thing := range []any{
		testCred, &testCred, client, *client, struct{ c shopinventory.Credentials }{testCred}, map[string]any{"cred": testCred},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			text += fmt.Sprintf(verb, thing)
		}
		encoded, err := json.Marshal(thing)
		require.NoError(t, err)
		text += string(encoded)
		slog.New(slog.NewTextHandler(&log, nil)).Info("thing", "thing", thing)
	}
	assert.Equal(t, "{[redacted] [redacted]}", fmt.Sprint(testCred))
	for _, secret := range secrets {
		assert.NotContains(t, text+log.String(), secret)
		assert.NotContains(t, text, fmt.Sprintf("%x", secret))
	}
	assert.Equal(t, 4, strings.Count(clienttest.RequireError(t, err).Message+clienttest.RequireError(t, err).Code+string(clienttest.RequireError(t, err).Details), "[redacted]"))

	var cred shopinventory.Credentials
	require.NoError(t, json.Unmarshal([]byte(`{"APIKey":"k","APISecret":"s"}`), &cred))
	assert.Equal(t, "k", cred.APIKey.Reveal())
	assert.Equal(t, "s", cred.APISecret.Reveal())
}
