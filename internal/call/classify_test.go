package call

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// Every 2xx is a success as far as HTTP goes; the decoder has the last word.
func TestClassifyResponse_SuccessStatuses(t *testing.T) {
	t.Parallel()
	for status, success := range map[int]bool{
		199: false, 200: true, 201: true, 202: true, 204: true, 299: true, 300: false, 304: false,
	} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			c, _ := scripted(t, shelfwire.Options{Retry: once}, responds(status, ""))
			assert.Equal(t, success, doCall(t.Context(), c, opWrite) == nil)
		})
	}
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"X-Request-Id", "X-Correlation-Id", "Request-Id"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, "r-1", requestID(newHeaders(name, "r-1")))
		})
	}
	assert.Empty(t, requestID(http.Header{}))
	assert.Equal(t, "a", requestID(newHeaders("Request-Id", "b", "X-Request-Id", "a")))
}
