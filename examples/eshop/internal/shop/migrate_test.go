package shop

import (
	"database/sql"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// makeFormer makes a database as the program made it before goose kept count, up to a file, with something in it.
func makeFormer(t *testing.T, database, last string, content ...string) {
	t.Helper()
	s := &Shop{dialect: dialectOf(database)}
	var err error
	s.connection, err = s.dialect.connect(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	run := func(statement string, args ...any) {
		_, err := s.db.ExecContext(t.Context(), statement, args...)
		require.NoError(t, err)
	}
	run(`CREATE TABLE shop_migrations (file TEXT PRIMARY KEY)`)
	files, err := migrations.ReadDir("migrations/" + s.dialect.name)
	require.NoError(t, err)
	for _, file := range files {
		if file.Name() > last {
			break
		}
		text, err := migrations.ReadFile(path.Join("migrations", s.dialect.name, file.Name()))
		require.NoError(t, err)
		run(string(text))
		run(`INSERT INTO shop_migrations (file) VALUES ($1)`, "migrations/"+file.Name())
	}
	run(`INSERT INTO settings (key, value) VALUES ('kept', 'as it was')`)
	for _, statement := range content {
		run(statement)
	}
}

// A database that does not say what was applied is not taken for a new one.
func TestShop_adoptVersions_fails(t *testing.T) {
	t.Parallel()
	s := open(t)
	tx, err := s.db.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, tx.Rollback())
	require.ErrorIs(t, s.adoptVersions(t.Context(), tx), sql.ErrTxDone)
}

// A database of the time before goose is taken over as it is: what was applied is not applied again, and the rest is.
func TestOpen_former(t *testing.T) {
	t.Parallel()
	for name, last := range map[string]string{"up to date": "007_runs.sql", "two behind": "005_gaps.sql"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := shoptest.Database(t)
			makeFormer(t, database, last)
			_, err := OpenToRead(t.Context(), database)
			require.ErrorIs(t, err, ErrOlder)
			for range 2 {
				s, err := Open(t.Context(), database)
				require.NoError(t, err)
				kept, err := column[string](s.db.QueryContext(t.Context(), `SELECT value FROM settings WHERE key = 'kept'`))
				require.NoError(t, err)
				assert.Equal(t, []string{"as it was"}, kept)
				applied, err := column[string](s.db.QueryContext(t.Context(),
					`SELECT CAST(version_id AS TEXT) FROM goose_db_version ORDER BY goose_db_version.version_id`))
				require.NoError(t, err)
				assert.Equal(t, "0 1 2 3 4 5 6 7", strings.Join(applied[:8], " "))
				require.NoError(t, s.SaveRun(t.Context(), "a", Run{}), "which is a table of the last file")
				former, err := column[string](s.db.QueryContext(t.Context(), `SELECT max(file) FROM shop_migrations`))
				require.NoError(t, err)
				assert.Equal(t, "migrations/"+last, former[0])
				unknown, err := column[string](s.db.QueryContext(t.Context(), `SELECT min(file) FROM shop_migrations`))
				require.NoError(t, err)
				assert.Equal(t, []string{"goose_db_version"}, unknown, "which a program of that time does not know, and rejects")
				require.NoError(t, s.Close())
			}
			s, err := OpenToRead(t.Context(), database)
			require.NoError(t, err)
			require.NoError(t, s.Close())
		})
	}
}

// One that was made by a version in between, whose files this program does not have, stays as it is.
func TestOpen_formerNewer(t *testing.T) {
	t.Parallel()
	database := shoptest.Database(t)
	makeFormer(t, database, "007_runs.sql")
	s := &Shop{dialect: dialectOf(database)}
	var err error
	s.connection, err = s.dialect.connect(t.Context())
	require.NoError(t, err)
	_, err = s.db.ExecContext(t.Context(), `INSERT INTO shop_migrations (file) VALUES ('migrations/999_future.sql')`)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	_, err = Open(t.Context(), database)
	require.ErrorIs(t, err, ErrNewer)
	require.ErrorContains(t, err, "it is at 999")
	_, err = OpenToRead(t.Context(), database)
	require.ErrorIs(t, err, ErrNewer)
}

// What holds no shop is neither older nor newer.
func TestOpenToRead_noShop(t *testing.T) {
	t.Parallel()
	_, err := OpenToRead(t.Context(), shoptest.Database(t))
	require.ErrorContains(t, err, "there is no shop in it")
}
