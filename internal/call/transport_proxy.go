package call

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// explainProxy makes the errors of a transport's proxy say that they are the proxy's, and keeps its password out of them.
func explainProxy(own *http.Transport) {
	if find := own.Proxy; find != nil {
		own.Proxy = func(r *http.Request) (*url.URL, error) {
			proxy, err := find(r)
			if err != nil {
				return nil, &proxyError{}
			}
			return proxy, nil
		}
	}
	if own.OnProxyConnectResponse == nil {
		own.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			return fmt.Errorf("the proxy refuses to connect: %s", resp.Status)
		}
	}
}

// proxyError says that no proxy could be chosen, which is found out before there is a connection. It leaves out the cause,
// which repeats the URL of the proxy with its password.
type proxyError struct{}

func (*proxyError) Error() string {
	return "no proxy can be chosen: its URL is probably invalid (see the environment variables HTTPS_PROXY and HTTP_PROXY)"
}

// Permanent keeps the call from being tried again.
func (*proxyError) Permanent() bool { return true }
