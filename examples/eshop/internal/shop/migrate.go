package shop

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// Each file is applied once, in the order of the numbers; each kind of database has a folder with the same names. Files
// that were released are never changed. Goose applies them and keeps count in its own table, so that its command can
// show what was applied as well.
//
//go:embed migrations/*/*.sql
var migrations embed.FS

// versionTable is goose's, and formerTable is where this program kept count before: the names of files.
const (
	versionTable = goose.DefaultTablename
	formerTable  = "shop_migrations"
)

// Errors about a database that another version of the program has used.
var (
	// ErrNewer: the newer one may have changed what this one relies on.
	ErrNewer = errors.New("the database belongs to a newer version of this program")
	// ErrOlder: it has not been brought up to date.
	ErrOlder = errors.New("the database belongs to an older version of this program")
)

// migrate brings the tables up to date, one process at a time.
func (s *Shop) migrate(ctx context.Context) error {
	return s.Alone(ctx, "migrations", func() error { return s.migrateTo(ctx, math.MaxInt64) })
}

// migrateTo applies the files up to a version.
func (s *Shop) migrateTo(ctx context.Context, version int64) error {
	if err := s.inTx(ctx, func(tx *sql.Tx) error { return s.adoptVersions(ctx, tx) }); err != nil {
		return err
	}
	provider, err := s.newProvider()
	if err != nil {
		return err
	}
	current, latest, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > latest {
		return fmt.Errorf("%w: it is at %d", ErrNewer, current)
	}
	_, err = provider.UpTo(ctx, version)
	return err
}

func (s *Shop) newProvider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+s.dialect.name)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(s.dialect.goose, s.db, files)
}

// adoptVersions takes over a database of the time before goose: what was applied then is written down as applied, so that
// nothing runs again. What is left in the former table makes a program of that time reject the database.
func (s *Shop) adoptVersions(ctx context.Context, tx *sql.Tx) error {
	isKnown, err := s.hasTable(ctx, tx, versionTable)
	if err != nil || isKnown {
		return err
	}
	isFormer, err := s.hasTable(ctx, tx, formerTable)
	if err != nil || !isFormer {
		return err
	}
	files, err := column[string](tx.QueryContext(ctx, `SELECT file FROM `+formerTable+` ORDER BY file`))
	if err != nil {
		return err
	}
	if err := s.recordVersions(ctx, tx, files); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO `+formerTable+` (file) VALUES ($1)`, versionTable)
	return err
}

// recordVersions makes goose's table, with the versions of files that were applied.
func (s *Shop) recordVersions(ctx context.Context, tx *sql.Tx, files []string) error {
	store, err := database.NewStore(s.dialect.goose, versionTable)
	if err != nil {
		return err
	}
	if err := store.CreateVersionTable(ctx, tx); err != nil {
		return err
	}
	versions := []int64{0} // which goose begins with
	for _, file := range files {
		version, err := goose.NumericComponent(file)
		if err != nil {
			return err
		}
		versions = append(versions, version)
	}
	for _, version := range versions {
		if err := store.Insert(ctx, tx, database.InsertRequest{Version: version}); err != nil {
			return err
		}
	}
	return nil
}

// checkCurrent rejects a database that this program would have to change first.
func (s *Shop) checkCurrent(ctx context.Context) error {
	provider, err := s.newProvider()
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	latest := sources[len(sources)-1].Version
	return s.inTx(ctx, func(tx *sql.Tx) error {
		isKnown, err := s.hasTable(ctx, tx, versionTable)
		if err != nil {
			return err
		}
		if !isKnown {
			return s.checkFormer(ctx, tx)
		}
		var current int64
		err = tx.QueryRowContext(ctx, `SELECT max(version_id) FROM `+versionTable).Scan(&current)
		switch {
		case err != nil:
			return err
		case current > latest:
			return fmt.Errorf("%w: it is at %d", ErrNewer, current)
		case current < latest:
			return ErrOlder
		}
		return nil
	})
}

// checkFormer says why a database without goose's table cannot be read.
func (s *Shop) checkFormer(ctx context.Context, tx *sql.Tx) error {
	isFormer, err := s.hasTable(ctx, tx, formerTable)
	switch {
	case err != nil:
		return err
	case isFormer:
		return ErrOlder
	default:
		return errors.New("there is no shop in it")
	}
}

func (s *Shop) hasTable(ctx context.Context, tx *sql.Tx, name string) (has bool, err error) {
	err = tx.QueryRowContext(ctx, s.dialect.hasTable, name).Scan(&has)
	return has, err
}
