package call

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// serveMixed responds by the number at the end of the path, differently the first time and later.
func serveMixed(w http.ResponseWriter, r *http.Request, first bool) {
	number, _ := strconv.Atoi(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
	switch kind := number % 6; {
	case kind == 1 && first:
		w.WriteHeader(http.StatusServiceUnavailable)
	case kind == 2 && first:
		w.WriteHeader(http.StatusTooManyRequests)
	case kind == 3:
		w.WriteHeader(http.StatusBadRequest)
		_, _ = fmt.Fprintf(w, `{"message":"no %d"}`, number)
	case kind == 4 && first:
		panic(http.ErrAbortHandler)
	case kind == 5:
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(http.StatusFound)
	default:
		_, _ = fmt.Fprintf(w, `{"id":%d}`, number)
	}
}

func TestCaller_Do_Concurrently(t *testing.T) {
	t.Parallel()
	const callers, calls = 100, 12
	var seen sync.Map // path → *atomic.Int64
	s := newScene(t, func(w http.ResponseWriter, r *http.Request) {
		count, _ := seen.LoadOrStore(r.URL.Path, new(atomic.Int64))
		serveMixed(w, r, count.(*atomic.Int64).Add(1) == 1)
	})
	var attempts atomic.Int64
	c := newCaller(t, shelfwire.Options{
		BaseURL: s.url, Retry: quick,
		Logger:  slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(context.Context, shelfwire.Attempt) { attempts.Add(1) },
	})
	list := opRead
	list.Method = http.MethodPost // net/http repeats a GET by itself, unseen
	var running sync.WaitGroup
	for caller := range callers {
		running.Go(func() {
			for i := range calls {
				number := caller*calls + i
				op := []Op{list, opSet, opWrite}[number/6%3]
				assertMixed(t, c, op, number)
			}
		})
	}
	running.Wait()
	assert.Equal(t, s.seen.Load(), attempts.Load(), "every attempt is observed once")
	seen.Range(func(path, count any) bool {
		return assert.LessOrEqual(t, count.(*atomic.Int64).Load(), int64(2), "%s", path)
	})
}

// assertMixed runs one call against mixed and checks that it got its own response.
func assertMixed(t *testing.T, c *Caller, op Op, number int) {
	var got struct{ ID int }
	err := c.Do(t.Context(), Request{Op: op, Path: []string{op.Name, strconv.Itoa(number)}}, func(body []byte) error {
		return json.Unmarshal(body, &got)
	})
	kind := number % 6
	switch isWrite := op.Effect == shelfwire.EffectWrite; {
	case kind == 3:
		e := requireError(t, err)
		assert.Equal(t, "no "+strconv.Itoa(number), e.Message)
		assert.Equal(t, oneRefused, retryVerdict{e.Attempts, e.Outcome})
	case kind == 5, isWrite && kind == 1, isWrite && kind == 4:
		e := requireError(t, err)
		assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
	default:
		assert.NoError(t, err)
		assert.Equal(t, number, got.ID)
	}
}
