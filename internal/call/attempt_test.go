package call

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// The limiter comes before the credentials: a token must not grow old in its queue.
func TestCaller_Do_OrderOfTheSteps(t *testing.T) {
	t.Parallel()
	var steps []string
	note := func(step string) { steps = append(steps, step) }
	c, _ := scripted(t, shelfwire.Options{
		Retry:   quick,
		Limiter: limiterFunc(func(context.Context) error { note("limit"); return nil }),
	}, func(r *http.Request) (*http.Response, error) {
		note("send")
		return responds(503, "")(r)
	})
	authorize := c.authorize
	c.authorize = func(ctx context.Context, r *http.Request) error { note("authorize"); return authorize(ctx, r) }
	explain := c.parseError
	c.parseError = func(r *Response) { note("classify"); explain(r) }
	require.Error(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, slices.Repeat([]string{"limit", "authorize", "send", "classify"}, 4), steps)
}
