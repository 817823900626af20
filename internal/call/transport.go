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

// httpClient copies the caller's client, or makes one, and keeps it from following redirects. own reports whether its
// connections are nobody else's.
func httpClient(given *http.Client, pool *Caller) (client *http.Client, own bool) {
	switch {
	case pool != nil:
		return pool.client, false
	case given != nil:
		copied := *given
		client = &copied
	default:
		client = new(http.Client)
		if shared, ok := http.DefaultTransport.(*http.Transport); ok {
			client.Transport, own = ownTransport(shared, idleConnTimeout, pingTimeout), true
		}
	}
	if client.Transport == nil {
		client.Transport = http.DefaultTransport
	}
	client.Transport = &unfollowed{client.Transport}
	return client, own
}

// ownTransport notices connections that have gone dead: it asks on those of HTTP/2 and lets idle ones of HTTP/1.1 go
// before something on the way drops them in silence, which a write would meet.
func ownTransport(shared *http.Transport, idle, ping time.Duration) *http.Transport {
	own := shared.Clone()
	own.MaxIdleConnsPerHost = idleConnsPerHost
	own.IdleConnTimeout = idle
	if own.HTTP2 == nil {
		own.HTTP2 = new(http.HTTP2Config)
	}
	own.HTTP2.SendPingTimeout, own.HTTP2.PingTimeout = ping, ping
	return own
}

// CloseIdleConnections closes the connections that are not in use, of a transport of the client's own only: one that the
// caller has given may serve others.
func (c *Caller) CloseIdleConnections() {
	if c.ownPool {
		c.client.CloseIdleConnections()
	}
}
