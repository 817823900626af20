package virtpos_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

func TestTimestamp(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("Moscow", 3*60*60)
	for text, want := range map[virtpos.Timestamp]time.Time{
		"":                    {},
		"0000-00-00":          {},
		"0000-00-00 00:00:00": {},
		"2015-07-11 17:16:49": time.Date(2015, 7, 11, 17, 16, 49, 0, zone),
		"11.07.2015 17:16:49": time.Date(2015, 7, 11, 17, 16, 49, 0, zone),
		"2015-07-11":          time.Date(2015, 7, 11, 0, 0, 0, 0, zone),
		"11.07.2015":          time.Date(2015, 7, 11, 0, 0, 0, 0, zone),
		"2015-07-11 00:30:00": time.Date(2015, 7, 11, 0, 30, 0, 0, zone),
	} {
		moment, err := text.In(zone)
		require.NoError(t, err, text)
		assert.True(t, want.Equal(moment), "%s: %s", text, moment)
		date, err := text.Date()
		require.NoError(t, err, text)
		if want.IsZero() {
			assert.True(t, moment.IsZero())
			assert.Equal(t, shelfwire.Date{}, date)
			continue
		}
		assert.Equal(t, day(2015, 7, 11), date)
	}
	for _, text := range []virtpos.Timestamp{"x", "2015-02-30 00:00:00", "07/11/2015", "2015-07-11T17:16:49Z", "2015-07-11 25:00:00", "0000-00-00 00:00:01"} {
		_, err := text.In(time.UTC)
		require.ErrorContains(t, err, string(text))
		_, err = text.Date()
		require.Error(t, err)
	}
}
