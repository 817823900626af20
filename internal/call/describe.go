package call

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode"
)

const (
	maxMessage   = 4 << 10
	maxDetails   = 4 << 10
	maxShortText = 128
)

// describeBody says in a few words what a body holds that has none of the provider's own.
func describeBody(body []byte) string {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return ""
	}
	if !isHTML(body) {
		return toPrintable(string(body[:min(len(body), maxMessage)]))
	}
	title := pageTitle(body)
	if title == "" {
		return "an HTML page"
	}
	return "an HTML page titled " + title
}

func isHTML(body []byte) bool {
	start := bytes.ToLower(body[:min(len(body), 256)])
	return bytes.HasPrefix(start, []byte("<")) &&
		(bytes.Contains(start, []byte("<html")) || bytes.Contains(start, []byte("<!doctype html")))
}

func pageTitle(body []byte) string {
	titled := regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`).FindSubmatch(body[:min(len(body), maxErrorBody)])
	if titled == nil {
		return ""
	}
	return clipText(toPrintable(html.UnescapeString(string(titled[1]))), maxShortText)
}

// toPrintable folds white space into single spaces and drops control characters and invalid UTF-8.
func toPrintable(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// clipText cuts a text to at most so many bytes, "…" included.
func clipText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most-len("…")], "") + "…"
}
