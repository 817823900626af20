package shopinventory_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// A webhook whose signature was computed by another program.
const (
	hookSecret    = "whsec-example-1"
	hookBody      = `{"id":"95750870.3","note":"Mulțumesc"}`
	hookSignature = "yk7rmejv6d0jIsd+oF/iS4J5anMKK36iFOpcByO/l/c="
	hookDigest    = "2e7b5332aa060e98331f4bb0eaf185abc5f5c9da36803dff487eec84bb2e184c"
)

func signed(signatures ...string) http.Header { return http.Header{"X-Webhook-Signature": signatures} }

func TestVerifyWebhook(t *testing.T) {
	t.Parallel()
	secret := shelfwire.NewSecret(hookSecret)
	raw, err := base64.StdEncoding.DecodeString(hookSignature)
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		secret shelfwire.Secret
		header http.Header
		body   string
		ok     bool
	}{
		"right":              {secret, signed(hookSignature), hookBody, true},
		"an altered byte":    {secret, signed(hookSignature), strings.Replace(hookBody, "95750870", "95750871", 1), false},
		"a letter's case":    {secret, signed(hookSignature), strings.Replace(hookBody, "M", "m", 1), false},
		"a line end":         {secret, signed(hookSignature), hookBody + "\n", false},
		"nothing":            {secret, signed(hookSignature), "", false},
		"another secret":     {shelfwire.NewSecret(hookSecret + "2"), signed(hookSignature), hookBody, false},
		"no secret":          {shelfwire.Secret{}, shopinventorytest.SignWebhook(shelfwire.Secret{}, []byte(hookBody)), hookBody, false},
		"a blank secret":     {shelfwire.NewSecret(" "), shopinventorytest.SignWebhook(shelfwire.NewSecret(" "), []byte(hookBody)), hookBody, false},
		"a secret of a tab":  {shelfwire.NewSecret("\t"), shopinventorytest.SignWebhook(shelfwire.NewSecret("\t"), []byte(hookBody)), hookBody, false},
		"a line end in it":   {secret, signed(hookSignature[:10] + "\n" + hookSignature[10:]), hookBody, false},
		"a line end behind":  {secret, signed(hookSignature + "\r"), hookBody, false},
		"white space before": {secret, signed(" " + hookSignature), hookBody, false},
		"no header":          {secret, http.Header{}, hookBody, false},
		"an empty header":    {secret, signed(""), hookBody, false},
		"two headers":        {secret, signed(hookSignature, hookSignature), hookBody, false},
		"two in one":         {secret, signed(hookSignature + "," + hookSignature), hookBody, false},
		"another case":       {secret, signed(strings.ToLower(hookSignature)), hookBody, false},
		"hexadecimal":        {secret, signed(hookDigest), hookBody, false},
		"too short":          {secret, signed(base64.StdEncoding.EncodeToString(raw[:31])), hookBody, false},
		"too long":           {secret, signed(base64.StdEncoding.EncodeToString(append(raw[:32:32], 0))), hookBody, false},
		"without padding":    {secret, signed(strings.TrimRight(hookSignature, "=")), hookBody, false},
		"of a URL":           {secret, signed(base64.URLEncoding.EncodeToString(raw)), hookBody, false},
		"other padding bits": {secret, signed(otherPadding(hookSignature)), hookBody, false},
		"of another header":  {secret, http.Header{"X-Signature": {hookSignature}}, hookBody, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := shopinventory.VerifyWebhook(tc.secret, tc.header, []byte(tc.body))
			if tc.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrUnauthorized)
			assert.NotContains(t, err.Error(), hookSecret)
			for _, value := range tc.header.Values("X-Webhook-Signature") {
				if value != "" {
					assert.NotContains(t, err.Error(), value)
				}
			}
		})
	}
}

// otherPadding changes the last digit so that the same bytes come out when the bits behind them do not count.
func otherPadding(signature string) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	at := len(signature) - 2
	next := digits[strings.IndexByte(digits, signature[at])+1]
	return signature[:at] + string(next) + "="
}

// The fake signs as the vendor's sample verifies.
func TestSignWebhook(t *testing.T) {
	t.Parallel()
	header := shopinventorytest.SignWebhook(shelfwire.NewSecret(hookSecret), []byte(hookBody))
	assert.Equal(t, []string{hookSignature}, header.Values("X-Webhook-Signature"))
}

func FuzzVerifyWebhook(f *testing.F) {
	f.Add(hookSignature, hookBody, hookSecret)
	f.Add("", "", "")
	f.Add("=\r\n", hookBody, "x")
	f.Fuzz(func(t *testing.T, signature, body, secret string) {
		err := shopinventory.VerifyWebhook(shelfwire.NewSecret(secret), signed(signature), []byte(body))
		right := shopinventorytest.SignWebhook(shelfwire.NewSecret(secret), []byte(body)).Get("X-Webhook-Signature")
		if (err == nil) != (signature == right && strings.TrimSpace(secret) != "") {
			t.Fatal(signature, right, err)
		}
	})
}
