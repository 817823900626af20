package shopinventorytest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"

	"github.com/shelfwire/shelfwire"
)

// SignWebhook returns the headers of a webhook with the signature of its body.
func SignWebhook(secret shelfwire.Secret, body []byte) http.Header {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write(body)
	return http.Header{
		"Content-Type":        {"application/json"},
		"X-Webhook-Signature": {base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}
}

// SendWebhook sends a webhook to the URL of an integration, once, and returns the status of the response.
func SendWebhook(ctx context.Context, url string, secret shelfwire.Secret, body []byte) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header = SignWebhook(secret, body)
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	return response.StatusCode, err
}
