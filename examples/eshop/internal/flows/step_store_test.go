package flows

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// patience is what the program has.
var patience = persistTime

// LosePatience is for tests with a database that never comes back.
func LosePatience() { persistTime = time.Second }

// A database that is locked for seconds does not cost a key, and a try that takes its time is within that of package once.
func TestPersist(t *testing.T) {
	t.Parallel()
	locked := errors.New("database is locked")
	for name, test := range map[string]struct {
		patience        time.Duration
		comesBack, wait time.Duration // of a try, before it fails
		err             error
		ends            time.Duration // after tries at 0, 0.1, 0.3, 0.7 and 1.5 s, and each second then
	}{
		"at once":                 {patience, 0, 0, nil, 0},
		"soon":                    {patience, time.Second, 0, nil, 1500 * time.Millisecond},
		"nearly too late":         {patience, 7 * time.Second, 0, nil, 7500 * time.Millisecond},
		"too late":                {patience, time.Minute, 0, locked, 7500 * time.Millisecond},
		"too late at once":        {2499 * time.Millisecond, time.Minute, 0, locked, 1500 * time.Millisecond},
		"with the last try":       {2500 * time.Millisecond, 2 * time.Second, 0, nil, 2500 * time.Millisecond},
		"nearly, with slow tries": {patience, 6 * time.Second, 2 * time.Second, nil, 6700 * time.Millisecond},
		"too late and slow":       {patience, time.Minute, 2 * time.Second, locked, 8700 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				err := persist(test.patience, func() error {
					if time.Since(began) >= test.comesBack {
						return nil
					}
					time.Sleep(test.wait)
					return locked
				})
				require.ErrorIs(t, err, test.err)
				assert.Equal(t, test.ends, time.Since(began))
			})
		})
	}
}
