package erpxt

import (
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// atVersion returns the resource at another version of the API. Only versions of the form v<major>.<minor>, from the least one
// on, are taken; with any other one each call fails before anything is sent.
func (r resource[T]) atVersion(version, least string) resource[T] {
	major, minor, ok := parseVersion(version)
	leastMajor, leastMinor, _ := parseVersion(least)
	if !ok || major < leastMajor || major == leastMajor && minor < leastMinor {
		r.problem = &shelfwire.FieldError{Field: "version", Problem: `must be "` + least + `" or a later one, such as "v1.7"`}
		return r
	}
	r.path = append([]string{version}, r.path[1:]...)
	return r
}

// parseVersion parses a version such as "v1.4".
func parseVersion(version string) (major, minor int, ok bool) {
	number, hasPrefix := strings.CutPrefix(version, "v")
	first, second, hasDot := strings.Cut(number, ".")
	major, okMajor := parseDigits(first)
	minor, okMinor := parseDigits(second)
	return major, minor, hasPrefix && hasDot && okMajor && okMinor
}

// parseDigits parses up to four digits.
func parseDigits(text string) (n int, ok bool) {
	if text == "" || len(text) > 4 || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	n, _ = strconv.Atoi(text)
	return n, true
}
