package shopinventory

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The defaults of [WebhookOptions].
const (
	DefaultWebhookBody    = 1 << 20         // of MaxBody
	DefaultWebhookTimeout = 4 * time.Second // of Timeout
)

// WebhookOptions are settings of [NewWebhookHandler]. The zero value is ready for production.
type WebhookOptions struct {
	// MaxBody is the greatest size of a body, in bytes; 0 means DefaultWebhookBody.
	MaxBody int64

	// Timeout is the time for a webhook, from the request to the end of accept; 0 means DefaultWebhookTimeout. The shop
	// gives up after five seconds.
	Timeout time.Duration

	// Logger gets a line at Warn for each webhook that is not accepted, without its body; nil logs nothing.
	Logger *slog.Logger
}

// NewWebhookHandler returns a handler for the webhooks of the shop. It reads the body, verifies the signature with any of
// the secrets ([VerifyWebhook]), so that a secret can be replaced, and calls accept. The options may be nil.
//
// Accept stores the webhook, or rings a bell, and returns. Its context ends with the timeout, and accept must obey it;
// nothing else stops it. What accept returns decides, also when it is late:
//
//   - nil: 200, the shop is done with it.
//   - an error, or a panic: 503, the shop sends the webhook again.
//   - Without accept: 401 for a missing or wrong signature, 405 for another method than POST, 408 for a body that takes
//     too long, whatever the ResponseWriter supports, 413 for one that is too large, 400 for one that breaks off.
//
// The shop switches a webhook off after failures, by the vendor's documentation; how many is undocumented. So each one is
// logged, and an integration goes on polling beside its webhooks.
//
// Missing or empty secrets, no accept and negative options are an error that matches shelfwire.ErrInvalid.
func NewWebhookHandler(
	secrets []shelfwire.Secret, accept func(context.Context, Webhook) error, opts *WebhookOptions,
) (http.Handler, error) {
	if opts == nil {
		opts = &WebhookOptions{}
	}
	if err := validateWebhooks(secrets, accept, opts); err != nil {
		return nil, fmt.Errorf("shopinventory: NewWebhookHandler: %w", err)
	}
	secrets = slices.Clone(secrets)
	h := &webhookHandler{
		verify:  func(header http.Header, body []byte) error { return verifyWebhook(secrets, header, body) },
		accept:  accept,
		maxBody: cmp.Or(opts.MaxBody, DefaultWebhookBody),
		timeout: cmp.Or(opts.Timeout, DefaultWebhookTimeout),
		logger:  opts.Logger,
	}
	if h.logger == nil {
		h.logger = slog.New(slog.DiscardHandler)
	}
	return h, nil
}

func validateWebhooks(secrets []shelfwire.Secret, accept func(context.Context, Webhook) error, opts *WebhookOptions) error {
	var problems check.Problems
	if len(secrets) == 0 {
		problems.Add("secrets", "are missing")
	}
	for i, secret := range secrets {
		problems.Required(fmt.Sprintf("secrets[%d]", i), secret.Reveal())
	}
	if accept == nil {
		problems.Add("accept", "is missing")
	}
	problems.NotNegative("MaxBody", opts.MaxBody)
	problems.NotNegative("Timeout", int64(opts.Timeout))
	return problems.Err()
}

type webhookHandler struct {
	verify  func(header http.Header, body []byte) error // it holds the secrets, out of reach of everything that prints
	accept  func(context.Context, Webhook) error
	maxBody int64
	timeout time.Duration
	logger  *slog.Logger
}

// ServeHTTP accepts one webhook.
func (h *webhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	received := time.Now()
	ctx, cancel := context.WithDeadline(r.Context(), received.Add(h.timeout))
	defer cancel()
	if status, err := h.takeWebhook(ctx, w, r, received); err != nil {
		h.logger.LogAttrs(r.Context(), slog.LevelWarn, "a webhook was not accepted",
			slog.String("provider", "shopinventory"), slog.Int("status", status), slog.Any("error", err))
		http.Error(w, http.StatusText(status), status)
	}
}

// takeWebhook returns the status for a webhook that is not accepted, and the reason.
func (h *webhookHandler) takeWebhook(
	ctx context.Context, w http.ResponseWriter, r *http.Request, received time.Time,
) (status int, err error) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, fmt.Errorf("the method is %s", r.Method)
	}
	body, status, err := h.readBody(ctx, w, r)
	if err != nil {
		return status, err
	}
	if err := h.verify(r.Header, body); err != nil {
		return http.StatusUnauthorized, err
	}
	digest := sha256.Sum256(body)
	if err := h.callAccept(ctx, Webhook{Body: body, Digest: hex.EncodeToString(digest[:]), Received: received}); err != nil {
		return http.StatusServiceUnavailable, err
	}
	return http.StatusOK, nil
}

// callAccept calls accept, and returns a panic as an error.
func (h *webhookHandler) callAccept(ctx context.Context, webhook Webhook) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("accept panicked: %v", cause)
		}
	}()
	return h.accept(ctx, webhook)
}
