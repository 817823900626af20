package progress

import (
	"bytes"
	"os"
	"strings"
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

// What a line quotes steers no terminal.
func TestBoard_Say(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	New(&out).Say("%s of %d: %s", "ķirbis 南瓜", 2, "\x1b]0;gone\x07\u202e\tA\nB")
	assert.Equal(t, "ķirbis 南瓜 of 2: \uFFFD]0;gone\uFFFD\uFFFD\uFFFDA\nB\n", out.String())
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

// Of two tracks side by side one has the bar, and the other takes it over; each gets its line.
func TestTrack_barsSideBySide(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	board := &Board{out: &out, bars: true}
	first, second := board.Track("first"), board.Track("second")
	first.Set(1, 4)
	second.Set(2, 5)
	assert.Contains(t, out.String(), "(1/4)")
	assert.NotContains(t, out.String(), "second")
	second.End("over")
	first.Set(2, 4)
	assert.Contains(t, out.String(), "second      over\n")
	assert.Contains(t, out.String(), "(2/4)")
	first.End("over")
	third := board.Track("third")
	third.Set(3, 6)
	assert.Contains(t, out.String(), "(3/6)")
}

// Tracks of work that goes on side by side share the board, line by line.
func TestBoard_concurrent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	board := New(&out)
	var all sync.WaitGroup
	for range 4 {
		track := board.Track("tea")
		all.Go(func() {
			for done := range 8 {
				track.Set(done+1, 8)
			}
			track.End("drunk")
			board.Say("said")
			board.Field("name", "line")
		})
	}
	all.Wait()
	counts := map[string]int{}
	for line := range strings.Lines(out.String()) {
		counts[line]++
	}
	assert.Equal(t, map[string]int{
		"tea         2 of 8\n": 4, "tea         4 of 8\n": 4, "tea         6 of 8\n": 4,
		"tea         drunk\n": 4, "said\n": 4, "name        line\n": 4,
	}, counts)
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
