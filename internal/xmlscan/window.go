package xmlscan

import (
	"bytes"
	"io"
)

// window is the part of the input that is in memory.
type window struct {
	reader  io.Reader
	readErr error // of reader, returned once everything before it is read
	ended   bool  // readErr is io.EOF

	buf   []byte // buf[:end] is input
	pos   int    // up to here, it has been read
	keep  int    // from here on, it must stay; at most pos
	end   int
	lines int // ends of lines before buf
}

// fillBuffer reads more input, moving what must stay to the beginning. It returns io.EOF at the end.
func (w *window) fillBuffer() error {
	if w.readErr != nil {
		return w.readErr
	}
	w.dropRead()
	if w.end == len(w.buf) {
		w.buf = append(w.buf, make([]byte, len(w.buf))...)
	}
	const maxEmptyReads = 100 // in a row
	for range maxEmptyReads {
		n, err := w.reader.Read(w.buf[w.end:])
		w.end += n
		w.readErr, w.ended = err, err == io.EOF
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	w.readErr = io.ErrNoProgress
	return w.readErr
}

func (w *window) dropRead() {
	w.lines += bytes.Count(w.buf[:w.keep], []byte{'\n'})
	copy(w.buf, w.buf[w.keep:w.end])
	w.pos, w.end, w.keep = w.pos-w.keep, w.end-w.keep, 0
}

// isFull reports whether fillBuffer would have to make the buffer longer.
func (w *window) isFull() bool { return w.end-w.keep == len(w.buf) }

// fillWithinToken is fillBuffer within a token, where the end of the input is an error.
func (w *window) fillWithinToken() error {
	err := w.fillBuffer()
	if err != nil && w.ended {
		return io.ErrUnexpectedEOF
	}
	return err
}

// takeByte takes the next byte of a token, and lets go of everything before it.
func (w *window) takeByte() (byte, error) {
	if w.pos == w.end {
		w.keep = w.pos
		if err := w.fillWithinToken(); err != nil {
			return 0, err
		}
	}
	c := w.buf[w.pos]
	w.pos++
	return c, nil
}

// takeByteAfterSpaces skips spaces and takes the byte behind them.
func (w *window) takeByteAfterSpaces() (byte, error) {
	for {
		c, err := w.takeByte()
		if err != nil || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c, err
		}
	}
}
