package shopinventory

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// signatureHeader is the header with the signature of a webhook.
const signatureHeader = "X-Webhook-Signature"

// Webhook is a call of the shop to an integration, whose signature is right. It is a bell rather than data: nothing that
// is signed names a time or an id, so an old delivery that is sent again has a right signature, too. Read the orders by
// [OrdersService.CreatedSince] when it rings; then a repeated one costs a call and a lost one a delay.
type Webhook struct {
	Body     []byte    // as it came; its form is undocumented, and that of a test delivery can be another one
	Digest   string    // SHA-256 of Body, in hexadecimal: the same for a delivery that is repeated
	Received time.Time // when the request came
}

// VerifyWebhook returns an error that matches shelfwire.ErrUnauthorized unless a request has the signature of its body:
// the header X-Webhook-Signature, once, with the HMAC-SHA256 of the body as it came, in base64. No signature is right for
// a secret that is empty or blank. The error leaves the signature out.
//
// Vendor: the file callback.php of https://github.com/merchantpro/demo-apps. That webhooks of the panel are signed like
// those of an app is inferred.
func VerifyWebhook(secret shelfwire.Secret, header http.Header, body []byte) error {
	return verifyWebhook([]shelfwire.Secret{secret}, header, body)
}

// verifyWebhook compares the signature with those of all secrets, whichever matches.
func verifyWebhook(secrets []shelfwire.Secret, header http.Header, body []byte) error {
	values := header.Values(signatureHeader)
	if len(values) != 1 {
		return unverified(fmt.Sprintf("it has %d headers %s in place of one", len(values), signatureHeader))
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(values[0])
	if err != nil || len(signature) != sha256.Size || strings.ContainsAny(values[0], "\r\n") { // which base64 skips
		return unverified("the header " + signatureHeader + " is not the base64 form of 32 bytes")
	}
	matches := false
	for _, secret := range secrets {
		key := secret.Reveal()
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write(body)
		isMatch := strings.TrimSpace(key) != "" && hmac.Equal(mac.Sum(nil), signature)
		matches = matches || isMatch
	}
	if !matches {
		return unverified("its signature is another one")
	}
	return nil
}

func unverified(reason string) error {
	return fmt.Errorf("shopinventory: the webhook is rejected: %w: %s", shelfwire.ErrUnauthorized, reason)
}
