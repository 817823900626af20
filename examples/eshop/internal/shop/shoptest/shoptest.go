// Package shoptest gives each test a database of its own: an SQLite file, or a schema of the PostgreSQL database that
// ESHOP_TEST_DATABASE names. So the same tests run on both:
//
//	go test ./eshop/...
//	ESHOP_TEST_DATABASE='postgres://127.0.0.1:5432/test?sslmode=disable' go test -p 1 -parallel 3 ./eshop/...
//
// The second needs a role that may make schemas, and 100 connections: more tests at once would need more. It leaves nothing
// behind, unless it is killed: then the schemas whose names begin with eshop_test_ can be dropped.
package shoptest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Variable names the PostgreSQL database for tests.
const Variable = "ESHOP_TEST_DATABASE"

// TB is the part of testing.TB that is needed.
type TB interface {
	Helper()
	TempDir() string
	Cleanup(func())
	Skip(...any)
	Fatalf(string, ...any)
}

// IsPostgres reports whether the tests run on PostgreSQL.
func IsPostgres() bool { return os.Getenv(Variable) != "" }

// Database names an empty database for shop.Open.
func Database(t TB) string {
	t.Helper()
	if IsPostgres() {
		return Postgres(t)
	}
	return File(t)
}

// File names an empty SQLite database.
func File(t TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "shop.db")
}

// Postgres names an empty PostgreSQL database, or skips the test and says why.
func Postgres(t TB) string {
	t.Helper()
	server := os.Getenv(Variable)
	if server == "" {
		t.Skip("needs PostgreSQL: set " + Variable + ", for example to postgres://127.0.0.1:5432/test?sslmode=disable")
	}
	address, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	schema := "eshop_test_" + strings.ToLower(rand.Text())
	execute(t, server, `CREATE SCHEMA `+schema)
	t.Cleanup(func() { execute(t, server, `DROP SCHEMA `+schema+` CASCADE`) })
	settings := address.Query()
	settings.Set("search_path", schema)
	settings.Set("pool_max_conns", "4")       // many tests share one server
	settings.Set("synchronous_commit", "off") // nothing here has to outlive a power cut
	address.RawQuery = settings.Encode()
	return address.String()
}

// WithoutPool is the address for a driver that does not know the settings of a pool.
func WithoutPool(database string) string {
	return strings.Replace(database, "pool_max_conns=4&", "", 1)
}

func execute(t TB, server, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	db, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	defer func() { _ = db.Close(ctx) }()
	// Server messages about what goes with the schema would only be noise.
	if _, err := db.Exec(ctx, `SET client_min_messages = warning; `+statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Age makes what is unclear in a shop's database unclear for so much longer.
func Age(t TB, db *sql.DB, by time.Duration) {
	t.Helper()
	const form = "2006-01-02T15:04:05.000000Z" // as the shop writes times
	known := time.Now().Add(-by).UTC().Format(form)
	_, err := db.ExecContext(context.Background(),
		`UPDATE remote_steps SET sent_at = $1, answered_at = $1 WHERE state = 'parked' OR outcome = 'unknown'`, known)
	if err != nil {
		t.Fatalf("%v", err)
	}
}
