package virtpos

import (
	"errors"
	"fmt"
	"io"
)

// readSize is the size of one read of a stream.
const readSize = 32 << 10

// source converts the body of a response to UTF-8 for a scanner. It validates every byte, because package xmlscan skips
// comments and package jsonscan passes invalid bytes on.
type source struct {
	body     io.Reader
	buf      []byte // buf[from:to] is read from body and still to be converted
	from, to int
	base     int64 // offset of buf in body
	ended    bool  // body has ended, after buf[:to]
	readErr  error // read error of body, returned once buf is consumed
	finalErr error // why the output has ended: io.EOF or an error
	drained  bool  // finalErr is io.EOF

	out     []byte // UTF-8; out[next:] is the output still to be taken; a part of buf or of decoded
	next    int
	decoded []byte

	charset     charset
	charsetName string // from Content-Type or the XML declaration, in lower case
	hasBOM      bool   // body begins with the byte order mark of UTF-8
	utf8        utf8Detector
	remaining   int64 // how much may still be read; negative for no limit
	redact      redactor
}

// newSource returns a source; charset is the one that Content-Type names, or "".
func newSource(body io.Reader, size int, charset string, redact redactor) *source {
	return &source{body: body, buf: make([]byte, max(size, 16)), remaining: -1, charsetName: charset, redact: redact}
}

// peekFirstByte skips byte order marks and spaces before them, and returns the first byte other than a space,
// still unread.
func (s *source) peekFirstByte() (byte, error) {
	for i := 0; ; i++ { // from is 0 but behind a mark
		switch {
		case !s.bufferThrough(s.from + i):
			return 0, s.emptyBodyError()
		case isSpace(s.buf[s.from+i]):
		case s.hasByteOrderMark(s.from + i):
			s.from += i + len(byteOrderMark)
			s.hasBOM, i = true, -1
		default:
			return s.buf[s.from+i], nil
		}
	}
}

const byteOrderMark = "\xef\xbb\xbf"

// bufferThrough reads until buf[at] is there. It returns false when the body or buf ends before.
func (s *source) bufferThrough(at int) bool {
	for at >= s.to && s.to < len(s.buf) && s.readErr == nil && !s.ended {
		s.readBehind()
	}
	return at < s.to
}

func (s *source) hasByteOrderMark(at int) bool {
	return s.buf[at] == byteOrderMark[0] && s.bufferThrough(at+len(byteOrderMark)-1) &&
		string(s.buf[at:at+len(byteOrderMark)]) == byteOrderMark
}

// emptyBodyError returns the error for a body that is empty, or begins with too many spaces.
func (s *source) emptyBodyError() error {
	switch {
	case s.readErr != nil:
		return s.readErr
	case s.ended:
		return errors.New("the response is empty")
	default:
		return errors.New("the response begins with nothing but spaces")
	}
}

// Read returns UTF-8. It reads more of the body only when everything before it is taken.
func (s *source) Read(p []byte) (int, error) {
	if s.next == len(s.out) {
		if err := s.decodeNext(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.out[s.next:])
	s.next += n
	return n, nil
}

// decodeNext refills out. The bytes before an invalid one are delivered before its error.
func (s *source) decodeNext() error {
	for s.finalErr == nil {
		n, err := s.convertToUTF8(s.buf[s.from:s.to])
		s.from += n
		switch {
		case n > 0:
			return nil
		case err != nil:
			s.finalErr = err
		case s.readErr != nil:
			s.finalErr = s.readErr
		case s.ended && s.from < s.to: // within a character
			s.finalErr = io.ErrUnexpectedEOF
		case s.ended:
			s.finalErr, s.drained = io.EOF, true
		default:
			s.refillBuffer()
		}
	}
	return s.finalErr
}

// maxEmptyReads is how often in a row a reader may return neither bytes nor an error.
const maxEmptyReads = 100

// refillBuffer drops the converted part of buf and reads after the rest.
func (s *source) refillBuffer() {
	copy(s.buf, s.buf[s.from:s.to])
	s.base += int64(s.from)
	s.from, s.to = 0, s.to-s.from
	s.readBehind()
}

// readBehind reads into the free part of buf.
func (s *source) readBehind() {
	room := s.buf[s.to:]
	if s.remaining >= 0 {
		room = room[:min(int64(len(room)), s.remaining)]
	}
	if len(room) == 0 {
		s.readErr = errLimitReached
		return
	}
	for range maxEmptyReads {
		n, err := s.body.Read(room)
		s.to += n
		s.remaining -= min(int64(n), max(s.remaining, 0))
		if err == io.EOF {
			s.ended = true
		} else {
			s.readErr = err
		}
		if n > 0 || err != nil {
			return
		}
	}
	s.readErr = io.ErrNoProgress
}

// errLimitReached ends a body at the limit of limitRemaining.
var errLimitReached = errors.New("the response is read no further")

// limitRemaining ends the body n bytes from here, or at an earlier limit.
func (s *source) limitRemaining(n int64) {
	if s.remaining < 0 {
		s.remaining = n
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// decodeError returns the cause of a decoder's error: the body's own error, or the decoder's.
func (s *source) decodeError(err error, format string) error {
	switch {
	case s.drained:
		return fmt.Errorf("the response breaks off: %w", io.ErrUnexpectedEOF)
	case s.finalErr != nil:
		return s.finalErr
	default:
		return fmt.Errorf("this is no %s: %s", format, s.redact.clip(err.Error(), maxDecoderText))
	}
}

// maxDecoderText bounds a decoder's text in an error: it may quote the document.
const maxDecoderText = 256

// readFailed reports whether reading the body failed, rather than its content.
func (s *source) readFailed() bool {
	return s.readErr != nil && !errors.Is(s.readErr, errLimitReached) && errors.Is(s.finalErr, s.readErr)
}
