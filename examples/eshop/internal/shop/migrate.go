package shop

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// Each file is applied once, in the order of the names; each kind of database has a folder with the same names. Files
// that were released are never changed.
//
//go:embed migrations/*/*.sql
var migrations embed.FS

// ErrNewer says that the database has been used by a newer version of the program, which may have changed what this one
// relies on.
var ErrNewer = errors.New("the database belongs to a newer version of this program")

// migrate brings the tables up to date, one process at a time.
func (s *Shop) migrate(ctx context.Context) error {
	files, err := s.migrationFiles()
	if err != nil {
		return err
	}
	return s.Alone(ctx, "migrations", func() error {
		_, err := s.db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS shop_migrations (file TEXT PRIMARY KEY)`)
		if err != nil {
			return err
		}
		if err := s.checkVersion(ctx, files); err != nil {
			return err
		}
		for _, file := range files {
			if err := s.inTx(ctx, func(tx *sql.Tx) error { return apply(ctx, tx, file) }); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
		return nil
	})
}

// ErrOlder says that the database was made by an older version of the program, and has not been brought up to date.
var ErrOlder = errors.New("the database belongs to an older version of this program")

// checkCurrent rejects a database that this program would have to change first.
func (s *Shop) checkCurrent(ctx context.Context) error {
	files, err := s.migrationFiles()
	if err != nil {
		return err
	}
	if err := s.checkVersion(ctx, files); err != nil {
		return err
	}
	var applied int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM shop_migrations`).Scan(&applied); err != nil {
		return err
	}
	if applied < len(files) {
		return ErrOlder
	}
	return nil
}

func (s *Shop) migrationFiles() ([]string, error) {
	return fs.Glob(migrations, path.Join("migrations", s.dialect.name, "*.sql"))
}

// checkVersion rejects a database to which files were applied that this program does not have.
func (s *Shop) checkVersion(ctx context.Context, files []string) error {
	applied, err := texts(s.db.QueryContext(ctx, `SELECT file FROM shop_migrations ORDER BY file`))
	if err != nil {
		return err
	}
	for _, name := range applied {
		known := func(file string) bool { return recorded(file) == name }
		if !slices.ContainsFunc(files, known) {
			return fmt.Errorf("%w: it has %s", ErrNewer, name)
		}
	}
	return nil
}

// recorded is the name under which a file is written down, the same for all kinds of databases.
func recorded(file string) string { return "migrations/" + path.Base(file) }

func apply(ctx context.Context, tx *sql.Tx, file string) error {
	added, err := tx.ExecContext(ctx, `INSERT INTO shop_migrations (file) VALUES ($1) ON CONFLICT DO NOTHING`,
		recorded(file))
	if err != nil {
		return err
	}
	if n, err := added.RowsAffected(); err != nil || n == 0 {
		return err
	}
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, string(text))
	return err
}

// texts reads the rows of a query with one column.
func texts(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}
