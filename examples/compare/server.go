package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
)

// recorder is a server that asks a fake once for each request, and serves the same response from memory ever after, so
// that the work of the fake is no part of what is measured.
type recorder struct {
	*httptest.Server

	proxy *httputil.ReverseProxy

	mu        sync.Mutex
	responses map[string]*httptest.ResponseRecorder
}

func newRecorder(origin *url.URL) *recorder {
	r := &recorder{proxy: httputil.NewSingleHostReverseProxy(origin), responses: map[string]*httptest.ResponseRecorder{}}
	r.Server = httptest.NewServer(http.HandlerFunc(r.serve))
	return r
}

func (r *recorder) serve(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	response := r.lookUp(req, body)
	w.Header().Set("Content-Type", response.Header().Get("Content-Type"))
	w.WriteHeader(response.Code)
	_, _ = w.Write(response.Body.Bytes())
}

// lookUp returns the response from memory, and asks for it the first time.
func (r *recorder) lookUp(req *http.Request, body []byte) *httptest.ResponseRecorder {
	key := fmt.Sprint(req.Method, " ", req.URL.RequestURI(), " ", string(body))
	r.mu.Lock()
	defer r.mu.Unlock()
	response := r.responses[key]
	if response == nil {
		response = httptest.NewRecorder()
		req.Header.Del("Accept-Encoding") // the proxy asks for compression by itself, and undoes it
		req.Body = io.NopCloser(bytes.NewReader(body))
		r.proxy.ServeHTTP(response, req)
		r.responses[key] = response
	}
	return response
}

// parseOrigin returns the URL of a fake without its path.
func parseOrigin(fakeURL string) (origin *url.URL, path string, err error) {
	u, err := url.Parse(fakeURL)
	if err != nil {
		return nil, "", err
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host}, u.Path, nil
}

// checkStatus is what every way does by itself.
func checkStatus(resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the response has the status %s", resp.Status)
	}
	return nil
}
