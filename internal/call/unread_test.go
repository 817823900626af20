package call

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// newUnread makes unread members with these names.
func newUnread(names ...string) (list []shelfwire.Unread) {
	for _, name := range names {
		list = append(list, shelfwire.Unread{Field: name, Raw: "Jan Kowalski " + testKey})
	}
	return list
}

// newNames are names in the order of the alphabet.
func newNames(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("F%03d", i))
	}
	return names
}

func TestUnreadCounts(t *testing.T) {
	t.Parallel()
	twenty := strings.Join(newNames(20), " 1, ") + " 1"
	for name, tt := range map[string]struct {
		things [][]shelfwire.Unread
		want   string
	}{
		"nothing":       {nil, ""},
		"none unread":   {[][]shelfwire.Unread{nil, {}}, ""},
		"one":           {[][]shelfwire.Unread{newUnread("Total")}, "Total 1"},
		"of one thing":  {[][]shelfwire.Unread{newUnread("Total", "ExchangeRate")}, "ExchangeRate 1, Total 1"},
		"of several":    {[][]shelfwire.Unread{newUnread("B", "A"), nil, newUnread("B"), newUnread("B")}, "A 1, B 3"},
		"twenty":        {[][]shelfwire.Unread{newUnread(newNames(20)...)}, twenty},
		"more are told": {[][]shelfwire.Unread{newUnread(newNames(23)...)}, twenty + ", and 3 more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var counts UnreadCounts
			for _, unread := range tt.things {
				counts.Add(unread)
			}
			assert.Equal(t, tt.want, counts.String())
		})
	}
}

func TestCaller_WarnUnread(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fields []string
		want   string
	}{
		"names":                    {[]string{"Total", "Date", "Total"}, "Date 1, Total 2"},
		"a key for a name":         {[]string{testKey}, "[redacted] 1"},
		"a name over several rows": {[]string{"To\ntal\x00"}, "To tal 1"},
		"a name without end":       {[]string{strings.Repeat("x", 10_000)}, strings.Repeat("x", 4<<10-len("…")) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			c := newCaller(t, shelfwire.Options{Logger: loggers["JSON"](&out)})
			var counts UnreadCounts
			counts.Add(newUnread(tt.fields...))
			c.WarnUnread(t.Context(), opRead, counts)
			var line map[string]any
			require.NoError(t, json.Unmarshal(out.Bytes(), &line), "one line")
			assert.Equal(t, "WARN", line["level"])
			assert.Equal(t, "acme", line["provider"])
			assert.Equal(t, "Things.Get", line["op"])
			assert.Equal(t, tt.want, line["fields"])
			assert.NotContains(t, out.String(), "Kowalski", "names alone")
		})
	}
}

func TestCaller_WarnUnread_Silent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	newCaller(t, shelfwire.Options{Logger: loggers["JSON"](&out)}).WarnUnread(t.Context(), opRead, UnreadCounts{})
	assert.Empty(t, out.String(), "there is nothing to say")
	var counts UnreadCounts
	counts.Add(newUnread("Total"))
	newCaller(t, shelfwire.Options{}).WarnUnread(t.Context(), opRead, counts)
}
