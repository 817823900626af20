//go:build unix

package shop

import (
	"os"
	"syscall"
)

// hasManyNames reports whether there are hard links to a file. It is not opened for that: closing it again would release
// the locks that SQLite has on it.
func hasManyNames(file string) (bool, error) {
	info, err := os.Stat(file)
	if err != nil {
		return false, err
	}
	data, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode().IsRegular() && data.Nlink > 1, nil
}
