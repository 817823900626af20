package call

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// noRedirectTransport moves the target of a redirect out of the sight of http.Client, which would follow it, or
// fail when it cannot parse it.
type noRedirectTransport struct{ http.RoundTripper }

// redirectTargetKey is where the target is kept, under a name that no header on the wire can have.
const redirectTargetKey = "redirect to"

func (u *noRedirectTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(r)
	if err == nil && resp != nil && resp.StatusCode/100 == 3 { // http.Client makes an error of a missing response
		header := http.Header{redirectTargetKey: resp.Header["Location"]}
		maps.Copy(header, resp.Header)
		resp.Header = header
		delete(resp.Header, "Location")
	}
	return resp, err
}

// CloseIdleConnections passes on what http.Client asks of its transport.
func (u *noRedirectTransport) CloseIdleConnections() {
	if closer, ok := u.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

// describeRedirect says what a status of the 300s is about.
func describeRedirect(resp *http.Response) string {
	if resp.StatusCode == http.StatusNotModified {
		return "the data are said to be unchanged, which was not asked"
	}
	return "redirected to " + redirectTarget(resp) + "; redirects are not followed"
}

// redirectTarget returns the scheme and host of a redirect's target. Its path and query may repeat a key and
// are left out.
func redirectTarget(resp *http.Response) string {
	u, err := url.Parse(strings.Join(resp.Header[redirectTargetKey], ""))
	if err != nil || u.Host == "" {
		return "another address"
	}
	return u.Scheme + "://" + u.Host
}
