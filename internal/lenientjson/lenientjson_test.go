package lenientjson_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, document := range []string{
		`{}`, `[]`, `null`, `true`, `0`, `-1.5e+3`, `""`, `{"a":[{"b":"c"}]}`, "\"not UTF-8: \xff\"", `"\ud800"`, `{"a":1,"a":2}`,
	} {
		for _, around := range []string{"%s", " %s", "%s\r\n", "\t\n%s \n"} {
			value, err := lenientjson.Parse(fmt.Appendf(nil, around, document))
			require.NoError(t, err, document)
			assert.Equal(t, document, string(value))
		}
	}
}

func TestParse_BreaksOff(t *testing.T) {
	t.Parallel()
	const whole = `{"status":"ok","P":{"n":[1,-2.5e3,{"x":null,"t":true}],"s":"a\"\\b\u00e9"}}`
	for end := 1; end < len(whole); end++ {
		value, err := lenientjson.Parse([]byte(whole[:end] + "\n"))
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, whole[:end])
		require.ErrorContains(t, err, "the JSON breaks off: ")
		assert.Nil(t, value)
	}
	for _, document := range []string{`[`, `"`, `-`, `1e`, `tru`} {
		_, err := lenientjson.Parse([]byte(document))
		require.ErrorIs(t, err, io.ErrUnexpectedEOF, document)
	}
}

func TestParse_Rejects(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, want string }{
		{"nothing", "", "the response is empty"},
		{"spaces", " \r\n\t", "the response is empty"},
		{"a page", "<html>", "not JSON: "},
		{"a warning of PHP", "<br />\n<b>Warning</b>: Undefined index in x.php on line 5<br />\n{\"status\":\"ok\"}", "not JSON: "},
		{"a warning of PHP in plain text", "\nNotice: Undefined index\n{}", "not JSON: "},
		{"a fatal error behind it", `{"status":"ok"}<b>Fatal error</b>`, "not JSON: more text follows the first value"},
		{"a second value", `{}{}`, "not JSON: more text follows the first value"},
		{"a second value that breaks off", `{} {`, "not JSON: more text follows the first value"},
		{"a word behind it", `1 x`, "not JSON: more text follows the first value"},
		{"a byte order mark", "\uFEFF{}", "not JSON: "},
		{"names without quotes", `{a:1}`, "not JSON: "},
		{"a comma too many", `[1,]`, "not JSON: "},
		{"single quotes", `['a']`, "not JSON: "},
		{"a line end in a string", "\"a\nb\"", "not JSON: "},
		{"NaN", `{"a":NaN}`, "not JSON: "},
		{"brackets that do not match", `{"a":[1}`, "not JSON: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			value, err := lenientjson.Parse([]byte(c.body))
			require.ErrorContains(t, err, c.want)
			require.NotErrorIs(t, err, io.ErrUnexpectedEOF)
			assert.Nil(t, value)
		})
	}
}

func TestValue_Kinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		document string
		kind     string
		nothing  bool
	}{
		{`null`, "null", true},
		{`{}`, "object", true},
		{`{ }`, "object", true},
		{`{"a":null}`, "object", false},
		{`[]`, "list", true},
		{"[\n]", "list", true},
		{`[null]`, "list", false},
		{`[[]]`, "list", false},
		{`""`, "string", true},
		{`" "`, "string", false},
		{`"null"`, "string", false},
		{`0`, "number", false},
		{`9`, "number", false},
		{`-1`, "number", false},
		{`true`, "", false},
		{`false`, "", false},
	} {
		value := parse(t, c.document)
		for kind, is := range map[string]bool{
			"null": value.IsNull(), "object": value.IsObject(), "list": value.IsList(),
			"string": value.IsString(), "number": value.IsNumber(),
		} {
			assert.Equal(t, kind == c.kind, is, "%s: %s", c.document, kind)
		}
		assert.Equal(t, c.nothing, value.IsEmpty(), c.document)
	}
	var absent lenientjson.Value
	assert.True(t, absent.IsEmpty())
	assert.False(t, absent.IsNull() || absent.IsObject() || absent.IsList() || absent.IsString() || absent.IsNumber())
}

