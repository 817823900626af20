package charset_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/charset"
)

func TestFromContentType(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"":                                  "",
		"text/xml":                          "",
		"text/xml; charset=windows-1251":    "windows-1251",
		`application/json;charset="UTF-8"`:  "utf-8",
		"text/xml; Charset= Windows-1251 ;": "windows-1251",
		"text/xml; charset":                 "",
		";":                                 "",
	} {
		assert.Equal(t, want, charset.FromContentType(header), header)
	}
}

func TestToUTF8(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, label, text, want string }{
		{"no label", "", "\xcc", "\xcc"},
		{"UTF-8", "utf-8", "\xcc", "\xcc"},
		{"UTF-8 without its dash", "utf8", "\xcc", "\xcc"},
		{"ASCII", "us-ascii", "\xcc", "\xcc"},
		{"Russian", "windows-1251", "\xcc\xfb\xf8\xfc", "Мышь"},
		{"Russian, by the old name", "cp1251", "\xcc\xfb\xf8\xfc", "Мышь"},
		{"Russian, of Unix", "koi8-r", "\xed\xd9\xdb\xd8", "Мышь"},
		{"Russian, of ISO", "iso-8859-5", "\xbc\xeb\xe8\xec", "Мышь"},
		{"Polish", "windows-1250", "\xbf\xf3\xb3w", "żółw"},
		{"Polish, by the old name", "cp1250", "\xbf\xf3\xb3w", "żółw"},
		{"Polish, of ISO", "iso-8859-2", "\xbf\xf3\xb3w", "żółw"},
		{"Polish, of ISO by its short name", "latin2", "\xbf\xf3\xb3w", "żółw"},
		{"Latvian", "windows-1257", "re\xf0\xe2", "rešā"},
		{"Latvian, by the old name", "cp1257", "re\xf0\xe2", "rešā"},
		{"Latvian, of ISO", "iso-8859-13", "re\xf0\xe2", "rešā"},
		{"Western", "windows-1252", "\x80", "€"},
		{"Western, by the old name", "cp1252", "\x80", "€"},
		{"Western, of ISO, which browsers take for Windows", "iso-8859-1", "\x80\xe9", "€é"},
		{"Western, by its short name", "latin1", "\xe9", "é"},
		{"Western, with the euro", "iso-8859-15", "\xa4", "€"},
		{"Romanian", "iso-8859-16", "\xba\xfe", "șț"},
		{"UTF-8 under a wrong label", "windows-1251", "Мышь", "Мышь"},
		{"UTF-8 under an unknown label", "x-unknown", "Мышь", "Мышь"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text, err := charset.ToUTF8([]byte(c.text), c.label)
			require.NoError(t, err)
			assert.Equal(t, c.want, string(text))
		})
	}
}

func TestToUTF8_RejectsAnUnknownCharset(t *testing.T) {
	t.Parallel()
	_, err := charset.ToUTF8([]byte("\xcc"), "x-unknown")
	assert.ErrorContains(t, err, "x-unknown")
}
