package lenientjson_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// stock is an object with objects and lists in it.
type stock struct {
	Loyalty loyalty
	Balance map[string]shelfwire.Decimal
	Data    []lot
	Grid    [][]int64
	Shops   map[string]loyalty
}

type loyalty struct {
	Updated shelfwire.Date
	Home    lot
}

type lot struct{ Qty shelfwire.Decimal }

var (
	lotFields = lenientjson.NewFields(map[string]func(*lot, lenientjson.Member){
		"Qty": func(l *lot, m lenientjson.Member) { m.Amount(&l.Qty) },
	})
	loyaltyFields = lenientjson.NewFields(map[string]func(*loyalty, lenientjson.Member){
		"updated": func(l *loyalty, m lenientjson.Member) { m.Date(&l.Updated) },
		"home":    func(l *loyalty, m lenientjson.Member) { lenientjson.ReadObject(m, lotFields, &l.Home) },
	})
	stockFields = lenientjson.NewFields(map[string]func(*stock, lenientjson.Member){
		"Loyalty": func(s *stock, m lenientjson.Member) { lenientjson.ReadObject(m, loyaltyFields, &s.Loyalty) },
		"Balance": func(s *stock, m lenientjson.Member) { s.Balance = balance(m) },
		"data": func(s *stock, m lenientjson.Member) {
			m.EachElement(func(element lenientjson.Member) {
				var l lot
				lenientjson.ReadObject(element, lotFields, &l)
				s.Data = append(s.Data, l)
			})
		},
		"grid": func(s *stock, m lenientjson.Member) {
			m.EachElement(func(row lenientjson.Member) {
				var numbers []int64
				row.EachElement(func(element lenientjson.Member) {
					var n int64
					element.Int(&n)
					numbers = append(numbers, n)
				})
				s.Grid = append(s.Grid, numbers)
			})
		},
		"shops": func(s *stock, m lenientjson.Member) {
			s.Shops = map[string]loyalty{}
			m.EachMember(func(name string, m lenientjson.Member) {
				var l loyalty
				lenientjson.ReadObject(m, loyaltyFields, &l)
				s.Shops[name] = l
			})
		},
	})
)

func TestNotes_TakeUnread_Prefixes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, object string
		want         string // fields and raw texts
	}{
		{"nothing", `{"Loyalty":{"updated":"2026-03-20"},"Balance":{"L":1},"data":[{"Qty":1}],"grid":[[1]]}`, ``},
		{"a member of an object", `{"Loyalty":{"updated":"20.03.2026"}}`, `Loyalty.updated: "20.03.2026";`},
		{"the name as it came", `{"LOYALTY":{"Updated":7}}`, `LOYALTY.Updated: 7;`},
		{"an object in an object", `{"Loyalty":{"home":{"Qty":"x"}}}`, `Loyalty.home.Qty: "x";`},
		{"no object", `{"Loyalty":"gold"}`, `Loyalty: "gold";`},
		{"a list for an object", `{"Loyalty":[1]}`, `Loyalty: [1];`},
		{"nothing for an object", `{"Loyalty":[],"loyalty":1}`, ``},
		{"null for an object", `{"Loyalty":null}`, ``},
		{"an empty text for an object", `{"Loyalty":""}`, ``},
		{"no object in an object", `{"Loyalty":{"home":false}}`, `Loyalty.home: false;`},
		{"by name", `{"Balance":{"Location 1":"12,50","Location 2":2}}`, `Balance.Location 1: "12,50";`},
		{"an escaped name", `{"Balance":{"A\/B":true}}`, `Balance.A/B: true;`},
		{"all by name", `{"Balance":{"b":[],"a":{}}}`, `Balance.b: [];Balance.a: {};`},
		{"nothing by name", `{"Balance":[]}`, ``},
		{"a list by name", `{"Balance":[1]}`, `Balance: [1];`},
		{"a text by name", `{"Balance":"3"}`, `Balance: "3";`},
		{"an element", `{"data":[{"Qty":1},{"Qty":2},{},{"Qty":"1 126.00"}]}`, `data[3].Qty: "1 126.00";`},
		{"the tenth element", `{"data":[[],[],[],[],[],[],[],[],[],[],7]}`, `data[10]: 7;`},
		{"an element of a numbered object", `{"data":{"4":{},"7":{"Qty":"x"}}}`, `data[1].Qty: "x";`},
		{"an element that is no object", `{"data":[{"Qty":1},5]}`, `data[1]: 5;`},
		{"no list", `{"data":5}`, `data: 5;`},
		{"an object for a list", `{"data":{"Qty":"x"}}`, `data: {"Qty":"x"};`},
		{"a number twice", `{"data":{"1":{"Qty":"x"},"01":{}}}`, `data: {"1":{"Qty":"x"},"01":{}};`},
		{"nothing for a list", `{"data":{},"grid":""}`, ``},
		{"an element of an element", `{"grid":[[1],[2,"x"]]}`, `grid[1][1]: "x";`},
		{"an object by name", `{"shops":{"a":{"home":{"Qty":"x"}},"b":1}}`, `shops.a.home.Qty: "x";shops.b: 1;`},
		{"several, in their order", `{"grid":5,"data":[{"Qty":"x"}],"Loyalty":{"updated":1,"home":2}}`, `grid: 5;data[0].Qty: "x";Loyalty.updated: 1;Loyalty.home: 2;`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var notes lenientjson.Notes
			var s stock
			require.True(t, stockFields.Read(&notes, parse(t, c.object), &s, nil))
			var got strings.Builder
			for _, u := range notes.TakeUnread() {
				fmt.Fprintf(&got, "%s: %s;", u.Field, u.Raw)
			}
			assert.Equal(t, c.want, got.String())
			assert.Nil(t, notes.TakeUnread(), "taken")
		})
	}
}

