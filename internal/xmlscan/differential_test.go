package xmlscan_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/xmlscan"
)

// events is what a document was read as: its tokens with their lines, texts joined, and none behind the last tag
// of a rejected document.
type events struct {
	list []string
	text strings.Builder
}

func (e *events) addText(text []byte) { e.text.Write(text) }

func (e *events) add(format string, args ...any) {
	e.endText()
	e.list = append(e.list, fmt.Sprintf(format, args...))
}

func (e *events) endText() {
	if e.text.Len() > 0 {
		e.list = append(e.list, fmt.Sprintf("%q", e.text.String()))
		e.text.Reset()
	}
}

var errRejected = errors.New("rejected")

// readByDecoder reads with the strict decoder of encoding/xml, and rejects what package xmlscan rejects beyond it.
// The error is nil, errRejected or io.ErrUnexpectedEOF.
func readByDecoder(document string) ([]string, error) {
	dec := xml.NewDecoder(strings.NewReader(document))
	encoding := ""
	dec.CharsetReader = func(label string, rest io.Reader) (io.Reader, error) {
		encoding = label
		return rest, nil
	}
	var got events
	var open []xml.Name
	for hasMarkup := false; ; {
		token, err := dec.RawToken()
		line, _ := dec.InputPos()
		switch {
		case err == io.EOF && len(open) == 0:
			got.endText()
			return got.list, nil
		case err == io.EOF, err != nil && strings.Contains(err.Error(), "unexpected EOF"):
			return got.list, io.ErrUnexpectedEOF
		case err != nil:
			return got.list, errRejected
		}
		switch token := token.(type) {
		case xml.CharData:
			got.addText(token)
			continue
		case xml.StartElement:
			open = append(open, token.Name)
			got.add("%d <%s>", line, joinName(token.Name))
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name {
				return got.list, errRejected
			}
			open = open[:len(open)-1]
			got.add("%d </%s>", line, joinName(token.Name))
		case xml.ProcInst:
			if token.Target == "xml" && hasMarkup {
				return got.list, errRejected
			}
			if token.Target == "xml" {
				if strings.EqualFold(encoding, "utf-8") {
					encoding = ""
				}
				got.add("%d %q %s", line, token.Inst, encoding)
			}
		case xml.Directive:
			return got.list, errRejected
		}
		hasMarkup = true
	}
}

func joinName(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

// readByScanner reads with a Scanner.
func readByScanner(body io.Reader, size int) ([]string, error) {
	scanner := xmlscan.NewScanner(body, size)
	var got events
	for {
		token, err := scanner.Next()
		var syntax *xmlscan.SyntaxError
		switch {
		case err == io.EOF:
			got.endText()
			return got.list, nil
		case errors.As(err, &syntax):
			return got.list, errRejected
		case err != nil:
			return got.list, err
		}
		switch token.Kind {
		case xmlscan.Text:
			got.addText(token.Bytes)
		case xmlscan.Start:
			got.add("%d <%s>", scanner.Line(), token.Bytes)
		case xmlscan.End:
			got.add("%d </%s>", scanner.Line(), token.Bytes)
		case xmlscan.Declaration:
			encoding := scanner.Encoding()
			if strings.EqualFold(encoding, "utf-8") {
				encoding = ""
			}
			got.add("%d %q %s", scanner.Line(), token.Bytes, encoding)
		}
	}
}

// stepReader returns at most step bytes at a time.
type stepReader struct {
	io.Reader
	step int
}

func (r stepReader) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(len(p), r.step)]) }

// assertSameTokens compares a document as a Scanner and as encoding/xml read it.
func assertSameTokens(t *testing.T, document string, size, step int) {
	t.Helper()
	want, wantErr := readByDecoder(document)
	bodies := map[string]io.Reader{
		"in steps":     stepReader{strings.NewReader(document), max(step, 1)},
		"byte by byte": iotest.OneByteReader(strings.NewReader(document)),
		"with its end": iotest.DataErrReader(strings.NewReader(document)),
	}
	for name, body := range bodies {
		got, err := readByScanner(body, size)
		require.Equal(t, want, got, name)
		if wantErr == io.ErrUnexpectedEOF && err == errRejected {
			continue // encoding/xml looks at the characters of a text only at its end, and into <!…>
		}
		require.Equal(t, wantErr, err, name)
	}
}

func FuzzScannerAgainstDecoder(f *testing.F) {
	for _, document := range allDocuments() {
		f.Add(document, uint8(16), uint8(3))
	}
	f.Fuzz(func(t *testing.T, document string, size, step uint8) {
		assertSameTokens(t, document, int(size), int(step))
		assertSameTokens(t, "<a>"+document+"</a>", int(size), int(step))
	})
}
