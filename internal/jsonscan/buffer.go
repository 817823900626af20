package jsonscan

import "io"

// buffer holds a part of a stream.
type buffer struct {
	stream   io.Reader
	bytes    []byte
	token    int   // where the token begins that is being read
	pos, end int   // bytes[pos:end] is still to be read
	base     int64 // offset of bytes in the stream
	endErr   error // why nothing follows bytes[:end]: io.EOF or an error of the stream
	ended    bool  // endErr is io.EOF
}

// Offset returns how many bytes of the stream have been read: the end of the last token, or of spaces behind it. After a
// [*SyntaxError] it is the offset of the invalid byte.
func (b *buffer) Offset() int64 { return b.base + int64(b.pos) }

// skipSpace returns the next byte other than a space, still unread.
func (b *buffer) skipSpace() (byte, error) {
	for {
		for ; b.pos < b.end; b.pos++ {
			if c := b.bytes[b.pos]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				return c, nil
			}
		}
		b.token = b.pos
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
}

// peekByte returns the next byte, still unread, and 0 when the stream has ended.
func (b *buffer) peekByte() byte {
	if b.pos == b.end && b.fill() != nil {
		return 0
	}
	return b.bytes[b.pos]
}

// fill reads on behind the buffered bytes. It keeps those of the token that is being read.
func (b *buffer) fill() error {
	if b.endErr != nil {
		return b.endErr
	}
	copy(b.bytes, b.bytes[b.token:b.end])
	b.base += int64(b.token)
	b.pos, b.end, b.token = b.pos-b.token, b.end-b.token, 0
	if b.end == len(b.bytes) {
		b.bytes = append(b.bytes, make([]byte, len(b.bytes))...)
	}
	for range maxEmptyReads {
		n, err := b.stream.Read(b.bytes[b.end:])
		b.end += n
		b.endErr, b.ended = err, err == io.EOF
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	b.endErr = io.ErrNoProgress
	return b.endErr
}

// maxEmptyReads is how often in a row a stream may return neither bytes nor an error.
const maxEmptyReads = 100
