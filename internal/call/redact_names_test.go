package call

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestIsSecretName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"access_token": true, "accessToken": true, "X-Access-Token": true, "refresh_token": true, "Token": true, "api-key": true,
		"X-Api-Key": true, "ClientSecret": true, "password": true,
		"token_type": false, "expires": false, "key": false, "x": false, "": false, "tokens": false,
	} {
		assert.Equal(t, want, isSecretName(name), name)
	}
}

// What stands under the name of a key or a token is replaced whatever it is, in JSON with all that is in it.
func TestRedactText_NamedMembers(t *testing.T) {
	t.Parallel()
	keep := func(text string) string { return text }
	for body, want := range map[string]string{
		`{"a": 1, "access_token": "abc", "b": "abc"}`:            `{"a":1,"access_token":"[redacted]","b":"abc"}`,
		`{"token":12,"id":12}`:                                   `{"token":"[redacted]","id":12}`,
		`{"token":{"value":"abc","n":[1,{"x":"y"}]},"id":"abc"}`: `{"token":{"value":"[redacted]","n":["[redacted]",{"x":"[redacted]"}]},"id":"abc"}`,
		`{"token":["abc",[-1]],"id":["abc"]}`:                    `{"token":["[redacted]",["[redacted]"]],"id":["abc"]}`,
		`[{"id_token":true,"id":"abc"},{"id_token":"","id":1}]`:  `[{"id_token":true,"id":"abc"},{"id_token":"","id":1}]`,
		`{"id_token":null,"id":"abc","token":[],"n":"x"}`:        `{"id_token":null,"id":"abc","token":[],"n":"x"}`,
	} {
		assert.Equal(t, want, redactText(body, keep), body)
	}
}

func TestRedactNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1,"access_token":"abc.def`:                      `{"a":1,"access_token":"[redacted]`,
		`{"info":"{\"token\":\"abc\",\"id\":\"abc\"}"}`:       `{"info":"{\"token\":\"[redacted]\",\"id\":\"abc\"}"}`,
		`access_token=abc&id=abc`:                             `access_token=[redacted]&id=abc`,
		`token=abc`:                                           `token=[redacted]`,
		`see https://x/?token=abc#y`:                          `see https://x/?token=[redacted]#y`,
		`<root><apikey>abc</apikey><id>abc</id></root>`:       `<root><apikey>[redacted]</apikey><id>abc</id></root>`,
		`{'refreshToken' : 'abc'}`:                            `{'refreshToken' : '[redacted]'}`,
		`Invalid token: it has expired. token_type=bearer`:    `Invalid token: it has expired. token_type=bearer`,
		`apikey=[redacted]`:                                   `apikey=[redacted]`,
		`{"token":null,"secret":{"a":"abc"},"api_key":12`:     `{"token":null,"secret":{"a":"abc"},"api_key":[redacted]`,
		`apikey= "abc", password=abc def`:                     `apikey= "[redacted]", password=[redacted] def`,
		`the token=abc, <x token="abc"><password></password>`: `the token=abc, <x token="abc"><password></password>`,
		`my_token=abc&x-api-key=abc;n=1`:                      `my_token=abc&x-api-key=[redacted];n=1`,
		`access_token=`:                                       `access_token=`,
	} {
		assert.Equal(t, want, redactNamed(text), text)
	}
}

func TestRedactTokenWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"here it is: eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.s3cr3t":    "here it is: [redacted]",
		"0123456789abcdef01234567 of EntityNotFoundException": "[redacted] of EntityNotFoundException",
		"invalid_client_credentials_of_application":           "[redacted]",
		"invalid_client_credentials":                          "invalid_client_credentials",
		"dial tcp 127.0.0.1:40123: connection refused":        "dial tcp 127.0.0.1:40123: connection refused",
	} {
		assert.Equal(t, want, redactTokenWords(text), text)
	}
}

// Wherever a token endpoint puts a token, under whatever status: neither an error nor a transcript shows it.
func TestTranscript_TokenAnywhere(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.s3cr3tSignature"
	op := opRead
	op.ResponseIsSecret = true
	for name, tt := range map[string]struct {
		respond responder
		want    string // in the error
	}{
		"beside an error": {responds(400, `{"error":"x","access_token":"`+token+`"}`), "[redacted]"},
		"a text":          {responds(500, "token "+token), "500"},
		"a short text":    {responds(500, "tok-s3cr3tSignature"), "500"},
		"a list":          {responds(500, `["tok-s3cr3tSignature"]`), "500"},
		"a message":       {responds(400, `{"Message":"here it is: `+token+`"}`), "here it is: [redacted]"},
		"a page":          {responds(502, `<html><title>Bad gateway</title>`+token+`</html>`), "an HTML page titled Bad gateway"},
		"a query":         {responds(302, "", "Location", "https://x/?access_token="+token), "redirected to https://x"},
		"a fragment":      {responds(302, "", "Location", "https://x/#access_token="+token), "redirected to https://x"},
		"a header":        {responds(403, "", "X-Access-Token", token), "403"},
		"a request's id":  {responds(403, "", "X-Request-Id", token), "403"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, seen := recordExchanges(shelfwire.Options{Retry: once})
			c, _ := scripted(t, o, tt.respond)
			err := doCall(t.Context(), c, op)
			require.ErrorContains(t, err, tt.want)
			require.Len(t, *seen, 1)
			e := (*seen)[0]
			for _, text := range []string{err.Error(), fmt.Sprintf("%#v", err), fmt.Sprintf("%+v", e), string(e.Response.Body)} {
				assert.NotContains(t, text, "s3cr3tSignature")
			}
		})
	}
}

// A text made to be slow is not.
func TestRedactNamed_Length(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "api_key="+redactedText, redactNamed(strings.Repeat("api_key=", 1<<19)))
}
