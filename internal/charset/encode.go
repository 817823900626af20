package charset

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
)

// xmlDeclaration is an XML declaration that names an encoding, behind byte order marks and spaces.
var xmlDeclaration = regexp.MustCompile(
	`^(?:\x{feff}|[ \t\r\n])*<\?xml[^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']([^"'>]*)["']`)

// maxXMLDeclaration is how far the end of an XML declaration is looked for.
const maxXMLDeclaration = 256

// FromXML returns the encoding that an XML declaration at the beginning of a text names, in lower case; "" when there
// is none.
func FromXML(text []byte) string {
	found := xmlDeclaration.FindSubmatch(text[:min(len(text), maxXMLDeclaration)])
	if found == nil {
		return ""
	}
	return strings.ToLower(string(bytes.TrimSpace(found[1])))
}

// FromUTF8 converts text to the named charset, the way back from [ToUTF8]. Characters that the charset lacks become
// U+001A. Text stays UTF-8 when the charset is unknown.
func FromUTF8(text []byte, name string) []byte {
	table := lookUpCharmap(name)
	if table == nil {
		return text
	}
	encoded, err := encoding.ReplaceUnsupported(table.NewEncoder()).Bytes(text)
	if err != nil {
		return text // invalid UTF-8
	}
	return encoded
}
