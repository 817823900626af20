package call

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
)

// send hands the request to the HTTP client. When it fails, the trace tells whether anything can have reached
// the provider.
func (c *Caller) send(r *http.Request, a *attempt, g *guard) (*http.Response, *failure) {
	a.sent, a.began = true, time.Now()
	g.expect()
	resp, err := c.client.Do(r)
	if err == nil {
		g.progress()
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

// CloseIdleConnections passes on what http.Client asks of its transport.
func (u *unfollowed) CloseIdleConnections() {
	if closer, ok := u.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
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
