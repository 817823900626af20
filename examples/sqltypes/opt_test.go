package sqltypes

import (
	"database/sql"
	"database/sql/driver"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// optional is what all Opt have.
type optional interface {
	driver.Valuer
	IsZero() bool
	IsNull() bool
}

// reader is a pointer to an Opt.
type reader interface {
	sql.Scanner
	optional
}

type grade uint8

var moment = time.Date(2026, 3, 20, 10, 30, 28, 0, time.UTC)

// optionals are values with the column that they belong into and a variable that holds something else.
var optionals = []struct {
	name, column string
	in           optional
	into         func() reader
}{
	{"text", "text_column", shelfwire.Set("Ā & B"), into("x")},
	{"empty text", "text_column", shelfwire.Set(""), into("x")},
	{"named number", "integer_column", shelfwire.Set(grade(7)), into(grade(1))},
	{"int", "integer_column", shelfwire.Set(-42), into(1)},
	{"int64", "integer_column", shelfwire.Set(int64(1<<62 + 1)), into(int64(1))},
	{"zero", "integer_column", shelfwire.Set(0), into(1)},
	{"bool", "bool_column", shelfwire.Set(false), into(true)},
	{"time", "moment_column", shelfwire.Set(moment), into(time.Time{})},
	{"bytes", "bytes_column", shelfwire.Set([]byte{0, 1, 0xff}), into([]byte("x"))},
	{"decimal in text", "text_column", shelfwire.Set(shelfwire.MustDecimal("2.000")), into(shelfwire.MustDecimal("1"))},
	{"decimal in numeric", "numeric_column", shelfwire.Set(shelfwire.MustDecimal("2.5")), into(shelfwire.MustDecimal("1"))},
	{"decimal in integer", "integer_column", shelfwire.Set(shelfwire.MustDecimal("2")), into(shelfwire.MustDecimal("1"))},
	{"date", "date_column", shelfwire.Set(days[0]), into(days[1])},
	{"date in text", "text_column", shelfwire.Set(days[0]), into(days[1])},
	{"pointer", "text_column", shelfwire.Set(new(shelfwire.MustDecimal("2.000"))), into(new(shelfwire.MustDecimal("1")))},
}

func into[T any](before T) func() reader {
	return func() reader {
		o := shelfwire.Set(before)
		return &o
	}
}

func TestOpt(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, tc := range optionals {
			require.NoError(t, db.store(t.Context(), tc.column, tc.in), tc.name)
			got := tc.into()
			require.NoError(t, db.load(t.Context(), tc.column, got), tc.name)
			assert.False(t, got.IsZero(), tc.name)
			assert.Equal(t, valueOf(t, tc.in), valueOf(t, got), tc.name)
		}
	})
}

// valueOf is the SQL form, with times in one zone.
func valueOf(t *testing.T, o optional) driver.Value {
	t.Helper()
	value, err := o.Value()
	require.NoError(t, err)
	if moment, ok := value.(time.Time); ok {
		return moment.UTC()
	}
	return value
}

// Absent and null are NULL, and NULL is read as absent, which clears nothing at a provider.
func TestOpt_NULL(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, none := range []any{
			shelfwire.Opt[string]{}, shelfwire.Null[string](), shelfwire.Null[int](), shelfwire.Null[[]string](),
			shelfwire.Opt[shelfwire.Decimal]{}, shelfwire.Null[shelfwire.Date](), shelfwire.Set[*shelfwire.Decimal](nil),
			shelfwire.Set[any](nil),
		} {
			for _, tc := range optionals {
				require.NoError(t, db.store(t.Context(), tc.column, none), "%T in %s", none, tc.column)
				got := tc.into()
				require.NoError(t, db.load(t.Context(), tc.column, got), tc.name)
				assert.True(t, got.IsZero(), tc.name)
				assert.False(t, got.IsNull(), tc.name)
			}
		}
	})
}

func TestOpt_Rejects(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		require.ErrorContains(t, db.store(t.Context(), "text_column", shelfwire.Set([]string{"a"})), "[]string has no SQL form")
		require.ErrorContains(t, db.store(t.Context(), "text_column", shelfwire.Set(struct{}{})), "struct {} has no SQL form")

		require.NoError(t, db.store(t.Context(), "text_column", "five"))
		number := shelfwire.Set(7)
		require.Error(t, db.load(t.Context(), "text_column", &number))
		assert.Equal(t, shelfwire.Set(7), number)
		price := shelfwire.Set(shelfwire.MustDecimal("7"))
		require.Error(t, db.load(t.Context(), "text_column", &price))
		assert.Equal(t, "7", price.String())
	})
}

// COPY has a protocol of its own, in binary form only.
func TestCopyFrom(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		if db.kind != native {
			return
		}
		row := []any{
			shelfwire.MustDecimal("2.000"), shelfwire.MustDecimal("-12345678901234567890.10"),
			shelfwire.Set(shelfwire.MustDecimal("42")), days[0],
		}
		columns := []string{"text_column", "numeric_column", "integer_column", "date_column"}
		_, err := db.pool.CopyFrom(t.Context(), pgx.Identifier{"samples"}, columns, pgx.CopyFromRows([][]any{row}))
		require.NoError(t, err)
		var text, numeric, integer shelfwire.Decimal
		var day shelfwire.Date
		query := `SELECT text_column, numeric_column, integer_column, date_column FROM samples`
		require.NoError(t, db.pool.QueryRow(t.Context(), query).Scan(&text, &numeric, &integer, &day))
		assert.Equal(t, "2.000 -12345678901234567890.10 42 2026-03-20",
			text.String()+" "+numeric.String()+" "+integer.String()+" "+day.String())
	})
}
