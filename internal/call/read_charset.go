package call

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/charset"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// trimByteOrderMarks drops the byte order marks at the beginning, of which some servers write two, and the
// spaces before them.
func trimByteOrderMarks(body []byte) []byte {
	for {
		rest, marked := bytes.CutPrefix(bytes.TrimLeft(body, " \t\r\n"), byteOrderMark)
		if !marked {
			return body
		}
		body = rest
	}
}

// toUTF8 decodes the charset of the header Content-Type. An XML declaration with an encoding wins: its reader
// decodes it.
func toUTF8(header http.Header, body []byte) ([]byte, error) {
	contentType := header.Get("Content-Type")
	if !strings.Contains(contentType, ";") {
		return body, nil // no charset
	}
	name := charset.FromContentType(contentType)
	if name == "" || declaresCharset(body) {
		return body, nil
	}
	text, err := charset.ToUTF8(body, name)
	if err != nil {
		return body, foreignError{cause: err}
	}
	return text, nil
}

// declaresCharset reports whether a body begins with an XML declaration that names an encoding.
func declaresCharset(body []byte) bool {
	declaration, _, _ := bytes.Cut(bytes.TrimLeft(body[:min(len(body), maxXMLDeclaration)], " \t\r\n"), []byte("?>"))
	return bytes.HasPrefix(declaration, []byte("<?xml")) && bytes.Contains(declaration, []byte("encoding"))
}

// maxXMLDeclaration is the longest XML declaration that is looked at.
const maxXMLDeclaration = 256
