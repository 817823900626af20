package sqltypes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// same stands for the number as it was stored, rejected for an error on the way there or back.
const (
	same     = "same"
	rejected = ""
)

// decimals are numbers with what comes back of them.
var decimals = []struct {
	name, in string
	postgres string // from NUMERIC
	bigint   string // from BIGINT of PostgreSQL
	sqlite   string // from NUMERIC, DECIMAL and INTEGER of SQLite
}{
	{"zero", "0", same, same, same},
	{"zero with a scale", "0.00", same, rejected, "0"},
	{"whole", "42", same, same, same},
	{"whole and negative", "-42", same, same, same},
	{"whole with a scale", "2.000", same, rejected, "2"},
	{"price", "12.50", same, rejected, "12.5"},
	{"negative price", "-12.99", same, rejected, same},
	{"less than one", "-0.05", same, rejected, same},
	{"15 digits", "1234567890123.45", same, rejected, same},
	{"16 digits", "12345678901234.56", same, rejected, rejected},
	{"digits that SQLite rounds without an error", "0.10000000000000001", same, rejected, "0.1"},
	{"scale 18", "0.123456789012345678", same, rejected, rejected},
	{"least of scale 18", "-0.000000000000000001", same, rejected, same},
	{"hundred with scale 18", "100.000000000000000000", same, rejected, "100"},
	{"greatest int64", "9223372036854775807", same, same, same},
	{"least int64", "-9223372036854775808", same, same, same},
	{"beyond int64", "9223372036854775808", same, rejected, rejected},
	{"power of ten beyond int64", "100000000000000000000", same, rejected, same},
	{"integer and fraction beyond float64", "12345678901234567890.10", same, rejected, rejected},
	{"64 characters", strings.Repeat("7", 64), same, rejected, rejected},
	{"64 characters and negative", "-" + strings.Repeat("7", 63), same, rejected, rejected},
	{"64 characters of a fraction", "0." + strings.Repeat("7", 62), same, rejected, rejected},
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, tc := range decimals {
			columns := map[string]string{"text_column": same, "numeric_column": tc.postgres, "integer_column": tc.bigint}
			if db.kind == sqlite {
				columns["numeric_column"], columns["integer_column"], columns["money_column"] = tc.sqlite, tc.sqlite, tc.sqlite
			}
			for column, want := range columns {
				testDecimal(t, db, tc.name, column, tc.in, want)
			}
		}
	})
}

// testDecimal sends a number to a column and back, once as a Decimal and once in an Opt.
func testDecimal(t *testing.T, db database, name, column, in, want string) {
	t.Helper()
	if want == same {
		want = in
	}
	number := shelfwire.MustDecimal(in)
	var plain shelfwire.Decimal
	err := db.store(t.Context(), column, number)
	if err == nil {
		err = db.load(t.Context(), column, &plain)
	}
	var optional shelfwire.Opt[shelfwire.Decimal]
	optErr := db.store(t.Context(), column, shelfwire.Set(number))
	if optErr == nil {
		optErr = db.load(t.Context(), column, &optional)
	}
	if want == rejected {
		require.Error(t, err, "%s in %s became %s", name, column, plain)
		require.Error(t, optErr, "%s in %s became %s", name, column, optional)
		return
	}
	require.NoError(t, err, "%s in %s", name, column)
	require.NoError(t, optErr, "%s in %s", name, column)
	if db.kind == native && db.binary && column == "numeric_column" && in == "0.00" {
		want = "0" // pgx drops the scale of a zero
	}
	assert.Equal(t, want, plain.String(), "%s in %s", name, column)
	assert.Equal(t, want, optional.String(), "%s in %s", name, column)
}

// NUMERIC with a scale of its own rounds without an error, as the doc of Decimal.Value says.
func TestDecimal_ColumnWithAScale(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		if db.kind == sqlite {
			return // it takes no notice of the scale
		}
		for in, want := range map[string]string{
			"12.5": "12.50", "12.345": "12.35", "-12.345": "-12.35", "9999999999.99": "9999999999.99",
		} {
			testDecimal(t, db, in, "money_column", in, want)
		}
		testDecimal(t, db, "more than fits", "money_column", "10000000000.00", rejected)
	})
}

func TestDecimal_NeverGivenIsNotStored(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, column := range []string{"text_column", "numeric_column", "integer_column"} {
			require.ErrorContains(t, db.store(t.Context(), column, shelfwire.Decimal{}), "no number was given", column)
			require.ErrorContains(t, db.store(t.Context(), column, shelfwire.Set(shelfwire.Decimal{})), "no number was given")
		}
	})
}

func TestDecimal_NULL(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, column := range []string{"text_column", "numeric_column", "integer_column"} {
			require.NoError(t, db.store(t.Context(), column, (*shelfwire.Decimal)(nil)))
			kept := shelfwire.MustDecimal("7")
			require.ErrorContains(t, db.load(t.Context(), column, &kept), "Opt[Decimal]", column)
			assert.Equal(t, "7", kept.String())

			pointer := new(shelfwire.MustDecimal("7"))
			require.NoError(t, db.load(t.Context(), column, &pointer))
			assert.Nil(t, pointer)
		}
	})
}

// What a database computes can be no decimal number, or one that was rounded.
func TestDecimal_Expressions(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		expressions := map[string]string{ // and what they become
			"SELECT 'NaN'::numeric": rejected, "SELECT 'Infinity'::numeric": rejected, "SELECT 'NaN'::float8": rejected,
			"SELECT 0.1::float8 + 0.2::float8": rejected, "SELECT 0.1::float4": rejected,
			"SELECT 12.5::float8": "12.5", "SELECT 0.1 + 0.20": "0.30", "SELECT 7::int2": "7",
		}
		if db.kind == sqlite {
			expressions = map[string]string{
				"SELECT 1e999": rejected, "SELECT 0.1 + 0.2": rejected, "SELECT 0.1 + 0.25": "0.35", "SELECT 3 * 4": "12",
			}
		}
		for expression, want := range expressions {
			var got shelfwire.Decimal
			err := db.query(t.Context(), &got, expression)
			if want == rejected {
				require.Error(t, err, expression)
				continue
			}
			require.NoError(t, err, expression)
			assert.Equal(t, want, got.String(), expression)
		}
	})
}

// An argument that a statement compares with or adds to is exact, too.
func TestDecimal_InConditions(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		require.NoError(t, db.store(t.Context(), "numeric_column", shelfwire.MustDecimal("12.50")))
		var count int
		condition := `SELECT count(*) FROM samples WHERE numeric_column = $1`
		require.NoError(t, db.query(t.Context(), &count, condition, shelfwire.MustDecimal("12.500")))
		assert.Equal(t, 1, count)
		require.NoError(t, db.query(t.Context(), &count, condition, shelfwire.MustDecimal("12.51")))
		assert.Zero(t, count)
	})
}
