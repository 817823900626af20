package virtpostest

import (
	"bytes"
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever needs to be escaped is, also where nothing else around it does.
func TestAppendXML(t *testing.T) {
	t.Parallel()
	texts := []string{"", "\ufffd", "\ufffe", "\uffff", "\uf000", "Ключ", "😀"}
	for c := range rune(0x100) {
		texts = append(texts, string(c))
	}
	for _, text := range texts {
		for _, text := range []string{text, "a" + text + "b"} {
			var want bytes.Buffer
			require.NoError(t, xml.EscapeText(&want, []byte(text)))
			assert.Equal(t, "x"+want.String(), string(appendXML([]byte("x"), text)), "%q", text)
		}
	}
}
