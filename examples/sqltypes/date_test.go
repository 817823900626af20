package sqltypes

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

var days = []shelfwire.Date{
	{Year: 2026, Month: time.March, Day: 20},
	{Year: 2024, Month: time.February, Day: 29},
	{Year: 1969, Month: time.December, Day: 31},
	{Year: 1, Month: time.January, Day: 1},
	{Year: 9999, Month: time.December, Day: 31},
}

func TestDate(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		columns := []string{"date_column", "text_column"}
		if db.kind == sqlite { // these keep text that is no number
			columns = append(columns, "numeric_column", "integer_column")
		}
		for _, column := range columns {
			for _, day := range days {
				var plain shelfwire.Date
				require.NoError(t, db.store(t.Context(), column, day), column)
				require.NoError(t, db.load(t.Context(), column, &plain), column)
				assert.Equal(t, day, plain, column)

				var optional shelfwire.Opt[shelfwire.Date]
				require.NoError(t, db.store(t.Context(), column, shelfwire.Set(day)), column)
				require.NoError(t, db.load(t.Context(), column, &optional), column)
				assert.Equal(t, shelfwire.Set(day), optional, column)
			}
		}
	})
}

func TestDate_NULL(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		for _, column := range []string{"date_column", "text_column"} {
			for _, none := range []any{shelfwire.Date{}, (*shelfwire.Date)(nil), shelfwire.Set(shelfwire.Date{})} {
				require.NoError(t, db.store(t.Context(), column, none))
				var count int
				require.NoError(t, db.query(t.Context(), &count, `SELECT count(*) FROM samples WHERE `+column+` IS NULL`))
				assert.Equal(t, 1, count)
				day := days[0]
				require.NoError(t, db.load(t.Context(), column, &day))
				assert.True(t, day.IsZero())
				optional := shelfwire.Set(days[0])
				require.NoError(t, db.load(t.Context(), column, &optional))
				assert.True(t, optional.IsZero())
			}
		}
	})
}

func TestDate_ThatDoesNotExistIsNotStored(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		never := shelfwire.Date{Year: 2026, Month: time.February, Day: 30}
		for _, column := range []string{"date_column", "text_column"} {
			require.ErrorContains(t, db.store(t.Context(), column, never), "2026-02-30 is not a day", column)
		}
	})
}

// A moment is a day only where that day begins.
func TestDate_FromAMoment(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		zone := time.UTC // in which they come as text
		if db.binary {
			zone = time.Local
		}
		midnight := days[0].In(zone)
		var day shelfwire.Date
		require.NoError(t, db.store(t.Context(), "moment_column", midnight))
		require.NoError(t, db.load(t.Context(), "moment_column", &day))
		assert.Equal(t, days[0], day)

		require.NoError(t, db.store(t.Context(), "moment_column", midnight.Add(time.Second)))
		require.ErrorContains(t, db.load(t.Context(), "moment_column", &day), "has a time of day")
	})
}

func TestDate_WithoutAnEnd(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, db database) {
		if db.kind == sqlite {
			return // it has no such days
		}
		var day shelfwire.Date
		for _, expression := range []string{
			`SELECT 'infinity'::date`, `SELECT '0044-03-15 BC'::date`, `SELECT '12026-03-20'::date`,
		} {
			require.Error(t, db.query(t.Context(), &day, expression), expression)
		}
	})
}
