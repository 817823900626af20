package charset_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/charset"
)

func TestFromXML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "",
		`<?xml version="1.0" encoding="windows-1251"?><root/>`:                              "windows-1251",
		`<?xml version='1.0' encoding='UTF-8' standalone='yes'?>`:                           "utf-8",
		"\ufeff \r\n\ufeff<?xml version=\"1.0\"\n\tencoding = \" CP1251 \"?>":               "cp1251",
		`<?xml version="1.0"?><root encoding="windows-1251"/>`:                              "",
		`<root encoding="windows-1251"/>`:                                                   "",
		`x<?xml version="1.0" encoding="windows-1251"?>`:                                    "",
		`<?xml version="1.0" xencoding="windows-1251"?>`:                                    "",
		`<?xml version="1.0" ` + strings.Repeat(" ", 256) + ` encoding="windows-1251"?>`:    "",
		`<?xml version="1.0"` + strings.Repeat(" ", 256-19-24) + ` encoding="windows-1251"`: "windows-1251",
	} {
		assert.Equal(t, want, charset.FromXML([]byte(text)), text)
	}
}

func TestFromUTF8(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"windows-1250", "windows-1251", "iso-8859-2", "koi8-r", "windows-1257"} {
		raw := make([]byte, 0, 256)
		for c := range 256 {
			raw = append(raw, byte(c))
		}
		text, err := charset.ToUTF8(raw, name)
		require.NoError(t, err)
		back := charset.FromUTF8(text, name)
		require.Len(t, back, 256)
		for i, c := range back {
			if c != raw[i] {
				assert.Equal(t, byte(0x1a), c, "%s leaves byte %x open", name, i)
			}
		}
	}
	assert.Equal(t, "Мышь", string(charset.FromUTF8([]byte("Мышь"), "utf-8")))
	assert.Equal(t, "Мышь", string(charset.FromUTF8([]byte("Мышь"), "x-unknown")))
	assert.Equal(t, "\xcc\xfb\xf8\xfc \x1a", string(charset.FromUTF8([]byte("Мышь ż"), "windows-1251")))
}
