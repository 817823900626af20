package fake

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEncodeJSON(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{"a":"<b> & c"}`, string(EncodeJSON(map[string]string{"a": "<b> & c"})))
	assert.Panics(t, func() { EncodeJSON(make(chan int)) })
}

func TestAppendJSONString(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "plain", `"quoted"`, `back\slash`, "tab\t", "Rīga", "\x7f", "\x00"} {
		text := AppendJSONString([]byte("x"), s)
		require.Equal(t, byte('x'), text[0])
		var back string
		require.NoError(t, json.Unmarshal(text[1:], &back))
		assert.Equal(t, s, back)
	}
}

func TestAppendJSONString_PlainTextIsCopied(t *testing.T) {
	buf := make([]byte, 0, 64)
	assert.Zero(t, testing.AllocsPerRun(10, func() { AppendJSONString(buf, " plain text~") }))
}
