package call

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http/httptest"
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
	flagEndStream   = 1 // of data and headers
	flagAck         = 1 // of settings
	codeProtocol    = 1
	frameHeaderSize = 9
)

func appendFrame(to []byte, kind, flags byte, stream uint32, payload ...byte) []byte {
	to = append(to, byte(len(payload)>>16), byte(len(payload)>>8), byte(len(payload)), kind, flags)
	return append(binary.BigEndian.AppendUint32(to, stream), payload...)
}

// resetsStreams is a server of HTTP/2 that reads requests to their end, and resets their streams by a code.
func resetsStreams(tb testing.TB, code byte) scene {
	tb.Helper()
	plain := httptest.NewUnstartedServer(nil) // for its certificate, and a client that knows it
	plain.EnableHTTP2 = true
	plain.StartTLS()
	tb.Cleanup(plain.Close)
	config := plain.TLS.Clone()
	config.NextProtos = []string{"h2"}
	seen := new(atomic.Int64)
	addr := serveConns(tb, func(conn net.Conn) { resetRequests(tls.Server(conn, config), code, seen) })
	return scene{url: "https://" + addr, client: plain.Client(), seen: seen}
}

func resetRequests(conn net.Conn, code byte, seen *atomic.Int64) {
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
			_, err = conn.Write(appendFrame(nil, frameReset, 0, stream, 0, 0, 0, code))
		}
	}
}

// net/http repeats a request whose stream was reset by PROTOCOL_ERROR for as long as it is, although the provider may
// have carried it out. A write must not be repeated, and a read is for the client's own policy.
func TestSendRequest_IsNotReplayedAfterAProtocolError(t *testing.T) {
	t.Parallel()
	for _, body := range []any{nil, map[string]int{"qty": 1}} {
		for _, method := range methods {
			s := resetsStreams(t, codeProtocol)
			err := s.caller(t).Do(t.Context(), Request{Op: newWriteOp(method), Path: []string{"things"}, Body: body}, ignoreBody)
			e := requireError(t, err)
			assert.Equal(t, oneUnknown, retryVerdict{e.Attempts, e.Outcome})
			assert.EqualValues(t, 1, s.seen.Load(), "requests that reached the provider")
		}
	}
	s := resetsStreams(t, codeProtocol)
	err := doCall(t.Context(), s.caller(t), opRead)
	require.ErrorIs(t, err, errReplayed)
	e := requireError(t, err)
	assert.EqualValues(t, e.Attempts, s.seen.Load())
	assert.Equal(t, 4, e.Attempts)
}
