package call

import (
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// A rejected connection proves that nothing was sent only when the transport reports its steps.
func TestConnTrace_NothingSentNeedsEvidence(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	tests := []struct {
		name      string
		responder responder
		want      retryVerdict
	}{
		{"transport without trace", failsUntraced(refused), oneUnknown},
		{"transport without trace, host unknown", failsUntraced(&net.DNSError{IsNotFound: true}), oneUnknown},
		{"no connection", dialFails(refused), fourNotSent},
		{"connection, then an error that looks like a refusal", failsAfterSending(refused), oneUnknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s := scripted(t, shelfwire.Options{Retry: quick}, tt.responder)
			e := requireError(t, doCall(t.Context(), c, opWrite))
			assert.Equal(t, tt.want, retryVerdict{e.Attempts, e.Outcome})
			assert.Equal(t, tt.want.attempts, s.count())
		})
	}
}
