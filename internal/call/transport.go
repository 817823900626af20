package call

import (
	"net/http"
	"time"
)

const (
	idleConnsPerHost = 32
	idleConnTimeout  = 30 * time.Second
	pingTimeout      = 15 * time.Second
)

// newHTTPClient copies the caller's client, or makes one, and keeps it from following redirects. It returns own
// when the connections belong to this client alone.
func newHTTPClient(given *http.Client, pool *Caller) (client *http.Client, own bool) {
	switch {
	case pool != nil:
		return pool.client, false
	case given != nil:
		copied := *given
		client = &copied
	default:
		client = new(http.Client)
		if shared, ok := http.DefaultTransport.(*http.Transport); ok {
			client.Transport, own = newOwnTransport(shared, idleConnTimeout, pingTimeout), true
		}
	}
	if client.Transport == nil {
		client.Transport = http.DefaultTransport
	}
	client.Transport = &noRedirectTransport{client.Transport}
	return client, own
}

// newOwnTransport notices dead connections: it pings those of HTTP/2, and closes idle ones of HTTP/1.1 before
// something on the way drops them in silence, which a write would meet.
func newOwnTransport(shared *http.Transport, idle, ping time.Duration) *http.Transport {
	own := shared.Clone()
	own.MaxIdleConnsPerHost = idleConnsPerHost
	own.IdleConnTimeout = idle
	if own.HTTP2 == nil {
		own.HTTP2 = new(http.HTTP2Config)
	}
	own.HTTP2.SendPingTimeout, own.HTTP2.PingTimeout = ping, ping
	explainProxy(own)
	return own
}

// CloseIdleConnections closes the unused connections of a transport that belongs to the client. One that the
// caller has given may serve others, and is left alone.
func (c *Caller) CloseIdleConnections() {
	if c.ownPool {
		c.client.CloseIdleConnections()
	}
}