func TestValue_Members(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ document, want string }{
		{`{}`, ""},
		{`{ "a" : 1 , "b":{"x":[1,"}"]},"a":"2" }`, `a=1;b={"x":[1,"}"]};a="2";`},
		{"{\"a\\\"\\\\\":\"\\\\\" ,\n\"\\u0041\\/B\":\"]\\\"\"\t}", `a"\="\\";A/B="]\"";`},
		{`{"":null,"c":-1.5,"d":true}`, `=null;c=-1.5;d=true;`},
		{`{"a":[[{"b":"]}"}],{}]}`, `a=[[{"b":"]}"}],{}];`},
		{`["a"]`, ""},
		{`"a"`, ""},
		{`1`, ""},
		{`null`, ""},
	} {
		var got strings.Builder
		for name, value := range parse(t, c.document).Members() {
			fmt.Fprintf(&got, "%s=%s;", name, value)
		}
		assert.Equal(t, c.want, got.String(), c.document)
	}
	for name := range parse(t, `{"a":1,"b":2}`).Members() {
		assert.Equal(t, "a", name)
		break
	}
}

func TestValue_Member(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, document, want string }{
		{"none", `{"b":1}`, ""},
		{"an empty object", `{}`, ""},
		{"exact", `{"b":1,"Key":2}`, "2"},
		{"a variant", `{"KEY":2}`, "2"},
		{"exact before a variant", `{"Key":1,"KEY":2}`, "1"},
		{"exact behind a variant", `{"KEY":2,"Key":1}`, "1"},
		{"two variants", `{"KEY":1,"key":2}`, "1"},
		{"a variant twice", `{"KEY":1,"key":2,"KEY":3}`, "3"},
		{"the last of one name", `{"Key":1,"Key":2}`, "2"},
		{"escaped", `{"\u004bey":1}`, "1"},
		{"the sign of Kelvin", `{"` + "\u212a" + `ey":1}`, ""},
		{"another length", `{"Keys":1,"Ke":2}`, ""},
		{"a list", `["Key"]`, ""},
		{"a text", `"Key"`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := parse(t, c.document).Member("Key")
			assert.Equal(t, c.want, string(got))
		})
	}
	assert.Empty(t, lenientjson.Value(nil).Member("Key").Member("Key"))
}

func TestValue_List(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, document, want string }{
		{"empty", `[ ]`, ""},
		{"elements", `[ 1 ,"a,]",[2,[3]],{"b":[]} , null]`, `1;"a,]";[2,[3]];{"b":[]};null;`},
		{"one", `[-0.5]`, `-0.5;`},
		{"nothing: null", `null`, ""},
		{"nothing: an object", `{}`, ""},
		{"nothing: a text", `""`, ""},
		{"a numbered object", `{"0":"a","1":"b"}`, `"a";"b";`},
		{"numbers, not texts, decide the order", `{"10":"c","9":"b","-1":"a"}`, `"a";"b";"c";`},
		{"great numbers", `{"5000000001":"b","5000000000":"a"}`, `"a";"b";`},
		{"a number twice", `{"1":"a","1":"b"}`, "no list"},
		{"a number in two forms", `{"1":"a","01":"b"}`, "no list"},
		{"a number in two forms, apart", `{"1":"a","2":"c","+1":"b"}`, "no list"},
		{"a name", `{"0":"a","total":"b"}`, "no list"},
		{"a fraction", `{"1.0":"a"}`, "no list"},
		{"a number that is too large", `{"9223372036854775808":"a"}`, "no list"},
		{"a text", `"a"`, "no list"},
		{"a number", `0`, "no list"},
		{"false", `false`, "no list"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list, ok := parse(t, c.document).List()
			require.Equal(t, c.want != "no list", ok)
			if !ok {
				assert.Nil(t, list)
				return
			}
			var got strings.Builder
			for _, value := range list {
				fmt.Fprintf(&got, "%s;", value)
			}
			assert.Equal(t, c.want, got.String())
		})
	}
	list, ok := lenientjson.Value(nil).List()
	assert.True(t, ok, "absent")
	assert.Nil(t, list)
}

// Appending to a value must not write over what follows it.
func TestValue_EndsWhereItEnds(t *testing.T) {
	t.Parallel()
	list, _ := parse(t, `[1,2]`).List()
	_ = append(list[0], '9')
	assert.Equal(t, "2", string(list[1]))
}
