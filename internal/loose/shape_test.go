package loose_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/loose"
)

// What each document reads as is told by the strict document that means the same.
var tolerated = []struct{ name, in, want string }{
	{"quoted int", `{"id":"12"}`, `{"id":12}`},
	{"quoted negative int", `{"small":"-12"}`, `{"small":-12}`},
	{"quoted int among spaces", `{"id":" 12 "}`, `{"id":12}`},
	{"quoted int in Opt", `{"count":"0"}`, `{"count":0}`},
	{"quoted int behind a pointer", `{"parent":"9007199254740993"}`, `{"parent":9007199254740993}`},
	{"quoted int in an embedded struct", `{"page":"3"}`, `{"page":3}`},
	{"quoted int in an embedded struct that is exported", `{"depth":"3"}`, `{"depth":3}`},
	{"quoted int without a tag", `{"Plain":"3"}`, `{"Plain":3}`},
	{"quoted ints in a map", `{"stock":{"LOC 1":"-5","Totals":"7"}}`, `{"stock":{"LOC 1":-5,"Totals":7}}`},

	{"number for a text", `{"name":12}`, `{"name":"12"}`},
	{"negative number for a text", `{"name":-1.50}`, `{"name":"-1.50"}`},
	{"long number for a text", `{"name":12345678901234567890123}`, `{"name":"12345678901234567890123"}`},
	{"number for a named text", `{"code":5}`, `{"code":"5"}`},
	{"number for a text in Opt", `{"note":5}`, `{"note":"5"}`},
	{"number for a text in an embedded struct", `{"status":1}`, `{"status":"1"}`},
	{"numbers for texts in a list", `{"tags":["a",5]}`, `{"tags":["a","5"]}`},

	{"0 for false", `{"active":0}`, `{"active":false}`},
	{"1 for true", `{"active":1}`, `{"active":true}`},
	{"quoted 0", `{"active":"0"}`, `{"active":false}`},
	{"quoted 1", `{"onSale":"1"}`, `{"onSale":true}`},
	{"quoted true", `{"onSale":"true"}`, `{"onSale":true}`},
	{"quoted false", `{"onSale":"false"}`, `{"onSale":false}`},
	{"quoted True", `{"onSale":"True"}`, `{"onSale":true}`},
	{"empty text for false", `{"onSale":""}`, `{"onSale":false}`},

	{"list for an empty object", `{"main":[],"id":1}`, `{"id":1}`},
	{"list with space inside for an empty object", `{"main":[ ],"id":1}`, `{"id":1}`},
	{"list for an empty object behind a pointer", `{"spare":[]}`, `{"spare":{}}`},
	{"list for an empty map", `{"stock":[]}`, `{"stock":{}}`},
	{"list for an empty object in a map", `{"places":{"a":[]}}`, `{"places":{"a":{}}}`},
	{"empty list for an empty row", ` [] `, `{}`},

	{"object for a list", `{"tags":{"0":"a","1":"b"}}`, `{"tags":["a","b"]}`},
	{"object without members for a list", `{"tags":{}}`, `{"tags":[]}`},
	{"object for a list with gaps", `{"tags":{"7":"c","1":"a","3":"b"}}`, `{"tags":["a","b","c"]}`},
	{
		"object for a list, in the order of numbers and not of letters",
		`{"tags":{"0":"a","1":"b","10":"k","11":"l","2":"c","3":"d","4":"e","5":"f","6":"g","7":"h"}}`,
		`{"tags":["a","b","c","d","e","f","g","h","k","l"]}`,
	},
	{"object for a list of objects", `{"parts":{"1":{"no":"1"},"2":[]}}`, `{"parts":[{"no":1},{}]}`},
	{"object for a list in Opt", `{"more":{"1":{"no":1}}}`, `{"more":[{"no":1}]}`},

	{
		"deep inside",
		`{"places":{"a":{"sub":{"0":{"by":{"b":{"no":"5"}}}}}}}`,
		`{"places":{"a":{"sub":[{"by":{"b":{"no":5}}}]}}}`,
	},
	{"pointer in Opt", `{"main":{"opt":{"1":{"no":"2"}}}}`, `{"main":{"opt":[{"no":2}]}}`},
	{"other case", `{"ID":"12","NAME":5,"Main":{"NO":"1"}}`, `{"id":12,"name":"5","main":{"no":1}}`},
	{"unknown members of any kind", `{"id":"1","other":{"id":"x"},"list":[1,"a"]}`, `{"id":1}`},
	{"a field that JSON does not know", `{"Never":"x","id":"1"}`, `{"id":1}`},
	{
		"null everywhere",
		`{"id":null,"name":null,"count":null,"when":null,"tags":null,"small":"1"}`,
		`{"small":1,"count":null}`,
	},
	{"null in a list", `{"parts":[null,{"no":"1"}]}`, `{"parts":[{},{"no":1}]}`},

	{"time without a zone", `{"when":"2026-03-20 10:30:28"}`, `{"when":"2026-03-20T10:30:28+02:00"}`},
	{"time without a zone, summer", `{"when":"2026-07-20 10:30:28"}`, `{"when":"2026-07-20T10:30:28+03:00"}`},
	{"time without a zone, ISO form", `{"when":"2026-03-20T10:30:28"}`, `{"when":"2026-03-20T10:30:28+02:00"}`},
	{"time among spaces", `{"when":" 2026-03-20 10:30:28 "}`, `{"when":"2026-03-20T10:30:28+02:00"}`},
	{"time with a fraction", `{"when":"2026-03-20 10:30:28.125"}`, `{"when":"2026-03-20T10:30:28.125+02:00"}`},
	{"date alone", `{"when":"2026-03-20"}`, `{"when":"2026-03-20T00:00:00+02:00"}`},
	{"no time", `{"when":"","id":"1"}`, `{"id":1}`},
	{"time of zeros", `{"when":"0000-00-00 00:00:00","id":"1"}`, `{"id":1}`},
	{"date of zeros", `{"when":"0000-00-00","id":"1"}`, `{"id":1}`},
	{"time in Opt", `{"seen":"2026-03-20 10:30:28"}`, `{"seen":"2026-03-20T10:30:28+02:00"}`},
	{"no time in Opt", `{"seen":""}`, `{"seen":null}`},
	{"time behind a pointer", `{"sold":"2026-03-20"}`, `{"sold":"2026-03-20T00:00:00+02:00"}`},
	{"no time behind a pointer", `{"sold":"0000-00-00","id":"1"}`, `{"id":1}`},
	{
		"a time with a zone keeps it",
		`{"when":"2026-03-20T10:30:28-05:00","id":"1"}`,
		`{"id":1,"when":"2026-03-20T10:30:28-05:00"}`,
	},
	{"dates read themselves", `{"due":"2026-03-20 10:00","id":"1"}`, `{"id":1,"due":"2026-03-20"}`},

	{"decimals", `{"price":"2.000","least":1e3,"id":"1"}`, `{"id":1,"price":2.000,"least":1000}`},
	{
		"30 digits survive",
		`{"price":123456789012345678901234567.890,"main":{"qty":"-0.000000000000000000000000000001","no":"1"}}`,
		`{"price":123456789012345678901234567.890,"main":{"no":1,"qty":-0.000000000000000000000000000001}}`,
	},
	{"a type that reads itself gets the list", `{"itself":[],"id":"1"}`, `{"id":1,"itself":[]}`},
	{"a type that reads itself gets the text", `{"itself":"5","id":"1"}`, `{"id":1,"itself":"5"}`},
	{"raw messages stay", `{"raw":{"a":["1",{"b":1e400}]},"id":"1"}`, `{"id":1,"raw":{"a":["1",{"b":1e400}]}}`},
}

