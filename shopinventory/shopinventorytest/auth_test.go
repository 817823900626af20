package shopinventorytest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// sendWith returns the response to a request with another authorization.
func sendWith(t *testing.T, srv *shopinventorytest.Server, change func(*http.Request)) (*http.Response, rejection) {
	t.Helper()
	r := newRequest(t, srv, http.MethodGet, "/api/v2/inventory/id/10002", "")
	change(r)
	resp, body := roundTrip(t, r)
	return resp, decodeRejection(t, body)
}

func TestServer_Key_IsRejected(t *testing.T) {
	t.Parallel()
	key, secret := shop(t).Credentials().APIKey.Reveal(), shop(t).Credentials().APISecret.Reveal()
	for name, change := range map[string]func(*http.Request){
		"no credentials": func(r *http.Request) { r.Header.Del("Authorization") },
		"wrong key":      func(r *http.Request) { r.SetBasicAuth("other", secret) },
		"wrong secret":   func(r *http.Request) { r.SetBasicAuth(key, "other") },
		"swapped":        func(r *http.Request) { r.SetBasicAuth(secret, key) },
		"as a bearer":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) },
		"not encoded":    func(r *http.Request) { r.Header.Set("Authorization", "Basic "+key+":"+secret) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp, r := sendWith(t, shop(t), change)
			assert.Equal(t, http.StatusUnauthorized, resp.StatusCode)
			assert.Equal(t, "unauthorized", r.Name)
			assert.Contains(t, resp.Header.Get("WWW-Authenticate"), "Basic ")
		})
	}
}

func TestServer_Key_IsLocked(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	wrong := func(r *http.Request) { r.SetBasicAuth(srv.Credentials().APIKey.Reveal(), "other") }
	right := func(*http.Request) {}
	for range 2 {
		sendWith(t, srv, wrong)
	}
	read(t, srv, "id/10002") // forgets them
	for range 3 {
		assert.False(t, srv.IsLocked())
		resp, _ := sendWith(t, srv, wrong)
		require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	}
	assert.True(t, srv.IsLocked())
	for _, change := range []func(*http.Request){wrong, right} {
		resp, r := sendWith(t, srv, change)
		assert.Equal(t, http.StatusForbidden, resp.StatusCode)
		assert.Equal(t, "forbidden", r.Name)
	}
	srv.ClearLock()
	assert.False(t, srv.IsLocked())
	read(t, srv, "id/10002")
}

// A client never repeats a call with a key that was rejected, so it does not lock it.
func TestServer_Client_DoesNotLockTheKey(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	cred := srv.Credentials()
	cred.APISecret = shelfwire.NewSecret("a secret that is wrong")
	client, err := shopinventory.New(srv.URL(), cred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	require.NoError(t, err)
	want := []error{
		shelfwire.ErrUnauthorized, shelfwire.ErrUnauthorized, shelfwire.ErrUnauthorized, shelfwire.ErrForbidden,
	}
	for i, kind := range want {
		_, err = client.Inventory.Update(t.Context(), theShirt, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)})
		require.ErrorIs(t, err, kind)
		assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
		assert.NotContains(t, err.Error(), cred.APISecret.Reveal())
		assert.Equal(t, i+1, srv.Calls())
	}
	_, err = srv.Client(nil).Inventory.Get(t.Context(), theShirt)
	require.ErrorIs(t, err, shelfwire.ErrForbidden, "the right secret does not help")
	assert.Equal(t, "5", stockOf(t, srv))
}

// A great many changes with a bad key are one bad attempt.
func TestServer_UpdateAll_DoesNotLockTheKey(t *testing.T) {
	t.Parallel()
	srv := shop(t)
	cred := srv.Credentials()
	cred.APIKey = shelfwire.NewSecret("another key")
	client, err := shopinventory.New(srv.URL(), cred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	require.NoError(t, err)
	changes := func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
		for id := int64(1); yield(shopinventory.ByID(id), shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)}); {
			id++
		}
	}
	for result := range client.Inventory.UpdateAll(t.Context(), changes, shopinventory.UpdateAllOptions{Workers: 8}) {
		require.Error(t, result.Err)
	}
	assert.Equal(t, 1, srv.Calls())
	assert.False(t, srv.IsLocked())
}
