package lenientjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func TestComplete(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", ""},
		{"spaces", " \n", ""},
		{"a scalar", `"ok`, ""},
		{"a page", "<html", ""},
		{"an open object", `{`, `{}`},
		{"a name that breaks off", `{"a`, `{}`},
		{"a name without its value", `{"a":1,"b"`, `{"a":1}`},
		{"a name and its colon", `{"a":1,"b":`, `{"a":1}`},
		{"a number that may go on", `{"a":1,"b":36`, `{"a":1}`},
		{"a number that has ended", `{"a":1,"b":36,`, `{"a":1,"b":36}`},
		{"a string that has ended", `{"a":"x"`, `{"a":"x"}`},
		{"a string that breaks off", `{"a":"x","b":"y`, `{"a":"x"}`},
		{"a string that breaks off in an escape", `{"a":"x","b":"y\`, `{"a":"x"}`},
		{"an escaped quote", `{"a":"x\"","b":"`, `{"a":"x\""}`},
		{"a nested object", `{"status":"ok","P":{"data":[{"ID":363,"Nu`, `{"status":"ok","P":{"data":[{"ID":363}]}}`},
		{"an element that has ended", `[{"a":1},{"b":2`, `[{"a":1},{}]`},
		{"strings in a list", `["a","b`, `["a"]`},
		{"numbers in a list", `[1,2`, `[1]`},
		{"a word that may go on", `[true,fals`, `[true]`},
		{"a whole value", `{"a":[1,2],"b":null}`, `{"a":[1,2],"b":null}`},
		{"names after a list", `{"a":[1,"x"],"b`, `{"a":[1,"x"]}`},
		{"a raw line end in a text", "{\"a\":1,\"b\":\"x\ny\",\"c\":2}", `{"a":1}`},
		{"an escape that is none", `{"a":[{"b":1,"c":"C:\q"}]}`, `{"a":[{"b":1}]}`},
		{"a number without its zero", `{"a":1,"b":.5}`, `{"a":1}`},
		{"a number with a zero too many", `{"a":1,"b":01}`, `{"a":1}`},
		{"no number", `{"a":1,"b":NaN,"c":2}`, `{"a":1}`},
		{"text behind it", `{"a":1}<!-- cached -->`, `{"a":1}`},
		{"a bracket behind it", `{"a":1}]`, `{"a":1}`},
		{"a comma behind it", `{"a":1},{"b":2}`, `{"a":1}`},
		{"another one behind it", `[1]{"b":2}`, `[1]`},
		{"brackets that close nothing", `]]`, ``},
		{"a comma", `,`, ``},
		{"brackets that do not match", `{"a":[1}`, `{"a":[]}`},
		{"spaces in front", " \n\t{\"a\":1,", `{"a":1}`},
		{"spaces behind", "{\"a\":1} \r\n", `{"a":1}`},
		{"spaces before the break", `{"a":1 , "b": `, `{"a":1}`},
		{"a number and a space", `{"a":36 `, `{"a":36}`},
		{"a nested list that has not begun", `{"a":1,"b":[`, `{"a":1,"b":[]}`},
		{"a nested value that has ended", `{"a":{"b":[[1]]}`, `{"a":{"b":[[1]]}}`},
		{"a page behind it", `{"status":"ok"}<br /><b>Fatal error</b>: x`, `{"status":"ok"}`},
		{"a page that breaks off behind it", `{"status":"ok"}<br`, `{"status":"ok"}`},
		{"another object behind it", `{"a":1}{"b":2`, `{"a":1}`},
		{"a page in front", `<br>{"a":1,"b":`, ``},
		{"a string in a string's place for a name", `{"a":"b","c`, `{"a":"b"}`},
		{"a string that ends in a backslash", `["\\","a`, `["\\"]`},
		{"a line end in a string", "[\"a\nb\",1,", `[]`},
		{"a line end in a text behind others", "{\"a\":1,\"b\":\"x\ny\",\"c\":2}", `{"a":1}`},
		{"an escape that is none", `{"a":[{"b":1,"c":"C:\q"}]}`, `{"a":[{"b":1}]}`},
		{"a number without its zero", `{"a":1,"b":.5}`, `{"a":1}`},
		{"a number with a zero too many", `{"a":1,"b":01}`, `{"a":1}`},
		{"no number", `{"a":1,"b":NaN,"c":2}`, `{"a":1}`},
		{"somebody's text behind it", `{"a":1}<!-- cached -->`, `{"a":1}`},
		{"not UTF-8", "[\"\xff\",1", "[\"\xff\"]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			whole, ok := lenientjson.Complete([]byte(c.body))
			require.Equal(t, c.want != "", ok, "%s", whole)
			if ok {
				assert.Equal(t, c.want, string(whole))
			}
		})
	}
}

// documents hold every kind of value, name and bracket.
var documents = []string{
	`{"status":"ok","time":"2020-03-20T10:00:00+02:00","P":{"n":[1,-2.5e3,{"x":null}],"s":"a\"\\b\u00e9","t":true}}`,
	`[[],{},[[1,2],"x]"],{"a":{"b":{"c":[false,"}"]}}},12, 13 ,"` + "\\\\" + `",0]`,
	" {\n \"a\" : [ 1 , 2 ] ,\n \"b\" : { \"c\\\"\" : \"d\" , \"\" : null } ,\t\"e\":-0.5}",
	`{"Salesinvoice":{"data":[{"ID":363,"Number":"R-1","lines":{"0":{"ID":1},"1":{"ID":2}}}]},"fields":{"ID":363}}`,
}

// Wherever a document breaks off, each scalar in the result stands in the whole document at the same path, and all
// that ended before the break are there.
func TestComplete_NeverInventsAnything(t *testing.T) {
	t.Parallel()
	for _, whole := range documents {
		want := scalars(parse(t, whole))
		body := strings.TrimSpace(whole)
		before := 0
		for end := range len(body) + 1 {
			value, ok := lenientjson.Complete([]byte(body[:end]))
			require.Equal(t, end > 0, ok, body[:end])
			if !ok {
				continue
			}
			got := scalars(parse(t, string(value)))
			require.Equal(t, want[:len(got)], got, body[:end])
			require.GreaterOrEqual(t, len(got), before, "nothing gets lost again")
			before = len(got)
			_, err := lenientjson.Parse([]byte(body[:end]))
			require.Equal(t, end < len(body), errors.Is(err, io.ErrUnexpectedEOF), body[:end])
		}
		require.Len(t, want, before)
	}
}

// scalars returns all scalars in a document, in their order, behind their paths.
func scalars(value lenientjson.Value) []string {
	switch {
	case value.IsObject():
		all := []string{}
		for name, member := range value.Members() {
			all = append(all, prefixed("."+strconv.Quote(name), scalars(member))...)
		}
		return all
	case value.IsList():
		all := []string{}
		list, _ := value.List()
		for i, element := range list {
			all = append(all, prefixed(fmt.Sprintf("[%d]", i), scalars(element))...)
		}
		return all
	default:
		return []string{"=" + string(value)}
	}
}

func prefixed(path string, scalars []string) []string {
	for i := range scalars {
		scalars[i] = path + scalars[i]
	}
	return scalars
}

func TestComplete_LeavesTheBodyAlone(t *testing.T) {
	t.Parallel()
	body := []byte(`{"a":[1,2`)
	whole, ok := lenientjson.Complete(body[:8:9])
	require.True(t, ok)
	assert.Equal(t, `{"a":[1]}`, string(whole))
	assert.Equal(t, `{"a":[1,2`, string(body))
}

// What would take time by the square of its depth ends at once.
func TestComplete_Deep(t *testing.T) {
	t.Parallel()
	whole, ok := lenientjson.Complete([]byte(strings.Repeat(`{"a":[`, 5000) + `1,2`))
	require.True(t, ok)
	assert.Equal(t, strings.Repeat(`{"a":[`, 5000)+`1`+strings.Repeat(`]}`, 5000), string(whole))
	whole, ok = lenientjson.Complete(bytes.Repeat([]byte(`[`), 1<<20))
	require.True(t, ok, "deeper than JSON may be")
	assert.Less(t, len(whole), 1<<15, "as far as it may be")
}

func FuzzComplete(f *testing.F) {
	for _, whole := range documents {
		for end := range len(whole) {
			f.Add([]byte(whole[:end]))
		}
	}
	for _, odd := range []string{`,`, `]`, `{]`, `{"a":1}{`, `{"a":1}<b>`, "[\"\xff\",1", `{"a"::1,`, `{"a":1 "b":2,`, `[1 2,`} {
		f.Add([]byte(odd))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		whole, ok := lenientjson.Complete(body)
		if !ok {
			_, err := lenientjson.Parse(body)
			isOpen := bytes.IndexAny(bytes.TrimLeft(body, " \r\n\t"), "{[") == 0
			require.False(t, err == nil && isOpen, "a whole document is its own completion")
			return
		}
		require.True(t, json.Valid(whole), "%s", whole)
		closed := bytes.TrimRight(whole, "}]")
		require.True(t, bytes.HasPrefix(bytes.TrimLeft(body, " \r\n\t"), closed), "%s", whole)
		if value, err := lenientjson.Parse(body); err == nil {
			require.Equal(t, string(value), string(whole))
		}
	})
}