func TestMember_EachElement_RejectsARepeatedNumber(t *testing.T) {
	t.Parallel()
	var s stock
	stockFields.Read(nil, parse(t, `{"data":{"1":{"Qty":1},"01":{"Qty":2}}}`), &s, nil)
	assert.Empty(t, s.Data)
}

func TestNotes_TakeUnread_ClipsRaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"128 bytes", strings.Repeat("a", 126), `"` + strings.Repeat("a", 126) + `"`},
		{"129 bytes", strings.Repeat("a", 127), `"` + strings.Repeat("a", 124) + "…"},
		{"a character at the cut", strings.Repeat("a", 123) + "ā" + strings.Repeat("a", 9), `"` + strings.Repeat("a", 123) + "…"},
		{"a long character at the cut", strings.Repeat("a", 122) + "😀" + strings.Repeat("a", 9), `"` + strings.Repeat("a", 122) + "…"},
		{"a longer part of it", strings.Repeat("a", 121) + "😀" + strings.Repeat("a", 9), `"` + strings.Repeat("a", 121) + "…"},
		{"a character before the cut", strings.Repeat("a", 122) + "ā" + strings.Repeat("a", 9), `"` + strings.Repeat("a", 122) + "ā…"},
		{"not UTF-8, short", "a\xffb", "\"a\xffb\""},
		{"not UTF-8, long", "a\xffb" + strings.Repeat("a", 200), "\"a\xffb" + strings.Repeat("a", 121) + "…"},
		{"bytes that begin no character", strings.Repeat("\x80", 200), `"` + strings.Repeat("\x80", 121) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, unread := readMember(t, `"`+c.text+`"`, false, func(m lenientjson.Member, _ *bool) { m.NoteUnread() })
			require.Len(t, unread, 1)
			assert.Equal(t, c.want, unread[0].Raw)
			assert.LessOrEqual(t, len(unread[0].Raw), 128)
			assert.Equal(t, utf8.ValidString(c.text), utf8.ValidString(unread[0].Raw))
		})
	}
}

// A key is cleared before the text is cut, wherever it stands in it, and from names as well.
func TestNotes_TakeUnread_RedactsKeys(t *testing.T) {
	t.Parallel()
	const key = "aB3-secret-0123456789"
	redact := func(text string) string { return strings.ReplaceAll(text, key, "[redacted]") }
	for length := range 150 {
		notes := lenientjson.Notes{Redact: redact}
		var s stock
		raw := `"` + strings.Repeat("x", length) + key + strings.Repeat("y", 150) + `"`
		stockFields.Read(&notes, parse(t, `{"Balance":{"`+key+`":`+raw+`}}`), &s, nil)
		unread := notes.TakeUnread()
		require.Len(t, unread, 1)
		assert.Equal(t, "Balance.[redacted]", unread[0].Field)
		assert.NotContains(t, unread[0].Raw, "aB3")
		assert.Len(t, unread[0].Raw, 128)
		assert.True(t, strings.HasPrefix(redact(raw), strings.TrimSuffix(unread[0].Raw, "…")))
	}
}
