package fake

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEncode(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{"a":"<b> & c"}`, string(Encode(map[string]string{"a": "<b> & c"})))
	assert.Panics(t, func() { Encode(make(chan int)) })
}

func TestAppendText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "plain", `"quoted"`, `back\slash`, "tab\t", "Rīga", "\x7f", "\x00"} {
		text := AppendText([]byte("x"), s)
		require.Equal(t, byte('x'), text[0])
		var back string
		require.NoError(t, json.Unmarshal(text[1:], &back))
		assert.Equal(t, s, back)
	}
}

func TestAppendText_plainTextIsNotEncoded(t *testing.T) {
	buf := make([]byte, 0, 64)
	assert.Zero(t, testing.AllocsPerRun(10, func() { AppendText(buf, " plain text~") }))
}
