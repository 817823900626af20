package call

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// Whoever prints a client, with whatever verb or debugger, finds no key.
func TestRedact_CallerHidesTheKey(t *testing.T) {
	t.Parallel()
	c, _ := scripted(t, shelfwire.Options{}, responds(200, ""))
	fresh := newCaller(t, shelfwire.Options{})
	for name, caller := range map[string]*Caller{"fresh": fresh, "used": c} {
		if name == "used" {
			c.client.Transport = roundTripper(responds(200, ""))
			require.NoError(t, doCall(t.Context(), c, opRead))
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			assertHides(t, name+" caller with "+verb, fmt.Sprintf(verb, caller), testKey)
			assertHides(t, name+" caller by value with "+verb, fmt.Sprintf(verb, *caller), testKey)
		}
		texts := collectStrings(reflect.ValueOf(caller))
		assert.Contains(t, strings.Join(texts, "\n"), "acme", "the walk sees the fields")
		assertHides(t, "the structure of a "+name+" caller", strings.Join(texts, "\n"), testKey)
	}
}

// The request itself does carry the key, to the provider and nobody else.
func TestRedact_KeyReachesTheProvider(t *testing.T) {
	t.Parallel()
	var got string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header.Get("X-Key") }))
	defer srv.Close()
	require.NoError(t, doCall(t.Context(), newCaller(t, shelfwire.Options{BaseURL: srv.URL}), opRead))
	assert.Equal(t, testKey, got)
}
