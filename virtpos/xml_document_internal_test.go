package virtpos

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

// byteSource lets encoding/xml read a source byte by byte, so that it reads nothing behind a declaration too early.
type byteSource struct{ *source }

func (s byteSource) ReadByte() (byte, error) {
	var one [1]byte
	_, err := io.ReadFull(s.source, one[:])
	return one[0], err
}

// joinedTokens collects tokens, with joined texts.
type joinedTokens struct {
	list []string
	text strings.Builder
}

func (j *joinedTokens) add(token string) {
	j.endText()
	j.list = append(j.list, token)
}

func (j *joinedTokens) endText() {
	if j.text.Len() > 0 {
		j.list = append(j.list, fmt.Sprintf("%q", j.text.String()))
		j.text.Reset()
	}
}

// readTokensByDecoder reads a source with encoding/xml. It returns an error for what no document may hold.
func readTokensByDecoder(src *source) ([]string, error) {
	dec := xml.NewDecoder(byteSource{src})
	label := ""
	dec.CharsetReader = func(name string, _ io.Reader) (io.Reader, error) {
		label = name
		return byteSource{src}, src.setCharset(name)
	}
	var got joinedTokens
	var open []xml.Name
	for begun := false; ; {
		token, err := dec.RawToken()
		if errors.Is(err, io.EOF) && len(open) == 0 && src.drained {
			got.endText()
			return got.list, nil
		}
		if err != nil {
			return got.list, err
		}
		switch token := token.(type) {
		case xml.CharData:
			got.text.Write(token)
			continue
		case xml.StartElement:
			if open = append(open, token.Name); len(open) > maxDepth {
				return got.list, errTooDeep
			}
			got.add("<" + token.Name.Local + ">")
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name {
				return got.list, errors.New("mismatch")
			}
			open = open[:len(open)-1]
			got.add("</" + token.Name.Local + ">")
		case xml.ProcInst:
			if token.Target == "xml" && begun {
				return got.list, errors.New("declaration")
			}
			if token.Target == "xml" && label == "" {
				_ = src.applyDeclaration(token.Inst, "")
			}
		case xml.Directive:
			return got.list, errors.New("directive")
		}
		begun = true
	}
}

// readTokensByDocument reads a source as an xmlDocument.
func readTokensByDocument(src *source) ([]string, error) {
	doc := newXMLDocument(src)
	var got joinedTokens
	for {
		token, err := doc.nextToken()
		if errors.Is(err, errDocumentEnd) {
			got.endText()
			return got.list, nil
		}
		if err != nil {
			return got.list, err
		}
		switch token.Kind {
		case xmlscan.Start:
			got.add("<" + string(localName(token)) + ">")
		case xmlscan.End:
			got.add("</" + string(localName(token)) + ">")
		default:
			got.text.Write(token.Bytes)
		}
	}
}

func assertSameXMLTokens(t *testing.T, document, charset string, size int) {
	t.Helper()
	for _, slow := range []func(io.Reader) io.Reader{
		func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.DataErrReader,
	} {
		open := func() *source { // how much comes at once decides what is found to be UTF-8
			src := newSource(slow(strings.NewReader(document)), size, charset, nil)
			_, _ = src.peekFirstByte()
			return src
		}
		want, wantErr := readTokensByDecoder(open())
		got, err := readTokensByDocument(open())
		require.Equal(t, want, got)
		require.Equal(t, wantErr == nil, err == nil, "%v: %v", wantErr, err)
	}
}

// Every document is accepted or rejected, and read, as encoding/xml does, in UTF-8 and in windows-1251.
func FuzzXMLDocumentAgainstDecoder(f *testing.F) {
	addSeeds(f, '<')
	for _, document := range []string{
		"<?xml version='1.0' encoding='windows-1251'?><a>\xcf\xe5\xf0</a>", "<?xml encoding='utf-8'?><\xd0\x96/>",
		"<a>\xcf\xe5\xf0\x98</a>", "<\xcf\xe5 \xf0='\xff'>&#1046;</\xcf\xe5>", "<?xml encoding = 'windows-1251'?><a>\xcf</a>",
		"<?xml encoding='koi8-r'?><a/>", "<?xml \xcf encoding='windows-1251'?><a/>", "\xef\xbb\xbf<a>\xd0\x96</a>",
		"<?xml \xd0\x96 encoding='UTF-8'?><a/>", "з<a>зин</a><b/>Мяу",
	} {
		f.Add(document)
	}
	f.Fuzz(func(t *testing.T, document string) {
		if len(document) > 1<<16 {
			return
		}
		for _, charset := range []string{"", "windows-1251"} {
			for _, size := range []int{16, 100, readSize} {
				assertSameXMLTokens(t, document, charset, size)
			}
			assertSameXMLTokens(t, "<?xml version='1.0' encoding='cp1251'?><a>"+document+"</a>", charset, 64)
		}
	})
}

// A name is that of its own element, where the item before has another one of the same length.
func TestXMLDocument_NamesOfTheSameLength(t *testing.T) {
	t.Parallel()
	c, err := collectStock(wrapXML(`<item><id>1</id><aaa>x</aaa></item><item><id>2</id><bbb>x</bbb></item>`))
	require.NoError(t, err)
	require.Equal(t, []Element{{Name: "aaa", Text: "x"}}, c.rows[0].Extra)
	require.Equal(t, []Element{{Name: "bbb", Text: "x"}}, c.rows[1].Extra)
}

// A charset cannot be named behind letters that it would decide about.
func TestXMLDocument_CharsetBehindLetters(t *testing.T) {
	t.Parallel()
	_, err := collectStock("<?xml version='1.0' \xd0\x96='' encoding='windows-1251'?><root/>")
	require.ErrorContains(t, err, "named too late")
}
