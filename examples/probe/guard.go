package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/shelfwire/shelfwire"
)

// maxCalls bounds the requests to a provider, token requests included.
const maxCalls = 80

// The paces are a quarter of the clients' default limits, without bursts.
var (
	paceResico        = []shelfwire.Rate{{Calls: 1, Per: 2 * time.Second}}
	paceERPXT         = []shelfwire.Rate{{Calls: 1, Per: time.Second}}
	paceShopInventory = []shelfwire.Rate{
		{Calls: 1, Per: time.Second}, {Calls: 20, Per: time.Minute}, {Calls: 900, Per: time.Hour}, {Calls: 15_000, Per: 24 * time.Hour},
	}
	paceVirtPOS = []shelfwire.Rate{{Calls: 1, Per: time.Second}}
)

// Reasons to ask nothing more.
var (
	errUnauthorized = errors.New("the service rejected the key (401)")
	errForbidden    = errors.New("the service denied access (403): the key lacks a right, or is locked")
	errSlowDown     = errors.New("the service asked to slow down (429)")
	errBudget       = fmt.Errorf("all %d calls of this probe are used up", maxCalls)
	errUnreachable  = errors.New("the service cannot be reached")
	errFirstCall    = errors.New("the service did not carry out the first call")
)

// stopped returns why the wire is closed; nil while it is open.
func (w *wire) stopped() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stop
}

// count returns how many requests were sent.
func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls
}

// admit counts a request.
func (w *wire) admit() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop == nil && w.calls == maxCalls {
		w.stop = errBudget
	}
	if w.stop != nil {
		return w.stop
	}
	w.calls++
	return nil
}

// close closes the wire for good.
func (w *wire) close(reason error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stop = cmp.Or(w.stop, reason)
}

// noteFailure closes the wire when the service has never responded: then there is no sense in trying again.
func (w *wire) noteFailure(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop == nil && len(w.exchanges) == 0 {
		w.stop = fmt.Errorf("%w: %w", errUnreachable, describeFailure(err))
	}
}

// noteResponse records a response, and closes the wire when it is a rejection of the key or a wish for less.
func (w *wire) noteResponse(ctx context.Context, e *exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.exchanges = append(w.exchanges, e)
	if seen, ok := ctx.Value(recordingKey).(*recording); ok {
		seen.exchanges = append(seen.exchanges, e)
	}
	switch e.status {
	case http.StatusUnauthorized:
		w.stop = errUnauthorized
	case http.StatusForbidden:
		w.stop = errForbidden
	case http.StatusTooManyRequests:
		w.stop = errSlowDown
	}
}

// failures are texts for failed connections, which leave out names and addresses.
var failures = []struct {
	target error
	text   string
}{
	{syscall.ECONNREFUSED, "connection refused"},
	{syscall.ECONNRESET, "connection reset"},
	{context.DeadlineExceeded, "no response in time"},
	{context.Canceled, "canceled"},
	{shelfwire.ErrInvalid, "invalid input"},
}

// describeFailure returns what kept a request from being answered, without the name of the host.
func describeFailure(err error) error {
	for _, f := range failures {
		if errors.Is(err, f.target) {
			return errors.New(f.text)
		}
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return errors.New("unknown host name")
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return errors.New("the certificate of the service is not valid here")
	}
	return errors.New("no connection")
}
