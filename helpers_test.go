package shelfwire_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// read decodes strict JSON.
func read[T any](t *testing.T, document string) (v T) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(document), &v), document)
	return v
}

// written encodes JSON.
func written(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// must is for encoders whose failure would be a mistake in the test itself.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
