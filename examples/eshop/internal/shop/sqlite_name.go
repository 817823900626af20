package shop

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrManyNames says that a file has several names. What lies beside it, its lock and what is not in it yet, goes by its name,
// so that two processes would not see each other.
var ErrManyNames = errors.New("the file has another name as well, by a hard link: remove that, or use a copy")

// onlyName is the one name of a file by which everybody finds it, whatever symbolic links lead there.
func onlyName(file string) (string, error) {
	name, err := filepath.EvalSymlinks(file)
	if errors.Is(err, fs.ErrNotExist) {
		return file, checkTarget(file)
	}
	if err != nil {
		return "", err
	}
	many, err := hasManyNames(name)
	if err == nil && many {
		err = ErrManyNames
	}
	return name, err
}

// checkTarget rejects a symbolic link to what is not there: the file that it would make has another name.
func checkTarget(file string) error {
	if target, err := os.Readlink(file); err == nil {
		return fmt.Errorf("it is a symbolic link to %s, which is not there", target)
	}
	return nil
}
