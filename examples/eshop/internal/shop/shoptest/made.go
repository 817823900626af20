package shoptest

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Made names a database that open, which is shop.Open, has brought up to date already. On SQLite it is a copy of a file that is
// made once for all tests of a package: the making of tables is most of what a small test costs. On PostgreSQL it is an empty
// one as from [Database].
func Made[S io.Closer](t TB, open func(context.Context, string) (S, error)) string {
	t.Helper()
	if IsPostgres() {
		return Postgres(t)
	}
	return MadeFile(t, open)
}

// MadeFile names such an SQLite database.
func MadeFile[S io.Closer](t TB, open func(context.Context, string) (S, error)) string {
	t.Helper()
	onlyFile.Do(func() {
		onlyFile.content, onlyFile.err = makeFile(func(ctx context.Context, file string) (io.Closer, error) {
			return open(ctx, file)
		})
	})
	file := File(t)
	err := onlyFile.err
	if err == nil {
		err = os.WriteFile(file, onlyFile.content, 0o600)
	}
	if err != nil {
		t.Fatalf("a database for tests: %v", err)
	}
	return file
}

// onlyFile is the file that the others are copies of.
var onlyFile struct {
	sync.Once

	content []byte
	err     error
}

// makeFile returns what is in a new database when it is closed, which brings the log of what was written into the file.
func makeFile(open func(context.Context, string) (io.Closer, error)) (content []byte, err error) {
	dir, err := os.MkdirTemp("", "eshop-test-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "shop.db")
	db, err := open(context.Background(), file)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if _, err := os.Stat(file + "-wal"); err == nil {
		return nil, fmt.Errorf("%s has a log behind it when it is closed", file)
	}
	return os.ReadFile(file) //nolint:gosec // it was made here
}
