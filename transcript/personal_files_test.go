package transcript_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/transcript"
)

// A file in a text is left out as a whole, so that a document stays one.
func TestHAR_Files(t *testing.T) {
	t.Parallel()
	invoice := base64.StdEncoding.EncodeToString([]byte("%PDF-1.7\n" + strings.Repeat("Kowalski 123 ", 1000)))
	const standIn = "JVBERi0xLjQKJSBsZWZ0IG91dAolJUVPRgo="
	for body, want := range map[string]string{
		`"` + invoice + `"`: `"` + standIn + `"`,
		invoice:             standIn,
		`"data:application/pdf;base64,` + invoice + `"`:                     `"data:application/pdf;base64,` + standIn + `"`,
		`{"file":"data:Application/PDF;name=a.pdf;base64,` + invoice + `"}`: `{"file":"data:application/pdf;base64,` + standIn + `"}`,
		`{"logo":"data:image/png;base64,S293YWxza2k="}`:                     `{"logo":"data:application/octet-stream;base64,"}`,
	} {
		for _, personal := range []bool{false, true} {
			var out bytes.Buffer
			har := transcript.NewHAR(&out, &transcript.Options{Personal: personal})
			contentType := "application/json"
			if body == invoice {
				contentType = "text/plain"
			}
			har.Record(t.Context(), exchangeOf(contentType, body))
			require.NoError(t, har.Close())
			shown := body
			if !personal {
				shown = want
			}
			text, err := json.Marshal(shown)
			require.NoError(t, err)
			assert.Contains(t, out.String(), `"text":`+string(text), "%v %.60s", personal, body)
		}
	}
	pdf, err := base64.StdEncoding.DecodeString(standIn)
	require.NoError(t, err)
	assert.Equal(t, "%PDF-1.4\n% left out\n%%EOF\n", string(pdf))
	var out bytes.Buffer
	har := transcript.NewHAR(&out, nil)
	har.Record(t.Context(), exchangeOf("application/json", `{"note":"data: 5 szt"}`))
	require.NoError(t, har.Close())
	assert.NotContains(t, out.String(), "base64", "this is no file")
}
