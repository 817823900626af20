// Package clienttest has the helpers that the tests of the clients share: fixtures from the vendors' guides, golden
// files of requests, and assertions about errors.
//
// The flag -update rewrites the golden files.
package clienttest

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TB is the part of testing.TB that rapid.T has, too.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
}

// ReadFixture returns the text of testdata/guide/<name>.txt behind the comment lines at its head.
func ReadFixture(t TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "guide", name+".txt")) //nolint:gosec // a fixture of the tests
	require.NoError(t, err)
	for bytes.HasPrefix(text, []byte("#")) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return string(text)
}

// Request is a request as a server saw it.
type Request struct {
	Method, URI string
	Header      http.Header
	Body        []byte
}

// RecordRequest reads a request with its body.
func RecordRequest(t TB, r *http.Request) *Request {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	assert.NoError(t, err)
	return &Request{Method: r.Method, URI: r.RequestURI, Header: r.Header.Clone(), Body: body}
}

// AssertGolden compares the request with testdata/golden/<name>.http, byte by byte.
func (r *Request) AssertGolden(t TB, name string) {
	t.Helper()
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s\n", r.Method, r.URI)
	for _, key := range slices.Sorted(maps.Keys(r.Header)) {
		fmt.Fprintf(&text, "%s: %s\n", key, strings.Join(r.Header[key], ", "))
	}
	fmt.Fprintf(&text, "\n%s\n", r.Body)
	path := filepath.Join("testdata", "golden", name+".http")
	if *update {
		require.NoError(t, os.WriteFile(path, text.Bytes(), 0o600))
	}
	golden, err := os.ReadFile(path) //nolint:gosec // likewise
	require.NoError(t, err)
	assert.Equal(t, string(golden), text.String())
}

// AssertRejected asserts that a call failed before it was sent, because of exactly these fields.
func AssertRejected(t TB, err error, fields ...string) {
	t.Helper()
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	var got []string
	for _, problem := range problemsOf(err) {
		got = append(got, problem.Field)
		assert.Contains(t, err.Error(), problem.Error())
	}
	assert.Equal(t, fields, got)
}

// problemsOf returns the invalid fields in a tree of errors.
func problemsOf(err error) []*shelfwire.FieldError {
	if problem, ok := err.(*shelfwire.FieldError); ok { //nolint:errorlint // it takes the chain apart by itself
		return []*shelfwire.FieldError{problem}
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*shelfwire.FieldError
		for _, inner := range several.Unwrap() {
			all = append(all, problemsOf(inner)...)
		}
		return all
	}
	if inner := errors.Unwrap(err); inner != nil {
		return problemsOf(inner)
	}
	return nil
}

// RequireError returns the *shelfwire.Error in the chain of err, and fails the test when there is none.
func RequireError(t TB, err error) *shelfwire.Error {
	t.Helper()
	var e *shelfwire.Error
	require.ErrorAs(t, err, &e)
	return e
}
