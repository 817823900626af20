package call

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func FuzzEscapePath(f *testing.F) {
	for _, s := range []string{
		"..", ".", "/", "a/../b", "?", "#", "%", "%2e", "%2e%2e", " ", "+", "ü", `\`, "\x00", ";", "//",
	} {
		f.Add(s, "x")
		f.Add("x", s)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		segments := []string{first, "between", second}
		escaped, err := EscapePath(segments)
		if first == "" || second == "" {
			require.ErrorIs(t, err, shelfwire.ErrInvalid)
			return
		}
		require.NoError(t, err)
		parts := strings.Split(escaped, "/")
		require.Len(t, parts, 4)
		for i, segment := range segments {
			back, err := url.PathUnescape(parts[i+1])
			require.NoError(t, err)
			require.Equal(t, segment, back)
		}
		require.Equal(t, escaped, path.Clean(escaped), "cleaning moves nothing")
		u, err := url.Parse("https://api.acme.example/v1" + escaped)
		require.NoError(t, err)
		require.Equal(t, "/v1"+escaped, u.EscapedPath())
		require.Empty(t, u.RawQuery+u.Fragment)
	})
}
