package virtpos_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func TestNew_Invalid(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		address string
		cred    virtpos.Credentials
		fields  []string
	}{
		"nothing":     {"", virtpos.Credentials{}, []string{"APIKey", "baseURL"}},
		"a space":     {testBaseURL, virtpos.Credentials{APIKey: shelfwire.NewSecret("k3y ")}, []string{"APIKey"}},
		"plain http":  {"http://mycompany.virtpos.ru", testCred, []string{"baseURL"}},
		"with a path": {testBaseURL + "/api/store", testCred, []string{"baseURL"}},
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

// The key stays out of errors, logs and printed values, wherever it is sent and when the server repeats it.
func TestClient_CloseIdleConnections(t *testing.T) {
	t.Parallel()
	client := virtpostest.NewServer(t).Client(nil)
	clienttest.AssertClosesConnections(t.Context(), t, func(ctx context.Context) error {
		_, err := client.Warehouses.List(ctx, virtpos.WarehouseQuery{})
		return err
	}, client.CloseIdleConnections)
}

func TestCredentials_StayHidden(t *testing.T) {
	t.Parallel()
	echo := `<root><success>0</success><info>bad key s3cret&amp;of=the/shop+1 (` + url.QueryEscape(testKey) + `)</info></root>`
	for _, name := range []string{"body", "query"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var text bytes.Buffer
			for _, answer := range []fakeResponse{{200, echo}, {500, echo}, {}, {302, ""}, {200, "<html>" + testKey}, {200, testKey}} {
				o := respondInTurn(answer).options()
				o.Logger = slog.New(slog.NewJSONHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug}))
				o.Observe = func(_ context.Context, a shelfwire.Attempt) { fmt.Fprintf(&text, "%v %+v %#v\n", a, a, a) }
				client := newClientWith(t, testCred, o)
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

// By default the key stays out of URLs.
func TestCredentials_AbsentFromURL(t *testing.T) {
	t.Parallel()
	s := respondByAction(func(*sentRequest) string { return "1" })
	_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), feedOf(itemUpdate(8, "1")), virtpos.ReplaceOptions{})
	require.NoError(t, err)
	actions := map[string]bool{}
	for _, r := range s.sentRequests() {
		assert.Equal(t, http.MethodPost, r.method)
		assert.False(t, r.query.Has("apikey"))
		assert.Equal(t, testKey, r.form.Get("apikey"))
		actions[r.action] = true
	}
	assert.Len(t, actions, 4, "%v", actions)
}
