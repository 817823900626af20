package shopinventory_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

type acceptFunc = func(context.Context, shopinventory.Webhook) error

func hookSecrets(texts ...string) (list []shelfwire.Secret) {
	for _, text := range texts {
		list = append(list, shelfwire.NewSecret(text))
	}
	return list
}

func newHandler(t *testing.T, accept acceptFunc, opts *shopinventory.WebhookOptions) http.Handler {
	t.Helper()
	handler, err := shopinventory.NewWebhookHandler(hookSecrets("old-secret-0", hookSecret), accept, opts)
	require.NoError(t, err)
	return handler
}

func signedRequest(secret, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/hooks/merchantpro", strings.NewReader(body))
	r.Header = shopinventorytest.SignWebhook(shelfwire.NewSecret(secret), []byte(body))
	return r
}

func TestWebhookHandler_Accepts(t *testing.T) {
	t.Parallel()
	var got []shopinventory.Webhook
	handler := newHandler(t, func(_ context.Context, hook shopinventory.Webhook) error {
		got = append(got, hook)
		return nil
	}, nil)
	for _, r := range []*http.Request{
		signedRequest(hookSecret, hookBody), signedRequest("old-secret-0", hookBody), signedRequest(hookSecret, hookBody),
		signedRequest(hookSecret, "test=1"), signedRequest(hookSecret, ""),
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		assert.Equal(t, http.StatusOK, w.Code)
		assert.Empty(t, w.Body.String())
	}
	require.Len(t, got, 5)
	assert.Equal(t, hookBody, string(got[0].Body))
	assert.Equal(t, hookDigest, got[0].Digest)
	assert.WithinDuration(t, time.Now(), got[0].Received, time.Minute)
	assert.Equal(t, got[0].Digest, got[2].Digest, "a replay is recognized by its digest alone")
	assert.Equal(t, "test=1", string(got[3].Body), "the form of a body is not looked at")
	assert.NotEqual(t, got[0].Digest, got[3].Digest)
}

func TestWebhookHandler_Rejects(t *testing.T) {
	t.Parallel()
	const max = shopinventory.DefaultWebhookBody
	change := func(f func(r *http.Request)) *http.Request {
		r := signedRequest(hookSecret, hookBody)
		f(r)
		return r
	}
	boom := errors.New("the database is away")
	for name, tc := range map[string]struct {
		request *http.Request
		accept  acceptFunc // nil when it must not be called
		status  int
		reason  string // in the log
	}{
		"get":                {change(func(r *http.Request) { r.Method = http.MethodGet }), nil, 405, "the method is GET"},
		"no signature":       {change(func(r *http.Request) { r.Header = http.Header{} }), nil, 401, "it has 0 headers"},
		"two signatures":     {change(func(r *http.Request) { r.Header.Add("X-Webhook-Signature", hookSignature) }), nil, 401, "it has 2 headers"},
		"another secret":     {signedRequest("another-secret-9", hookBody), nil, 401, "its signature is another one"},
		"a body too large":   {signedRequest(hookSecret, strings.Repeat("a", max+1)), nil, 413, "request body too large"},
		"a broken body":      {change(func(r *http.Request) { r.Body = io.NopCloser(brokenReader{}) }), nil, 400, "unexpected EOF"},
		"a body that panics": {change(func(r *http.Request) { r.Body = panickingBody{} }), nil, 400, "reading panicked: oh no"},
		"an error": {signedRequest(hookSecret, strings.Repeat("a", max)),
			func(context.Context, shopinventory.Webhook) error { return boom }, 503, "the database is away"},
		"a panic": {signedRequest(hookSecret, hookBody),
			func(context.Context, shopinventory.Webhook) error { panic("oh no") }, 503, "accept panicked: oh no"},
		"a panic with an error": {signedRequest(hookSecret, hookBody),
			func(context.Context, shopinventory.Webhook) error { panic(http.ErrAbortHandler) }, 503, "accept panicked: net/http"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			called := false
			handler := newHandler(t, func(ctx context.Context, hook shopinventory.Webhook) error {
				called = true
				return tc.accept(ctx, hook)
			}, &shopinventory.WebhookOptions{Logger: slog.New(slog.NewTextHandler(&log, nil))})
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, tc.request)
			assert.Equal(t, tc.status, w.Code)
			assert.Equal(t, tc.accept != nil, called)
			assert.Equal(t, map[bool]string{true: "POST"}[tc.status == 405], w.Header().Get("Allow"))
			assert.Contains(t, log.String(), "level=WARN")
			assert.Contains(t, log.String(), tc.reason)
			assert.Contains(t, log.String(), fmt.Sprint("status=", tc.status))
			for _, secret := range []string{hookSecret, "old-secret-0", "another-secret-9", hookSignature, "Mulțumesc"} {
				assert.NotContains(t, log.String()+w.Body.String(), secret)
			}
		})
	}
}

