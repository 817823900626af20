package call

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// A body that ends with its connection may have been cut, when its end does not close it. One whose length is known was
// not.
func TestMayBeTruncated(t *testing.T) {
	t.Parallel()
	const closes, chunked, packed = "Connection: close\r\n", "Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n"
	var packedNumber bytes.Buffer
	z := gzip.NewWriter(&packedNumber)
	_, _ = io.WriteString(z, "1090")
	require.NoError(t, z.Close())
	for name, tt := range map[string]struct {
		head, body string
		cut        bool
	}{
		"empty":                 {closes, "", true},
		"spaces":                {closes, " \n", true},
		"a number":              {closes, "1090", true},
		"a word":                {closes, "null", true},
		"a number with a line":  {closes, "1090\r\n", true},
		"an object":             {closes, `{"id":1}`, false},
		"an object with a line": {closes, "{\"id\":1}\n", false},
		"a list":                {closes, "[]", false},
		"a text":                {closes, `"1090"`, false},
		"XML":                   {closes, "<root/>", false},
		"empty with length":     {closes + "Content-Length: 0\r\n", "", false},
		"a number with length":  {closes + "Content-Length: 4\r\n", "1090", false},
		"a number in a chunk":   {closes + chunked, "4\r\n1090\r\n0\r\n\r\n", false},
		"a packed number":       {closes + packed, packedNumber.String(), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			addr := serveConns(t, func(conn net.Conn) {
				if readRequest(bufio.NewReader(conn)) == nil {
					_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n"+tt.head+"\r\n"+tt.body)
				}
			})
			c := newCaller(t, shelfwire.Options{BaseURL: "http://" + addr, Retry: once})
			err := c.Do(t.Context(), Request{Op: opRead, Path: []string{"x"}}, ignoreBody)
			assert.Equal(t, tt.cut, errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
			assert.Equal(t, tt.cut, errors.Is(err, shelfwire.ErrMalformed))
			assert.Equal(t, tt.cut, err != nil)
			assert.Equal(t, tt.cut, IsUnanswered(err))
		})
	}
}
