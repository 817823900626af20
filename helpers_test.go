package shelfwire_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// decodeJSON decodes strict JSON.
func decodeJSON[T any](t *testing.T, document string) (v T) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(document), &v), document)
	return v
}

// encodeJSON encodes JSON.
func encodeJSON(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// mustValue is for encoders whose failure would be a mistake in the test itself.
func mustValue[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