func TestUnmarshalTolerates(t *testing.T) {
	t.Parallel()
	for _, tc := range tolerated {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var r row
			require.NoError(t, loose.Unmarshal([]byte(tc.in), &r, riga))
			assert.Equal(t, tc.want, written(t, r))
		})
	}
}

// Both fields are "n" in JSON; encoding/json takes the one that is less deep.
func TestUnmarshalTakesTheOuterOfTwoFields(t *testing.T) {
	t.Parallel()
	type inner struct {
		Text string `json:"n"`
	}
	type outerFirst struct {
		Number int `json:"n"`
		inner
	}
	type outerLast struct {
		inner
		Number int `json:"n"`
	}
	assert.Equal(t, 5, into[outerLast](t, `{"n":"5"}`).Number)
	assert.Equal(t, 5, into[outerFirst](t, `{"n":"5"}`).Number)
}

func TestUnmarshalTimesAroundTheChangeOfClocks(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, in string
		either   [2]string // UTC
	}{
		{"before the clock goes back", "2026-10-25 02:59:59", [2]string{"2026-10-24T23:59:59Z"}},
		{
			"the hour that comes twice", "2026-10-25 03:30:00",
			[2]string{"2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		},
		{"after it", "2026-10-25 04:00:00", [2]string{"2026-10-25T02:00:00Z"}},
		{"before the clock goes forward", "2026-03-29 02:59:59", [2]string{"2026-03-29T00:59:59Z"}},
		{
			"the hour that never comes", "2026-03-29 03:30:00",
			[2]string{"2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
		},
		{"after that", "2026-03-29 04:00:00", [2]string{"2026-03-29T01:00:00Z"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := into[row](t, `{"when":"`+tc.in+`"}`)
			assert.Contains(t, tc.either, r.When.UTC().Format(time.RFC3339))
		})
	}
}
