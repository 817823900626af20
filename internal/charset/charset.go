// Package charset converts response text to UTF-8.
package charset

import (
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// FromContentType returns the charset parameter of a Content-Type header in lower case; "" when there is none.
func FromContentType(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(params["charset"]))
}

// ToUTF8 converts text from the named charset. Valid UTF-8 stays as it is under any name: servers change their
// charset and keep the label, and text of another charset is rarely valid UTF-8 by accident. It returns an error when
// the text is invalid UTF-8 and the charset unknown.
func ToUTF8(text []byte, name string) ([]byte, error) {
	if IsUTF8(name) || utf8.Valid(text) {
		return text, nil
	}
	table := lookUpCharmap(name)
	if table == nil {
		return nil, fmt.Errorf("the charset %.40q is not known", name)
	}
	return table.NewDecoder().Bytes(text)
}

// IsUTF8 reports whether text of a charset is UTF-8, as it is when no charset is named.
func IsUTF8(name string) bool {
	return name == "" || name == "utf-8" || name == "utf8" || name == "us-ascii"
}

// lookUpCharmap returns the table of a one-byte charset of Central or Eastern Europe; nil for an unknown name.
func lookUpCharmap(name string) *charmap.Charmap {
	switch name {
	case "windows-1250", "cp1250":
		return charmap.Windows1250
	case "windows-1251", "cp1251":
		return charmap.Windows1251
	case "windows-1252", "cp1252", "iso-8859-1", "latin1":
		return charmap.Windows1252
	case "windows-1257", "cp1257":
		return charmap.Windows1257
	case "iso-8859-2", "latin2":
		return charmap.ISO8859_2
	case "iso-8859-5":
		return charmap.ISO8859_5
	case "iso-8859-13":
		return charmap.ISO8859_13
	case "iso-8859-15":
		return charmap.ISO8859_15
	case "iso-8859-16":
		return charmap.ISO8859_16
	case "koi8-r":
		return charmap.KOI8R
	}
	return nil
}
