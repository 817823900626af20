package call

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The parts of HTTP/2 that a server needs to reset a stream by any code.
const (
	http2Preface    = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	frameData       = 0
	frameHeaders    = 1
	frameReset      = 3
	frameSettings   = 4
	frameGoAway     = 7
	flagEndStream   = 1 // of data and headers
	flagEndHeaders  = 4
	flagAck         = 1 // of settings
	codeProtocol    = 1
	codeRefused     = 7
	frameHeaderSize = 9
)

func appendFrame(to []byte, kind, flags byte, stream uint32, payload ...byte) []byte {
	to = append(to, byte(len(payload)>>16), byte(len(payload)>>8), byte(len(payload)), kind, flags)
	return append(binary.BigEndian.AppendUint32(to, stream), payload...)
}

// resetsStream answers a request by a reset of its stream.
func resetsStream(code byte) func(uint32) []byte {
	return func(stream uint32) []byte { return appendFrame(nil, frameReset, 0, stream, 0, 0, 0, code) }
}

// goesAway answers a request by a GOAWAY that takes none of the requests for processed.
func goesAway(uint32) []byte { return appendFrame(nil, frameGoAway, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) }

// refusesOnce refuses the first stream of a connection, and responds to the others.
func refusesOnce(stream uint32) []byte {
	if stream == 1 {
		return resetsStream(codeRefused)(stream)
	}
	const status200 = 0x88 // of the static table of HPACK
	return append(appendFrame(nil, frameHeaders, flagEndHeaders, stream, status200),
		appendFrame(nil, frameData, flagEndStream, stream, '{', '}')...)
}

// servesFrames is a server of HTTP/2 that reads requests to their end, and answers them by frames.
func servesFrames(tb testing.TB, answer func(stream uint32) []byte) scene {
	tb.Helper()
	plain := httptest.NewUnstartedServer(nil) // for its certificate, and a client that knows it
	plain.EnableHTTP2 = true
	plain.StartTLS()
	tb.Cleanup(plain.Close)
	config := plain.TLS.Clone()
	config.NextProtos = []string{"h2"}
	seen := new(atomic.Int64)
	addr := serveConns(tb, func(conn net.Conn) { serveFrames(tls.Server(conn, config), answer, seen) })
	return scene{url: "https://" + addr, client: plain.Client(), seen: seen}
}

func serveFrames(conn net.Conn, answer func(stream uint32) []byte, seen *atomic.Int64) {
	_, err := io.ReadFull(conn, make([]byte, len(http2Preface)))
	_, _ = conn.Write(appendFrame(nil, frameSettings, 0, 0))
	for err == nil {
		var header [frameHeaderSize]byte
		if _, err = io.ReadFull(conn, header[:]); err != nil {
			return
		}
		kind, flags, stream := header[3], header[4], binary.BigEndian.Uint32(header[5:])
		length := int64(header[0])<<16 | int64(header[1])<<8 | int64(header[2])
		if _, err = io.CopyN(io.Discard, conn, length); err != nil {
			return
		}
		switch {
		case kind == frameSettings && flags&flagAck == 0:
			_, err = conn.Write(appendFrame(nil, frameSettings, flagAck, 0))
		case (kind == frameHeaders || kind == frameData) && flags&flagEndStream != 0:
			seen.Add(1)
			_, err = conn.Write(answer(stream))
		}
	}
}

// net/http repeats a request whose stream was reset by PROTOCOL_ERROR for as long as it is, although the provider may
// have carried it out (https://github.com/golang/go/issues/52459). A write must not be repeated, and a read is for the
// client's own policy.
func TestSendRequest_IsNotReplayedOverAnotherConnection(t *testing.T) {
	t.Parallel()
	for ending, answer := range map[string]func(uint32) []byte{"reset": resetsStream(codeProtocol), "go away": goesAway} {
		for content, body := range map[string]any{"no body": nil, "JSON": map[string]int{"qty": 1}} {
			for _, method := range methods {
				t.Run(ending+"/"+content+"/"+method, func(t *testing.T) {
					t.Parallel()
					s := servesFrames(t, answer)
					req := Request{Op: newWriteOp(method), Path: []string{"things"}, Body: body}
					e := requireError(t, s.caller(t).Do(t.Context(), req, ignoreBody))
					assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
					assert.EqualValues(t, 1, s.seen.Load(), "requests that reached the provider")
				})
			}
		}
		t.Run(ending+"/read", func(t *testing.T) {
			t.Parallel()
			s := servesFrames(t, answer)
			err := doCall(t.Context(), s.caller(t), opRead)
			require.ErrorIs(t, err, errReplayed)
			assert.Equal(t, 4, requireError(t, err).Attempts)
			assert.EqualValues(t, 4, s.seen.Load())
		})
	}
}

// A refused stream was not looked at, so that net/http may open another one.
func TestSendRequest_RefusedStreamIsOpenedAgain(t *testing.T) {
	t.Parallel()
	s := servesFrames(t, refusesOnce)
	require.NoError(t, doCall(t.Context(), s.caller(t), opWrite))
	assert.EqualValues(t, 2, s.seen.Load())
}

// What was not written yet can go out over any connection.
func TestConnTrace_IsReplay(t *testing.T) {
	t.Parallel()
	s := servesFrames(t, goesAway)
	config := &tls.Config{NextProtos: []string{"h2"}, InsecureSkipVerify: true}
	first, err := tls.Dial("tcp", strings.TrimPrefix(s.url, "https://"), config)
	require.NoError(t, err)
	defer func() { _ = first.Close() }()
	second := &net.TCPConn{}
	var trace connTrace
	assert.False(t, trace.isReplay(first), "the first connection")
	assert.False(t, trace.isReplay(second), "nothing was written")
	assert.False(t, trace.isReplay(first))
	trace.wroteHeaders.Store(true)
	assert.False(t, trace.isReplay(first), "the same connection")
	assert.True(t, trace.isReplay(second))
	assert.False(t, trace.isReplay(first), "the last one does not speak HTTP/2")
}
