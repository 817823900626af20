package fake_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestServer_Listen_TakenAddress(t *testing.T) {
	t.Parallel()
	srv, _, _ := startServer(t)
	address := strings.TrimPrefix(srv.URL(), "http://")
	require.ErrorContains(t, fake.NewServer((&counter{}).provider()).Listen(address), "countertest: ")
}

func TestServer_Close_EndsWaits(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*fake.Server){
		"delayed": func(srv *fake.Server) { srv.Fail(fake.Spec{Times: 1, Delay: time.Hour}) },
		"latency": func(srv *fake.Server) { srv.SetLatency(time.Hour) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv, _, client := startServer(t)
			arrived, failed := make(chan struct{}), make(chan error)
			srv.Fail(fake.Spec{Times: 1, Before: func() { close(arrived) }})
			prepare(srv)
			r := newRequest(t, srv, http.MethodPut, "/v1/add")
			go func() {
				resp, err := client.Do(r)
				if err == nil {
					_ = resp.Body.Close()
				}
				failed <- err
			}()
			<-arrived
			srv.Close()
			require.Error(t, <-failed)
			srv.Close() // again, which does no harm
		})
	}
}

func TestServer_Close_ThenRespondsToNothing(t *testing.T) {
	t.Parallel()
	srv, c, _ := startServer(t)
	srv.Close()
	r := newRequest(t, srv, http.MethodPut, "/v1/add")
	assert.PanicsWithValue(t, http.ErrAbortHandler, func() { srv.ServeHTTP(discard{}, r) })
	assert.Zero(t, c.count())
	assert.Zero(t, srv.Calls())
}

func TestServer_Close_WaitsForRequests(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T, srv *fake.Server, _ *counter, client *http.Client) {
		release := make(chan struct{})
		srv.Fail(fake.Spec{Times: 1, Before: func() { <-release }})
		r := newRequest(t, srv, http.MethodPut, "/v1/add")
		go func() {
			resp, err := client.Do(r)
			if err == nil {
				_ = resp.Body.Close()
			}
		}()
		synctest.Wait()
		var closed atomic.Bool
		go func() {
			srv.Close()
			closed.Store(true)
		}()
		synctest.Wait()
		assert.False(t, closed.Load(), "a request is being worked on")
		close(release)
		synctest.Wait()
		assert.True(t, closed.Load())
	})
}
