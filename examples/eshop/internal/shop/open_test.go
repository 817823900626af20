package shop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// addVersion says that a migration was applied.
const addVersion = `INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, '1')`

func TestOpen_newer(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	s, err := Open(t.Context(), database)
	require.NoError(t, err)
	_, err = s.db.ExecContext(t.Context(), addVersion, 999)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	_, err = Open(t.Context(), database)
	require.ErrorIs(t, err, ErrNewer)
	require.ErrorContains(t, err, "cannot open the database "+s.Name()+": the database belongs to a newer version")
}

// Both kinds of databases have the same migrations.
func TestMigrations(t *testing.T) {
	t.Parallel()
	var names [2][]string
	for i, kind := range []string{"sqlite", "postgres"} {
		files, err := migrations.ReadDir("migrations/" + kind)
		require.NoError(t, err)
		for _, file := range files {
			names[i] = append(names[i], file.Name())
		}
	}
	assert.Equal(t, names[0], names[1])
}

// Several processes start at the same time on an empty server.
func TestOpen_together(t *testing.T) {
	t.Parallel()
	database := shoptest.Postgres(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := Open(t.Context(), database)
			if assert.NoError(t, err) {
				assert.True(t, s.IsShared())
				assert.NoError(t, s.Close())
			}
		})
	}
	all.Wait()
}

func TestShop_Name(t *testing.T) {
	t.Parallel()
	for database, want := range map[string]string{
		"eshop.db": "eshop.db",
		"postgres://shop.example/shop?sslmode=require":    "postgres://shop.example/shop",
		"postgresql://me:secret@shop.example:5432/shop":   "postgresql://me:xxxxx@shop.example:5432/shop",
		"postgres://shop.example/shop?password=secret":    "postgres://shop.example/shop",
		"postgres://me:secret@shop.example:no-port/shop?": "",
		"postgres://me:1#secret@shop.example/shop":        "postgres://me:xxxxx@shop.example/shop",
		"postgres://me:1?secret@shop.example/shop":        "postgres://me:xxxxx@shop.example/shop",
		"postgres://me:1/secret@shop.example/shop":        "",
		"postgres://me:1/s?ecret@shop.example/shop":       "",
		"postgres://me:1@secret@shop.example/shop":        "",
		"postgres://me:secret/shop":                       "", // without a host
		"postgres://%2Frun%2Fpostgresql/shop":             "postgres://%2Frun%2Fpostgresql/shop",
		"postgres://a.example:1,[::1]:2/shop?user=me":     "postgres://a.example:1,[::1]:2/shop",
	} {
		assert.Equal(t, want, dialectOf(database).address, database)
	}
}

// What is printed can be pasted: it means the same database, from any folder, and betrays nothing.
func TestShop_Argument(t *testing.T) {
	t.Parallel()
	here, err := filepath.Abs("eshop.db")
	require.NoError(t, err)
	for database, want := range map[string]string{
		"eshop.db": here,
		"postgres://me:secret@shop.example:5432/shop?sslmode=disable&search_path=mine&password=secret": "" +
			"postgres://me@shop.example:5432/shop?sslmode=disable&search_path=mine",
		"postgres://shop.example/shop?sslpassword=secret": "postgres://shop.example/shop",
		"postgres://me:secret@shop.example:no-port/shop?": "postgres://…",
		"postgres://me:1#secret@shop.example/shop":        "postgres://me@shop.example/shop",
		"postgres://:secret@shop.example/shop":            "postgres://shop.example/shop",
		"postgres://shop.example/?pass%77ord=secret&%20password=secret&user=a%2Bb": "" +
			"postgres://shop.example/?user=a%2Bb",
		// A plus is no space for PostgreSQL, and a semicolon is no end.
		"postgres://shop.example/shop?options=-c%20search_path%3Dmine;yours": "" +
			"postgres://shop.example/shop?options=-c%20search_path%3Dmine;yours",
	} {
		assert.Equal(t, want, dialectOf(database).argument, database)
	}
}

// What cannot be taken apart is not repeated, and not tried: there can be a password anywhere in it.
func TestOpen_unclearAddress(t *testing.T) {
	t.Parallel()
	for _, database := range []string{
		"postgres://me:1/secret@shop.example/shop", "postgres://me:1/s?secret@shop.example/shop", "postgres://me:1@secret@shop/shop",
		"postgres://me:secret/shop", "postgresql://me:1/%secret@shop.example/shop",
	} {
		_, err := Open(t.Context(), database)
		require.ErrorIs(t, err, errUnclearAddress, database)
		assert.NotContains(t, err.Error(), "secret")
	}
}

func TestExists(t *testing.T) {
	t.Parallel()
	file := shoptest.File(t)
	assert.False(t, Exists(file))
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	assert.True(t, Exists(file))
	assert.True(t, Exists("postgres://nowhere.example/"))
}

// A server that takes connections and says nothing keeps nobody waiting for long.
func TestPoolConfig_connectTimeout(t *testing.T) {
	t.Setenv("PGCONNECT_TIMEOUT", "")
	for address, want := range map[string]time.Duration{
		"postgres://shop.example/shop": 10 * time.Second, "postgres://shop.example/shop?connect_timeout=60": time.Minute,
	} {
		config, err := poolConfig(address)
		require.NoError(t, err)
		assert.Equal(t, want, config.ConnConfig.ConnectTimeout)
	}
}

