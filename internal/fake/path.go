package fake

import (
	"net/url"
	"strings"
)

// Segments returns the segments of an escaped path below a base path, each unescaped by itself, so that an
// escaped slash stays inside of its segment. It returns nil when the path is not below the base.
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
