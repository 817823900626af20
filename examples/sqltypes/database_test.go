package sqltypes

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver pgx of database/sql
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver sqlite of database/sql
)

// database is one way to a database.
type database struct {
	kind   kind
	binary bool // numbers and moments come in binary form
	pool   *pgxpool.Pool
	exec   func(ctx context.Context, statement string, args ...any) error
	// query returns the only value of the only row in dest.
	query func(ctx context.Context, dest any, statement string, args ...any) error
}

type kind int

const (
	sqlite   kind = iota
	standard      // PostgreSQL through database/sql
	native        // PostgreSQL through pgx alone
)

// kinds are the columns of the table that tests use.
var kinds = map[kind]string{
	sqlite: `text_column TEXT, numeric_column NUMERIC, money_column DECIMAL(12,2), integer_column INTEGER,
		date_column DATE, moment_column TIMESTAMP, bool_column BOOLEAN, bytes_column BLOB`,
	standard: postgresColumns,
	native:   postgresColumns,
}

const postgresColumns = `text_column TEXT, numeric_column NUMERIC, money_column NUMERIC(12,2), integer_column BIGINT,
	date_column DATE, moment_column TIMESTAMPTZ, bool_column BOOLEAN, bytes_column BYTEA`

// onEach runs a test on SQLite and, where there is one, on PostgreSQL: through database/sql, and through pgx in
// each of its modes.
func onEach(t *testing.T, test func(t *testing.T, db database)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, openStandard(t, sqlite, "sqlite", filepath.Join(t.TempDir(), "test.db")))
	})
	server := os.Getenv("ESHOP_TEST_DATABASE")
	if server == "" {
		return
	}
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, openStandard(t, standard, "pgx", newSchema(t, server)))
	})
	for _, mode := range []pgx.QueryExecMode{
		pgx.QueryExecModeCacheStatement, pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeDescribeExec,
		pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol,
	} {
		t.Run("pgx "+mode.String(), func(t *testing.T) {
			t.Parallel()
			test(t, openNative(t, newSchema(t, server), mode))
		})
	}
}

func openStandard(t *testing.T, kind kind, driver, address string) database {
	t.Helper()
	db, err := sql.Open(driver, address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	d := database{
		kind: kind, binary: kind == standard,
		exec: func(ctx context.Context, statement string, args ...any) error {
			_, err := db.ExecContext(ctx, statement, args...)
			return err
		},
		query: func(ctx context.Context, dest any, statement string, args ...any) error {
			return db.QueryRowContext(ctx, statement, args...).Scan(dest)
		},
	}
	d.makeTable(t)
	return d
}

func openNative(t *testing.T, address string, mode pgx.QueryExecMode) database {
	t.Helper()
	config, err := pgxpool.ParseConfig(address)
	require.NoError(t, err)
	config.MaxConns = 1
	config.ConnConfig.DefaultQueryExecMode = mode
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	d := database{
		kind: native, pool: pool,
		binary: mode != pgx.QueryExecModeExec && mode != pgx.QueryExecModeSimpleProtocol,
		exec: func(ctx context.Context, statement string, args ...any) error {
			_, err := pool.Exec(ctx, statement, args...)
			return err
		},
		query: func(ctx context.Context, dest any, statement string, args ...any) error {
			return pool.QueryRow(ctx, statement, args...).Scan(dest)
		},
	}
	d.makeTable(t)
	return d
}

func (d database) makeTable(t *testing.T) {
	t.Helper()
	require.NoError(t, d.exec(t.Context(), `CREATE TABLE samples (`+kinds[d.kind]+`)`))
}

// store makes value the only one of a column.
func (d database) store(ctx context.Context, column string, value any) error {
	if err := d.exec(ctx, `DELETE FROM samples`); err != nil {
		return err
	}
	return d.exec(ctx, fmt.Sprintf(`INSERT INTO samples (%s) VALUES ($1)`, column), value)
}

// load reads what was stored.
func (d database) load(ctx context.Context, column string, dest any) error {
	return d.query(ctx, dest, fmt.Sprintf(`SELECT %s FROM samples`, column))
}

// newSchema returns the address of an empty schema, which goes with the test.
func newSchema(t *testing.T, server string) string {
	t.Helper()
	address, err := url.Parse(server)
	require.NoError(t, err)
	schema := "sqltypes_test_" + strings.ToLower(rand.Text())
	execOnce(t, server, `CREATE SCHEMA `+schema)
	t.Cleanup(func() { execOnce(t, server, `DROP SCHEMA `+schema+` CASCADE`) })
	settings := address.Query()
	settings.Set("search_path", schema)
	settings.Set("timezone", "UTC")
	address.RawQuery = settings.Encode()
	return address.String()
}

func execOnce(t *testing.T, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, server)
	require.NoError(t, err)
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, `SET client_min_messages = warning; `+statement)
	require.NoError(t, err)
}