type panickingBody struct{ io.ReadCloser }

func (panickingBody) Read([]byte) (int, error) { panic("oh no") }

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestNewWebhookHandler_Invalid(t *testing.T) {
	t.Parallel()
	accept := func(context.Context, shopinventory.Webhook) error { return nil }
	type options = shopinventory.WebhookOptions
	for name, tc := range map[string]struct {
		secrets []shelfwire.Secret
		accept  acceptFunc
		opts    *options
		fields  []string
	}{
		"nothing":         {nil, nil, nil, []string{"secrets", "accept"}},
		"an empty secret": {append(hookSecrets("a"), shelfwire.Secret{}), accept, nil, []string{"secrets[1]"}},
		"a blank secret":  {hookSecrets(" "), accept, nil, []string{"secrets[0]"}},
		"negative":        {hookSecrets("a"), accept, &options{MaxBody: -1, Timeout: -1}, []string{"MaxBody", "Timeout"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, err := shopinventory.NewWebhookHandler(tc.secrets, tc.accept, tc.opts)
			assert.Nil(t, handler)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
}

// Nothing that prints a handler prints a secret, and the caller may change its list.
func TestNewWebhookHandler_KeepsSecrets(t *testing.T) {
	t.Parallel()
	secrets := hookSecrets(hookSecret)
	handler, err := shopinventory.NewWebhookHandler(secrets, func(context.Context, shopinventory.Webhook) error { return nil }, nil)
	require.NoError(t, err)
	secrets[0] = shelfwire.NewSecret("another")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, signedRequest(hookSecret, hookBody))
	assert.Equal(t, http.StatusOK, w.Code)
	assert.NotContains(t, fmt.Sprintf("%v %+v %#v", handler, handler, handler), hookSecret)
}

// The whole way over a connection: the fake sends, and the handler accepts.
func TestSendWebhook(t *testing.T) {
	t.Parallel()
	bell := make(chan shopinventory.Webhook, 1)
	server := httptest.NewServer(newHandler(t, func(_ context.Context, hook shopinventory.Webhook) error {
		bell <- hook
		return nil
	}, nil))
	defer server.Close()
	status, err := shopinventorytest.SendWebhook(t.Context(), server.URL, shelfwire.NewSecret(hookSecret), []byte(hookBody))
	require.NoError(t, err)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, hookDigest, (<-bell).Digest)
	status, err = shopinventorytest.SendWebhook(t.Context(), server.URL, shelfwire.NewSecret("wrong"), []byte(hookBody))
	require.NoError(t, err)
	assert.Equal(t, http.StatusUnauthorized, status)
	_, err = shopinventorytest.SendWebhook(t.Context(), "http://127.0.0.1:1", shelfwire.NewSecret("a"), nil)
	require.Error(t, err)
	_, err = shopinventorytest.SendWebhook(t.Context(), "::", shelfwire.NewSecret("a"), nil)
	require.Error(t, err)
}

// pipeListener accepts the other ends of pipes, which live in virtual time.
type pipeListener chan net.Conn

func (l pipeListener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

func (l pipeListener) Close() error   { return nil }
func (l pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// exchange sends the parts of a request over a pipe, a second between any two, and returns the response and the time that
// it took.
func exchange(t *testing.T, handler http.Handler, parts ...string) (response string, took time.Duration) {
	t.Helper()
	listener := make(pipeListener, 1)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
	go func() { _ = server.Serve(listener) }()
	ours, theirs := net.Pipe()
	listener <- theirs
	began := time.Now()
	written := make(chan struct{})
	go func() {
		defer close(written)
		for i, part := range parts {
			if i > 0 {
				time.Sleep(time.Second)
			}
			if _, err := io.WriteString(ours, part); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 1024)
	n, err := ours.Read(buf)
	require.NoError(t, err)
	took = time.Since(began)
	_ = ours.Close()
	<-written
	close(listener)
	_ = server.Close()
	return string(buf[:n]), took
}

// requestParts is a signed request of a body in parts.
func requestParts(body ...string) []string {
	whole := strings.Join(body, "")
	header := shopinventorytest.SignWebhook(shelfwire.NewSecret(hookSecret), []byte(whole))
	head := fmt.Sprintf("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nX-Webhook-Signature: %s\r\n\r\n",
		len(whole), header.Get("X-Webhook-Signature"))
	return append([]string{head}, body...)
}

// The time runs from the beginning of the request, its body included; the verdict of accept counts, however late it is.
func TestWebhookHandler_Time(t *testing.T) {
	t.Parallel()
	obeys := func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Hour):
			return nil
		}
	}
	for name, tc := range map[string]struct {
		parts   []string
		timeout time.Duration
		accept  func(context.Context) error
		status  string
		took    time.Duration
	}{
		"at once":                      {requestParts(hookBody), 0, func(context.Context) error { return nil }, "200 OK", time.Second},
		"a body in parts":              {requestParts("a", "b", "c"), 0, func(context.Context) error { return nil }, "200 OK", 3 * time.Second},
		"a body that takes too long":   {requestParts("a", "b", "c", "d", "e"), 0, nil, "408 Request Timeout", 4 * time.Second},
		"a body that takes longer":     {requestParts("a", "b", "c", "d", "e"), 6 * time.Second, func(context.Context) error { return nil }, "200 OK", 5 * time.Second},
		"an accept that takes long":    {requestParts("a"), 0, obeys, "503 Service Unavailable", 4 * time.Second},
		"its time is what is left":     {requestParts("a", "b", "c"), 0, obeys, "503 Service Unavailable", 4 * time.Second},
		"a verdict that comes late":    {requestParts("a"), 0, func(context.Context) error { time.Sleep(9 * time.Second); return nil }, "200 OK", 10 * time.Second},
		"a timeout of the integration": {requestParts("a"), 2 * time.Second, obeys, "503 Service Unavailable", 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				handler := newHandler(t, func(ctx context.Context, _ shopinventory.Webhook) error { return tc.accept(ctx) },
					&shopinventory.WebhookOptions{Timeout: tc.timeout})
				response, took := exchange(t, handler, tc.parts...)
				assert.Contains(t, response, "HTTP/1.1 "+tc.status)
				assert.Equal(t, tc.took, took)
			})
		})
	}
}

