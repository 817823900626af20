package progress

import (
	"bytes"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestTrack_lines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		total int
		steps []int
		want  string
	}{
		"many steps":  {8, []int{1, 2, 3, 4, 5, 6, 7, 8}, "tea         2 of 8\ntea         4 of 8\ntea         6 of 8\n"},
		"a few steps": {300, []int{100, 200, 300}, "tea         100 of 300\ntea         200 of 300\n"},
		"one step":    {7, []int{7}, ""},
		"nothing":     {0, []int{0}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			track := New(&out).Track("tea")
			for _, done := range test.steps {
				track.Set(done, test.total)
			}
			track.End("drunk, %d %%", 100)
			assert.Equal(t, test.want+"tea         drunk, 100 %\n", out.String())
		})
	}
}

func TestTrack_bar(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	board := &Board{out: &out, bars: true}
	track := board.Track("orders")
	track.Set(10, 40)
	track.Set(40, 40)
	track.End("%d of %d settled", 40, 40)
	assert.Contains(t, out.String(), "(10/40)")
	assert.Regexp(t, `orders      40 of 40 settled\n$`, out.String())
}

func TestNew_noTerminal(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/log")
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	assert.False(t, New(file).bars)
	assert.False(t, New(&bytes.Buffer{}).bars)
}

func TestBoard_Table(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	New(&out).Table([]Row{{"products", "300", "read"}, {"  without price", "3", "kept"}, {"seconds", "1.3", ""}})
	assert.Equal(t, ""+
		"  products         300  read\n"+
		"    without price    3  kept\n"+
		"  seconds          1.3\n", out.String())
}

func TestTally(t *testing.T) {
	t.Parallel()
	var tally Tally
	assert.Equal(t, Calls{}, tally.All())
	var callers sync.WaitGroup
	for range 10 {
		callers.Go(func() {
			tally.Observe(t.Context(), shelfwire.Attempt{Op: "Products.List", Number: 1, Err: shelfwire.ErrRateLimited})
			tally.Observe(t.Context(), shelfwire.Attempt{Op: "Products.List", Number: 2})
			tally.Observe(t.Context(), shelfwire.Attempt{Op: "Invoices.Create", Number: 1})
		})
	}
	callers.Wait()
	assert.Equal(t, Calls{Attempts: 20, Retries: 10, Succeeded: 10}, tally.Of("Products.List"))
	assert.Equal(t, Calls{Attempts: 10, Succeeded: 10}, tally.Of("Invoices.Create"))
	assert.Equal(t, Calls{}, tally.Of("Customers.Create"))
	assert.Equal(t, Calls{Attempts: 30, Retries: 10, Succeeded: 20}, tally.All())
}
