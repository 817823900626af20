package loose_test

import (
	"encoding/json"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"strings"
	"testing"
	"time"

	"github.com/shelfwire/shelfwire/internal/loose"
)

func TestUnmarshalReadsStrictDocuments(t *testing.T) {
	t.Parallel()
	for _, tc := range tolerated {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var r row
			require.NoError(t, loose.Unmarshal([]byte(tc.want), &r, riga))
			assert.Equal(t, tc.want, written(t, r))
		})
	}
}

// A document is brought into shape as a whole, so what was strict in it must come through as well.
func TestUnmarshalKeepsTheRest(t *testing.T) {
	t.Parallel()
	for _, tc := range tolerated {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var both struct {
				Strict row `json:"strict"`
				Loose  int `json:"loose"`
			}
			document := `{"strict":` + tc.want + `,"loose":"7"}`
			require.NoError(t, loose.Unmarshal([]byte(document), &both, riga))
			assert.Equal(t, tc.want, written(t, both.Strict))
			assert.Equal(t, 7, both.Loose)
		})
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in string }{
		{"nothing", ``},
		{"half a document", `{"id":1`},
		{"two documents", `{"id":1}{"id":2}`},
		{"bare word", `ok`},
		{"text for an object", `"ok"`},
		{"number for an object", `{"main":5}`},
		{"empty text for an object", `{"main":""}`},
		{"list with elements for an object", `{"main":[{"no":1}]}`},
		{"word for an int", `{"id":"twelve"}`},
		{"empty text for an int", `{"id":""}`},
		{"quoted null for an int", `{"id":"null"}`},
		{"fraction for an int", `{"id":1.5}`},
		{"quoted fraction for an int", `{"id":"1.5"}`},
		{"number beyond the int", `{"small":"300"}`},
		{"bool for an int", `{"id":true}`},
		{"quoted bool for an int", `{"id":"true"}`},
		{"list for an int", `{"id":[]}`},
		{"2 for a bool", `{"active":2}`},
		{"word for a bool", `{"active":"yes"}`},
		{"bool for a text", `{"name":true}`},
		{"object for a text", `{"name":{}}`},
		{"list for a text", `{"name":[]}`},
		{"text for a list", `{"tags":"a"}`},
		{"empty text for a list", `{"tags":""}`},
		{"object with words as keys for a list", `{"tags":{"0":"a","total":"b"}}`},
		{"object in a list of texts", `{"tags":[{}]}`},
		{"word for a decimal", `{"price":"many"}`},
		{"decimal comma", `{"price":"1,50"}`},
		{"empty text for a decimal", `{"price":""}`},
		{"word for a time", `{"when":"yesterday"}`},
		{"day that does not exist", `{"when":"2026-02-30"}`},
		{"hour that does not exist", `{"when":"2026-03-20 24:30:00"}`},
		{"number for a time", `{"when":1774000000}`},
		{"list for a time", `{"when":[]}`},
		{"day that does not exist for a date", `{"due":"2026-02-30"}`},
		{"wrong deep inside", `{"places":{"a":{"sub":[{"by":{"b":{"no":"x"}}}]}}}`},
		{"wrong beside tolerated", `{"id":"1","small":"x"}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var r row
			assert.Error(t, loose.Unmarshal([]byte(tc.in), &r, riga))
		})
	}
}

func TestUnmarshalIntoOtherTypes(t *testing.T) {
	t.Parallel()
	list := into[[]part](t, `{"2":{"no":"2"},"1":{"no":1}}`)
	assert.Equal(t, `[{"no":1},{"no":2}]`, written(t, list))
	assert.Equal(t, `{"a":1}`, written(t, into[map[string]int](t, `{"a":"1"}`)))
	assert.Equal(t, map[string]int{}, into[map[string]int](t, `[]`))
	assert.Equal(t, map[int]string{1: "5"}, into[map[int]string](t, `{"1":5}`))
	assert.Equal(t, "5", into[string](t, ` 5 `))
	assert.Equal(t, int32(5), into[int32](t, `"5"`))
	assert.True(t, into[bool](t, `1`))
	assert.Equal(t, [][]int{{1}, {2, 3}}, into[[][]int](t, `{"0":["1"],"1":{"0":2,"1":"3"}}`))
}

// The strict reading comes first and may have filled fields before it failed.
func TestUnmarshalBeginsAgain(t *testing.T) {
	t.Parallel()
	r := into[row](t, `{"tags":["a","b"],"stock":{"a":1},"id":"1","tags":null,"stock":{"b":"2"}}`)
	assert.Equal(t, `{"id":1,"stock":{"b":2}}`, written(t, r))
}

func TestUnmarshalTakesTheZoneThatItIsGiven(t *testing.T) {
	t.Parallel()
	var r row
	require.NoError(t, loose.Unmarshal([]byte(`{"when":"2026-03-20 10:30:28"}`), &r, time.UTC))
	assert.Equal(t, `{"when":"2026-03-20T10:30:28Z"}`, written(t, r))
}

// itself is a type whose value is itself, as far as its methods tell.
type itself struct{}

func (i itself) Get() (itself, bool) { return i, true }

func TestUnmarshalEndsForTypesWithoutEnd(t *testing.T) {
	t.Parallel()
	var i itself
	assert.Error(t, loose.Unmarshal([]byte(`5`), &i, riga))
	type list []list
	var l list
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	require.NoError(t, loose.Unmarshal([]byte(`{"0":`+deep+`}`), &l, riga))
	assert.Len(t, l, 1)
	deep = strings.Repeat(`{"0":`, 5000) + `[]` + strings.Repeat(`}`, 5000)
	assert.Error(t, loose.Unmarshal([]byte(deep), &l, riga))
}

func FuzzUnmarshal(f *testing.F) {
	for _, tc := range tolerated {
		f.Add(tc.in)
		f.Add(tc.want)
	}
	f.Fuzz(func(t *testing.T, document string) {
		var strict, tolerant row
		strictErr := json.Unmarshal([]byte(document), &strict)
		tolerantErr := loose.Unmarshal([]byte(document), &tolerant, riga)
		if strictErr == nil {
			require.NoError(t, tolerantErr)
			want, wantErr := json.Marshal(strict)
			got, gotErr := json.Marshal(tolerant)
			require.Equal(t, wantErr, gotErr)
			require.Equal(t, string(want), string(got))
			return
		}
		if !json.Valid([]byte(document)) {
			require.Error(t, tolerantErr)
		}
	})
}
