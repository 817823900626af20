package shop

import (
	"errors"
	"os"
	"syscall"
)

// hasManyNames reports whether there are hard links to a file.
func hasManyNames(file string) (many bool, err error) {
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var data syscall.ByHandleFileInformation
	err = syscall.GetFileInformationByHandle(syscall.Handle(f.Fd()), &data)
	return data.NumberOfLinks > 1, err
}
