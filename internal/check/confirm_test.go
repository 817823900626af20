package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

func TestEqualAtPlaces(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		sent, got string
		want      bool
	}{
		{"19.90", "19.9", true}, {"19.895", "19.90", true}, {"19.895", "19.89", true}, {"19.90", "19.8999999999999986", true},
		{"19.904", "19.90", true}, {"19.906", "19.90", false}, {"19.90", "19.91", false}, {"0", "0.01", false}, {"-1", "1", false},
	} {
		got := check.EqualAtPlaces(shelfwire.MustDecimal(tc.sent), shelfwire.MustDecimal(tc.got), 2)
		assert.Equal(t, tc.want, got, "%s for %s", tc.got, tc.sent)
	}
}
