package call

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/shelfwire/shelfwire"
)

// send hands the request to the HTTP client. When it fails, the trace tells whether anything can have reached
// the provider.
func (c *Caller) send(r *http.Request, a *attempt, g *guard) (*http.Response, *failure) {
	a.sent, a.began = true, time.Now()
	g.progress()
	resp, err := c.client.Do(r)
	g.progress()
	if err == nil {
		return resp, nil
	}
	a.duration = time.Since(a.began)
	err = withoutAddress(err)
	outcome := shelfwire.OutcomeUnknown
	if g.trace.nothingSent() {
		outcome = shelfwire.OutcomeNotSent
	}
	fail := c.failed(a, outcome, g.explain(err))
	fail.temporary = !g.callerGone() && !isFinal(err)
	return nil, fail
}

// unfollowed hides from http.Client where a redirect leads, so that it neither follows it nor stumbles over it.
type unfollowed struct{ http.RoundTripper }

// whereTo is where the address of a redirect is kept instead; no server can send a header with this name.
const whereTo = "redirect to"

func (u *unfollowed) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(r)
	if err == nil && resp.StatusCode/100 == 3 {
		resp.Header = resp.Header.Clone()
		resp.Header[whereTo] = resp.Header["Location"]
		delete(resp.Header, "Location")
	}
	return resp, err
}

// withoutAddress takes the cause out of *url.Error, which carries the address with its query.
func withoutAddress(err error) error {
	for {
		wrapped, ok := errors.AsType[*url.Error](err)
		if !ok || wrapped.Err == nil {
			return err
		}
		err = wrapped.Err
	}
}

// isFinal reports whether an error before the connection stood will be the same next time.
func isFinal(err error) bool {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return true
	}
	_, badCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	return badCertificate
}

// trace watches one attempt's way to a connection.
type trace struct {
	hooks      httptrace.ClientTrace
	asked, got atomic.Bool
}

func (t *trace) watch(ctx context.Context) context.Context {
	t.hooks.GetConn = func(string) { t.asked.Store(true) }
	t.hooks.GotConn = func(httptrace.GotConnInfo) { t.got.Store(true) }
	return httptrace.WithClientTrace(ctx, &t.hooks)
}

// nothingSent is true only on evidence: a connection was asked for and never had. A transport that does not
// report to the trace proves nothing, and neither does a failed write on a connection.
func (t *trace) nothingSent() bool { return t.asked.Load() && !t.got.Load() }
