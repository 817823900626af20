package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

// readBody reads the body of a request up to the deadline of the context alone: a client that leaves ends the Read, and
// net/http cancels the context at a deadline of the connection, too. It returns the status for one that cannot be read.
func (h *webhookHandler) readBody(ctx context.Context, w http.ResponseWriter, r *http.Request) ([]byte, int, error) {
	controller := http.NewResponseController(w)
	deadline, _ := ctx.Deadline()
	_ = controller.SetReadDeadline(deadline)
	ctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), deadline)
	defer cancel()
	body, err := readUntilDone(ctx, http.MaxBytesReader(nil, r.Body, h.maxBody))
	if err == nil {
		_ = controller.SetReadDeadline(time.Time{})
		return body, http.StatusOK, nil
	}
	status := http.StatusBadRequest
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		status = http.StatusRequestEntityTooLarge
	} else if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		status = http.StatusRequestTimeout
	}
	if r.ProtoMajor == 1 {
		w.Header().Set("Connection", "close") // the rest of the body is unread; net/http waits for it otherwise
	}
	return nil, status, fmt.Errorf("the body could not be read: %w", err)
}

// readUntilDone reads everything until the context ends, also where a Read takes longer, since middleware can hide the
// deadlines of the connection. The goroutine of such a Read ends with it: net/http breaks the Read off when the handler
// returns.
func readUntilDone(ctx context.Context, from io.Reader) ([]byte, error) {
	type result struct {
		body []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if cause := recover(); cause != nil {
				r.err = fmt.Errorf("reading panicked: %v", cause)
			}
			done <- r
		}()
		r.body, r.err = io.ReadAll(contextReader{ctx, from})
	}()
	select {
	case r := <-done:
		return r.body, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// contextReader begins no Read after its context has ended.
type contextReader struct {
	ctx  context.Context //nolint:containedctx // of one call of readUntilDone
	from io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
