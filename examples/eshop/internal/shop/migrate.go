package shop

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
)

// Each file is applied once, in the order of the names. Files that were released are never changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS shop_migrations (file TEXT PRIMARY KEY)`)
	if err != nil {
		return err
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	s := &Shop{db: db}
	for _, file := range files {
		if err := s.inTx(ctx, func(tx *sql.Tx) error { return apply(ctx, tx, file) }); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func apply(ctx context.Context, tx *sql.Tx, file string) error {
	added, err := tx.ExecContext(ctx, `INSERT INTO shop_migrations (file) VALUES ($1) ON CONFLICT DO NOTHING`, file)
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
