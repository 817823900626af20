package virtpos

import (
	"errors"
	"io"
)

// readSize is how much of a stream is read at once.
const readSize = 32 << 10

// source is the body of a response on its way to a decoder: bytes go in, UTF-8 comes out. It checks every byte by itself,
// because encoding/xml does not look into comments and encoding/json mends what is wrong.
type source struct {
	body     io.Reader
	buf      []byte // buf[from:to] is read, and not yet looked at
	from, to int
	base     int64 // where buf begins in the body
	ended    bool  // body has ended behind buf
	err      error // of body, to be met behind buf
	failed   error // why nothing more comes: io.EOF, or what is wrong
	drained  bool  // everything has been taken: failed is io.EOF

	out     []byte // UTF-8, ready to be taken from next on; a part of buf or of decoded
	next    int
	decoded []byte

	charset  charset
	named    string // the charset as Content-Type or an XML declaration names it, in small letters
	labelled bool   // by an XML declaration
	marked   bool   // it begins with the byte order mark of UTF-8
	cyrillic cyrillic
	budget   int64 // how much may still be read; below 0 there is no end
	redact   redactor
}

// newSource takes the charset that the header Content-Type names, or "".
func newSource(body io.Reader, size int, charset string, redact redactor) *source {
	return &source{body: body, buf: make([]byte, max(size, 16)), budget: -1, named: charset, redact: redact}
}

// begin drops byte order marks with the spaces before them, and returns the first byte that is no space, without taking
// it.
func (s *source) begin() (byte, error) {
	for i := 0; ; i++ { // from is 0 but behind a mark
		switch {
		case !s.have(s.from + i):
			return 0, s.blank()
		case isSpace(s.buf[s.from+i]):
		case s.isMark(s.from + i):
			s.from += i + len(byteOrderMark)
			s.marked, i = true, -1
		default:
			return s.buf[s.from+i], nil
		}
	}
}

const byteOrderMark = "\xef\xbb\xbf"

// have reads on until the byte at a place of buf is there. It returns false when the body ends before, or buf does.
func (s *source) have(at int) bool {
	for at >= s.to && s.to < len(s.buf) && s.err == nil && !s.ended {
		s.fillBehind()
	}
	return at < s.to
}

func (s *source) isMark(at int) bool {
	return s.buf[at] == byteOrderMark[0] && s.have(at+len(byteOrderMark)-1) &&
		string(s.buf[at:at+len(byteOrderMark)]) == byteOrderMark
}

// blank is the error of a body without anything at its beginning.
func (s *source) blank() error {
	switch {
	case s.err != nil:
		return s.err
	case s.ended:
		return errors.New("the response is empty")
	default:
		return errors.New("the response begins with nothing but spaces")
	}
}

// ReadByte is what encoding/xml reads with.
func (s *source) ReadByte() (byte, error) {
	if s.next == len(s.out) {
		if err := s.prepare(); err != nil {
			return 0, err
		}
	}
	c := s.out[s.next]
	s.next++
	return c, nil
}

// Read is what encoding/json reads with.
func (s *source) Read(p []byte) (int, error) {
	if s.next == len(s.out) {
		if err := s.prepare(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.out[s.next:])
	s.next += n
	return n, nil
}

// prepare puts more into out. All before a wrong byte is delivered before the error is.
func (s *source) prepare() error {
	for s.failed == nil {
		n, err := s.convert(s.buf[s.from:s.to])
		s.from += n
		switch {
		case n > 0:
			return nil
		case err != nil:
			s.failed = err
		case s.err != nil:
			s.failed = s.err
		case s.ended && s.from < s.to: // within a character
			s.failed = io.ErrUnexpectedEOF
		case s.ended:
			s.failed, s.drained = io.EOF, true
		default:
			s.fill()
		}
	}
	return s.failed
}

// maxIdle is how often a reader may return nothing at all.
const maxIdle = 100

// fill drops what of buf has been looked at and reads on behind the rest.
func (s *source) fill() {
	copy(s.buf, s.buf[s.from:s.to])
	s.base += int64(s.from)
	s.from, s.to = 0, s.to-s.from
	s.fillBehind()
}

// fillBehind reads on behind what is in buf.
func (s *source) fillBehind() {
	room := s.buf[s.to:]
	if s.budget >= 0 {
		room = room[:min(int64(len(room)), s.budget)]
	}
	if len(room) == 0 {
		s.err = errEnough
		return
	}
	for range maxIdle {
		n, err := s.body.Read(room)
		s.to += n
		s.budget -= min(int64(n), max(s.budget, 0))
		if err == io.EOF {
			s.ended = true
		} else {
			s.err = err
		}
		if n > 0 || err != nil {
			return
		}
	}
	s.err = io.ErrNoProgress
}

// errEnough ends a body that was to be read only so far.
var errEnough = errors.New("the response is read no further")

// allowOnly ends the body n bytes from here, or earlier where that was said before.
func (s *source) allowOnly(n int64) {
	if s.budget < 0 {
		s.budget = n
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }
