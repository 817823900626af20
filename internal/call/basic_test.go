package call

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAuthorizeBasic(t *testing.T) {
	t.Parallel()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.acme.example", nil)
	require.NoError(t, err)
	require.NoError(t, AuthorizeBasic("user", "päss:word")(t.Context(), r))
	user, password, ok := r.BasicAuth()
	assert.True(t, ok)
	assert.Equal(t, "user", user)
	assert.Equal(t, "päss:word", password)
	assert.Equal(t, "Basic "+Basic("user", "päss:word"), r.Header.Get("Authorization"))
}