// A connection that is never given back, since the server does not respond, does not keep the program from ending.
func TestShop_Close_inUse(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), shoptest.Postgres(t))
	require.NoError(t, err)
	conn, err := s.Pool().Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	select {
	case err := <-closed:
		require.ErrorContains(t, err, "still in use")
	case <-time.After(30 * time.Second):
		t.Fatal("it waits for the connection")
	}
}

// With a single connection the program would wait for itself.
func TestOpen_fewConnections(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "pool_max_conns must be at least 2", 2: "connection refused"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := Open(ctx, fmt.Sprintf("postgres://127.0.0.1:1/shop?pool_max_conns=%d", n))
		require.ErrorContains(t, err, want)
	}
}

// Whoever only reads may do so while another process has the file, and cannot write.
func TestOpenToRead(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	_, err := OpenToRead(t.Context(), database)
	if !shoptest.IsPostgres() {
		require.Error(t, err, "there is no such file")
		assert.False(t, Exists(database), "and none was made")
	}
	s, err := Open(t.Context(), database)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	require.NoError(t, s.SetMark(t.Context(), "products", monday))

	reader, err := OpenToRead(t.Context(), database)
	require.NoError(t, err)
	defer func() { require.NoError(t, reader.Close()) }()
	mark, err := reader.Mark(t.Context(), "products")
	require.NoError(t, err)
	assert.True(t, mark.Equal(monday))
	if !reader.IsShared() {
		require.ErrorContains(t, reader.SetMark(t.Context(), "products", monday), "readonly")
		_, err = Open(t.Context(), database)
		require.ErrorIs(t, err, ErrInUse)
	}
	require.NoError(t, s.SetMark(t.Context(), "products", monday), "and is in nobody's way")

	_, err = s.db.ExecContext(t.Context(), `DELETE FROM goose_db_version WHERE version_id >= 6`)
	require.NoError(t, err)
	_, err = OpenToRead(t.Context(), database)
	require.ErrorIs(t, err, ErrOlder)
	_, err = s.db.ExecContext(t.Context(), addVersion, 999)
	require.NoError(t, err)
	_, err = OpenToRead(t.Context(), database)
	require.ErrorIs(t, err, ErrNewer)
}

// What was meant for something else becomes no file, and is not repeated: there can be a password in it.
func TestOpen_unknownKind(t *testing.T) {
	t.Parallel()
	for _, database := range []string{
		"mysql://me:secret@shop.example/shop", "POSTGRES://me:secret@shop.example/shop", " postgres://me:secret@shop.example/",
		"postgres:/me:secret@shop.example/shop", "Postgresql:me:secret@shop.example/shop",
		"file:secret.db", "host=shop.example password=secret", "Password = secret", "secret dbname=shop", "port=5432 x=secret",
	} {
		_, err := Open(t.Context(), database)
		require.ErrorIs(t, err, ErrUnknownKind, database)
		assert.NotContains(t, err.Error(), "secret")
		_, err = OpenToRead(t.Context(), database)
		require.ErrorIs(t, err, ErrUnknownKind, database)
		assert.True(t, Exists(database), "opening it says better what is wrong")
		assert.NoFileExists(t, database)
	}
	assert.False(t, isUnknownKind("support=1.db"))
}

// A file that can be read only is said to be at once, by its name.
func TestOpen_readOnly(t *testing.T) {
	t.Parallel()
	file := shoptest.File(t)
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	text[18] = 3 // a version that SQLite reads but does not write, whoever runs the test
	require.NoError(t, os.WriteFile(file, text, 0o600))
	_, err = Open(t.Context(), file)
	_, ok := errors.AsType[*OpenError](err)
	require.True(t, ok, "got %v", err)
	require.ErrorContains(t, err, "cannot open the database "+file+": attempt to write a readonly database")
	_, err = OpenToRead(t.Context(), file)
	require.NoError(t, err)
}

// What is new is for its owner alone, and what was there before keeps its mode.
func TestOpen_private(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("has no such modes")
	}
	file := shoptest.File(t)
	for _, mode := range []os.FileMode{0o600, 0o640} {
		s, err := Open(t.Context(), file)
		require.NoError(t, err)
		for _, name := range []string{file, file + "-wal"} {
			info, err := os.Stat(name)
			require.NoError(t, err)
			assert.Equal(t, mode, info.Mode(), name)
		}
		require.NoError(t, s.Close())
		require.NoError(t, os.Chmod(file, 0o640))
	}
}

// Where the lock cannot be made, it is the lock that is named.
func TestOpen_noLock(t *testing.T) {
	t.Parallel()
	file := shoptest.File(t)
	require.NoError(t, os.Mkdir(file+"-lock", 0o700))
	_, err := Open(t.Context(), file)
	require.ErrorContains(t, err, "cannot open the database "+file+": "+file+"-lock: unable to open database file")
	require.NotErrorIs(t, err, ErrInUse)
}
