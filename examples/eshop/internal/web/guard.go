package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

const (
	maxBody        = 16 << 10         // bytes; the longest form that is filled in sensibly has less than 4 KiB
	requestTimeout = 10 * time.Second // for all that the database has to do
)

// policy allows what the pages are made of, and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'"

// guard stands in front of every page.
func (s *site) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, errForeign)
	}))
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		setHeaders(w.Header())
		ctx, cancel := context.WithTimeout(r.Context(), requestTimeout)
		defer cancel()
		r = r.WithContext(ctx)
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		if s.AnyHost || isThisMachine(r.Host) {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			next.ServeHTTP(seen, r)
		} else {
			s.fail(seen, r, errOtherHost)
		}
		// The pattern and not the path: a path can name an order to whoever reads the log.
		s.Logger.DebugContext(ctx, "request", "method", r.Method, "page", r.Pattern, "status", seen.status,
			"seconds", time.Since(began).Seconds())
	})
}

func setHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	// Not no-referrer: browsers would then send "Origin: null" with our own forms, and they would look foreign where
	// Sec-Fetch-Site is not sent, which is over plain HTTP from another machine.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store") // each form has a name of its own, and orders are nobody else's business
}

// isThisMachine reports whether a request was meant for this machine by one of its own names.
func isThisMachine(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && address.IsLoopback()
}

// statusWriter remembers the status of a response.
type statusWriter struct {
	http.ResponseWriter

	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
