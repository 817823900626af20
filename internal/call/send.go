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

// sendRequest hands the request to the HTTP client. When that fails, the trace tells whether anything can have
// reached the provider.
func (c *Caller) sendRequest(r *http.Request, a *attempt, g *guard) (*http.Response, *failure) {
	a.sent, a.began = true, time.Now()
	g.expectResponse()
	resp, err := c.client.Do(r)
	if err == nil {
		g.noteProgress()
		c.reporter.recordResponse(a, resp)
		return resp, nil
	}
	a.duration = time.Since(a.began)
	err = unwrapURLError(err)
	outcome := shelfwire.OutcomeUnknown
	_, badProxy := errors.AsType[*proxyError](err)
	if badProxy || g.conn.nothingSent() {
		outcome = shelfwire.OutcomeNotSent
	}
	fail := c.newFailure(a, outcome, g.explainError(err))
	fail.temporary = !g.parentDone() && !isPermanent(err)
	return nil, fail
}

// unwrapURLError returns the cause behind *url.Error, whose text shows the URL with its query.
func unwrapURLError(err error) error {
	for {
		wrapped, ok := errors.AsType[*url.Error](err)
		if !ok || wrapped.Err == nil {
			return err
		}
		err = wrapped.Err
	}
}

// isPermanent reports whether connecting will fail again: retrying cannot help against an unknown host or a bad
// certificate, and a transport without a network may say so itself.
func isPermanent(err error) bool {
	if says, ok := errors.AsType[interface {
		error
		Permanent() bool
	}](err); ok && says.Permanent() {
		return true
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return true
	}
	_, badCertificate := errors.AsType[*tls.CertificateVerificationError](err)
	return badCertificate
}
