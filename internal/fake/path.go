package fake

import (
	"net/url"
	"strings"
)

// Segments returns the segments of an escaped path below a base path, each unescaped by itself: an escaped slash stays
// inside its segment. It returns nil for a path outside the base, or with a malformed escape.
func Segments(path, base string) []string {
	below, ok := strings.CutPrefix(path, base+"/")
	if !ok {
		return nil
	}
	segments := strings.Split(below, "/")
	for i, segment := range segments {
		unescaped, err := url.PathUnescape(segment)
		if err != nil {
			return nil
		}
		segments[i] = unescaped
	}
	return segments
}
