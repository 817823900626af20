package shop

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShop_SaveRun(t *testing.T) {
	t.Parallel()
	s := open(t)
	for i := range KeptRuns + 5 {
		run := Run{Began: monday, Ended: monday.Add(time.Duration(i) * time.Second), Calls: i, FailedCalls: i / 2}
		if i%2 == 0 {
			run.Error = "no connection\x00"
		} else {
			run.Output = []byte(fmt.Sprintf(`{"Read":%d}`, i))
		}
		require.NoError(t, s.SaveRun(t.Context(), "imports", run))
		if i == 0 || i == 10 {
			require.NoError(t, s.SaveRun(t.Context(), "pushes", run))
		}
	}
	runs, err := s.Runs(t.Context(), "imports")
	require.NoError(t, err)
	require.Len(t, runs, 20, "the latest ones")
	assert.Equal(t, Run{
		Began: monday, Ended: monday.Add(24 * time.Second), Calls: 24, FailedCalls: 12, Error: "no connection\uFFFD",
	}, runs[0], "the newest first")
	assert.JSONEq(t, `{"Read":23}`, string(runs[1].Output))
	assert.Equal(t, 5, runs[19].Calls)
	runs, err = s.Runs(t.Context(), "pushes")
	require.NoError(t, err)
	assert.Len(t, runs, 2, "others are not forgotten for them")
	runs, err = s.Runs(t.Context(), "nothing")
	require.NoError(t, err)
	assert.Empty(t, runs)
}
