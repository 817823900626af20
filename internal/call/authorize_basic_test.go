package call

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestAuthorizeBasic(t *testing.T) {
	t.Parallel()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.acme.example", nil)
	require.NoError(t, err)
	user, password := shelfwire.NewSecret("user"), shelfwire.NewSecret("päss:word")
	require.NoError(t, AuthorizeBasic(user, password)(t.Context(), r))
	gotUser, gotPassword, ok := r.BasicAuth()
	assert.True(t, ok)
	assert.Equal(t, "user", gotUser)
	assert.Equal(t, "päss:word", gotPassword)
	assert.Equal(t, "Basic "+BasicCredentials(user, password).Reveal(), r.Header.Get("Authorization"))
}