// plainWriter hides what a ResponseWriter can do beyond its three methods, as some middleware does.
type plainWriter struct{ w http.ResponseWriter }

func (p plainWriter) Header() http.Header         { return p.w.Header() }
func (p plainWriter) Write(b []byte) (int, error) { return p.w.Write(b) }
func (p plainWriter) WriteHeader(status int)      { p.w.WriteHeader(status) }

// Behind middleware that hides the deadlines of the connection, the time is the same, and no goroutine stays.
func TestWebhookHandler_Time_Middleware(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		parts  []string
		status string
		took   time.Duration
	}{
		"a body in parts":            {requestParts("a", "b", "c"), "200 OK", 3 * time.Second},
		"a body that takes too long": {requestParts("a", "b", "c", "d", "e"), "408 Request Timeout", 4 * time.Second},
		"a body that never comes":    {requestParts("a", "b")[:1], "408 Request Timeout", 4 * time.Second},
		"a body that stops":          {requestParts("a", "b")[:2], "408 Request Timeout", 4 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				handler := newHandler(t, func(context.Context, shopinventory.Webhook) error { return nil }, nil)
				returned := false
				response, took := exchange(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					handler.ServeHTTP(plainWriter{w}, r)
					returned = true
				}), tc.parts...)
				assert.Contains(t, response, "HTTP/1.1 "+tc.status)
				assert.Equal(t, tc.took, took)
				synctest.Wait()
				assert.True(t, returned)
			})
		})
	}
}

// A body that cannot be broken off: the handler returns in time, and reads no further.
func TestWebhookHandler_Time_StuckBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		handler := newHandler(t, func(context.Context, shopinventory.Webhook) error { return nil }, nil)
		reader, writer := io.Pipe()
		w, began := httptest.NewRecorder(), time.Now()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/", reader))
		assert.Equal(t, http.StatusRequestTimeout, w.Code)
		assert.Equal(t, "close", w.Header().Get("Connection"))
		assert.Equal(t, shopinventory.DefaultWebhookTimeout, time.Since(began))
		_, err := io.WriteString(writer, "a")
		require.NoError(t, err)
		synctest.Wait()
		written := make(chan error, 1)
		go func() {
			_, err := io.WriteString(writer, "b")
			written <- err
		}()
		synctest.Wait()
		select {
		case <-written:
			assert.Fail(t, "it was read")
		default:
		}
		require.NoError(t, reader.Close())
		require.Error(t, <-written)
	})
}
