package transcript

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The kinds of scalars.
const (
	kindText         = "text"
	kindNumber       = "number"
	kindQuotedNumber = "text that is a number"
	kindFlag         = "true or false"
	kindNull         = "null"
)

// textForms are the kinds of texts that are told apart, the first that fits.
var textForms = []struct {
	kind string
	form *regexp.Regexp
}{
	{"empty text", regexp.MustCompile(`^$`)},
	{"redacted key", regexp.MustCompile(`^(Basic |Bearer )?\[redacted\]$`)},
	{"text of white space", regexp.MustCompile(`^\s+$`)},
	{kindQuotedNumber, regexp.MustCompile(`^-?\d+(\.\d+)?$`)},
	{"text that is a number with a comma", regexp.MustCompile(`^-?\d+,\d+$`)},
	{"zero date", regexp.MustCompile(`^0000-00-00( 00:00:00)?$`)},
	{"date", regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)},
	{"date and time with zone", regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$`)},
	{"date and time", regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$`)},
	{"date with dots", regexp.MustCompile(`^\d\d?\.\d\d?\.\d{4}$`)},
	{"comparison with a date", regexp.MustCompile(`^[<>=!]{1,2} ?\d{4}-\d\d-\d\d.*$`)},
	{"text of true or false", regexp.MustCompile(`^(?i:true|false|on|off|yes|no)$`)},
	{"URL", regexp.MustCompile(`^https?://`)},
}

// maxFormLen is the length of the longest text whose form is looked at.
const maxFormLen = 64

// textKind returns the kind of a text.
func textKind(text string) (kind string, isASCII bool) {
	isASCII = utf8.RuneCountInString(text) == len(text)
	start := text[:min(len(text), maxFormLen)]
	if len(text) > maxFormLen && !strings.HasPrefix(start, "http") {
		return kindText, isASCII
	}
	for _, f := range textForms {
		if f.form.MatchString(start) {
			return f.kind, isASCII
		}
	}
	return kindText, isASCII
}
