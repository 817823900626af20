package virtpos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// gaps are items whose id cannot be read.
var gaps = []struct{ name, xml, json, came string }{
	{"no id", `<item><quantity>1</quantity><x/></item>`, `{"quantity":1,"x":null}`, `quantity "1", x ""`},
	{"nothing", `<item/>`, `null`, `empty`},
	{"an empty id", `<item><id/></item>`, `{"id":""}`, `id ""`},
	{"text for an item", `<item>7</item>`, `7`, `item "7"`},
	{"id 0", `<item><id>0</id></item>`, `{"id":0}`, `id "0"`},
	{"a negative id", `<item><id>-7</id></item>`, `{"id":-7}`, `id "-7"`},
	{"a fraction for an id", `<item><id>7.5</id></item>`, `{"id":7.5}`, `id "7.5"`},
	{"an id too large", `<item><id>9223372036854775808</id></item>`, `{"id":9223372036854775808}`, `id "9223372036854775808"`},
	{"a word for an id", `<item><id>seven</id><quantity>1,7</quantity></item>`, `{"id":"seven","quantity":"1,7"}`,
		`id "seven", quantity "1,7"`},
	{"true for an id", ``, `{"id":true}`, `id "true"`},
	{"an id with elements", `<item><id>7<b/></id></item>`, ``, `id "7<b></b>"`},
	{"an object for an id", ``, `{"id":{"b":1}}`, `id "<b>1</b>"`},
	{"the same id twice", `<item><id>7</id><id>7</id></item>`, `{"id":7,"id":7}`, `id "7", id "7"`},
	{"a list for an id", ``, `{"id":[7,8]}`, `id "7", id "8"`},
	{"many members", `<item>` + strings.Repeat("<a/>", 40) + `</item>`, `{"a":[0` + strings.Repeat(",0", 39) + `]}`, ``},
}

func TestReadStock_RowsWithoutID(t *testing.T) {
	t.Parallel()
	for _, tc := range gaps {
		for format, document := range inBothFormats(tc.xml, tc.json) {
			t.Run(tc.name+"/"+format, func(t *testing.T) {
				t.Parallel()
				c, err := collectStock(document)
				require.NoError(t, err)
				require.Len(t, c.rows, 1)
				require.Len(t, c.gaps, 1)
				assert.Equal(t, int64(3), c.gaps[0].WarehouseID)
				assert.Equal(t, 2, c.gaps[0].Position)
				if tc.name == "many members" {
					assert.Len(t, c.gaps[0].Unread, 32)
					return
				}
				assert.Equal(t, "warehouse 3, row 2: "+tc.came, c.gaps[0].String())
			})
		}
	}
}

// Rows after a gap are delivered, and each gap has its position.
func TestReadStock_GapsBetweenRows(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"XML":        wrapXML(`<item><id>x</id></item><item><id>1</id></item><item><id>1,0</id></item><item><id>2</id></item>`),
		"JSON":       wrapJSON(`[{"id":"x"},{"id":1},{"id":"1,0"},{"id":2}]`),
		"keyed JSON": wrapJSON(`{"0":{},"1":[{},{"id":"1,0"}],"2":{}}`),
		"keys too large": wrapJSON(`{"9223372036854775808":{},"1":null,"99999999999999999999":{"id":null},
			"2":{"id":2}}`),
		"lots": wrapJSON(`{"5":[{"id":"x"},{"id":1},{"id":"1,0"},{"id":2}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := collectStock(document)
			require.NoError(t, err)
			require.Len(t, c.rows, 2)
			assert.Equal(t, [2]int64{1, 2}, [2]int64{c.rows[0].ItemID, c.rows[1].ItemID})
			require.Len(t, c.gaps, 2)
			assert.Equal(t, [2]int{1, 3}, [2]int{c.gaps[0].Position, c.gaps[1].Position})
			assert.Equal(t, 5, c.done)
		})
	}
}

func TestGapsError(t *testing.T) {
	t.Parallel()
	gap := Gap{WarehouseID: 3, Position: 2, Unread: []shelfwire.Unread{{Field: "id", Raw: "x"}, {Field: "a", Raw: ""}}}
	var e GapsError
	e.addGap(gap)
	require.EqualError(t, &e, `incomplete: rows without an id that can be read were left out: 1, first `+
		`warehouse 3, row 2: id "x", a ""`)
	for range 10_000 {
		e.addGap(gap)
	}
	require.ErrorIs(t, &e, shelfwire.ErrIncomplete)
	require.NotErrorIs(t, &e, shelfwire.ErrMalformed)
	require.ErrorContains(t, &e, "left out: 10001, first warehouse 3, row 2")
	assert.Len(t, e.Gaps, 10_000)
	assert.Equal(t, "incomplete: rows without an id that can be read were left out: 0", new(GapsError).Error())
}
