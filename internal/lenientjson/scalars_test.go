package lenientjson_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

func TestMember_Text(t *testing.T) {
	t.Parallel()
	testScalar(t, "before", lenientjson.Member.Text, strconv.Quote, []scalarCase{
		{name: "a text", raw: `"Ziepes"`, want: `"Ziepes"`},
		{name: "an empty text", raw: `""`, want: `""`},
		{name: "spaces stay", raw: `" a "`, want: `" a "`},
		{name: "null", raw: `null`, want: `""`},
		{name: "a whole number", raw: `4750010000101`, want: `"4750010000101"`},
		{name: "a number as it is written", raw: `-1.50e2`, want: `"-1.50e2"`},
		{name: "a word in quotes", raw: `"null"`, want: `"null"`},
		{name: "false", raw: `false`, want: `""`, unread: true},
		{name: "true", raw: `true`, want: `""`, unread: true},
		{name: "an empty list", raw: `[]`, want: `""`, unread: true},
		{name: "a list", raw: `["a"]`, want: `""`, unread: true},
		{name: "an object", raw: `{"a":1}`, want: `""`, unread: true},
	})
}

func TestMember_Texts(t *testing.T) {
	t.Parallel()
	show := func(texts []string) string { return fmt.Sprintf("%q", texts) }
	testScalar(t, []string{"before"}, lenientjson.Member.Texts, show, []scalarCase{
		{name: "a list", raw: `["a", "b"]`, want: `["a" "b"]`},
		{name: "a list of numbers", raw: `[1,2.0]`, want: `["1" "2.0"]`},
		{name: "null in a list", raw: `[null,"a"]`, want: `["" "a"]`},
		{name: "an empty list", raw: `[ ]`, want: `[]`},
		{name: "an empty object", raw: `{}`, want: `[]`},
		{name: "null", raw: `null`, want: `[]`},
		{name: "an empty text", raw: `""`, want: `[]`},
		{name: "one text", raw: `"a"`, want: `["a"]`},
		{name: "one number", raw: `12`, want: `["12"]`},
		{name: "a numbered object", raw: `{"10":"c","0":"a","2":"b"}`, want: `["a" "b" "c"]`},
		{name: "false", raw: `false`, want: `[]`, unread: true},
		{name: "a flag first in a list", raw: `[true,"a"]`, want: `[]`, unread: true},
		{name: "a flag last in a list", raw: `["a",true]`, want: `[]`, unread: true},
		{name: "a list in a list", raw: `[["a"]]`, want: `[]`, unread: true},
		{name: "an object with names", raw: `{"a":"b"}`, want: `[]`, unread: true},
		{name: "a numbered object with a number twice", raw: `{"1":"a","01":"b"}`, want: `[]`, unread: true},
	})
}

var intCases = []scalarCase{
	{name: "a number", raw: `363`, want: "363"},
	{name: "a quoted number", raw: `"363"`, want: "363"},
	{name: "spaces around a quoted number", raw: `" 363\n"`, want: "363"},
	{name: "a fraction of zero", raw: `10906567.0`, want: "10906567"},
	{name: "a quoted fraction of zero", raw: `"1.000"`, want: "1"},
	{name: "an exponent", raw: `1e3`, want: "1000"},
	{name: "a quoted exponent", raw: `"1E3"`, want: "1000"},
	{name: "an exponent that makes it whole", raw: `1.5e1`, want: "15"},
	{name: "an exponent that takes zeros away", raw: `1500e-2`, want: "15"},
	{name: "a negative number", raw: `-5`, want: "-5"},
	{name: "minus zero", raw: `-0`, want: "0"},
	{name: "null", raw: `null`, want: "0"},
	{name: "an empty text", raw: `""`, want: "0"},
	{name: "a text of spaces", raw: `"  "`, want: "0"},
	{name: "a fraction", raw: `1.5`, want: "0", unread: true},
	{name: "a quoted fraction", raw: `"1.5"`, want: "0", unread: true},
	{name: "an exponent that leaves a fraction", raw: `15e-1`, want: "0", unread: true},
	{name: "far beyond", raw: `1e64`, want: "0", unread: true},
	{name: "an exponent beyond all", raw: `1e400`, want: "0", unread: true},
	{name: "a group separator", raw: `"1 126"`, want: "0", unread: true},
	{name: "a comma", raw: `"1,0"`, want: "0", unread: true},
	{name: "hexadecimal", raw: `"0x10"`, want: "0", unread: true},
	{name: "an underscore", raw: `"1_000"`, want: "0", unread: true},
	{name: "a word", raw: `"many"`, want: "0", unread: true},
	{name: "quoted null", raw: `"null"`, want: "0", unread: true},
	{name: "true", raw: `true`, want: "0", unread: true},
	{name: "false", raw: `false`, want: "0", unread: true},
	{name: "a list", raw: `[1]`, want: "0", unread: true},
	{name: "an empty list", raw: `[]`, want: "0", unread: true},
	{name: "an object", raw: `{"Id":1}`, want: "0", unread: true},
}

func TestMember_Int(t *testing.T) {
	t.Parallel()
	show := func(n int64) string { return strconv.FormatInt(n, 10) }
	testScalar(t, int64(7), lenientjson.Member.Int, show, append(intCases, []scalarCase{
		{name: "the greatest", raw: `9223372036854775807`, want: "9223372036854775807"},
		{name: "the greatest with a fraction", raw: `"9223372036854775807.0"`, want: "9223372036854775807"},
		{name: "the least", raw: `-9223372036854775808`, want: "-9223372036854775808"},
		{name: "one more", raw: `9223372036854775808`, want: "0", unread: true},
		{name: "one more, quoted", raw: `"9223372036854775808"`, want: "0", unread: true},
		{name: "one less", raw: `-9223372036854775809.0`, want: "0", unread: true},
	}...))
}

func TestMember_SmallInt(t *testing.T) {
	t.Parallel()
	testScalar(t, 7, lenientjson.Member.SmallInt, strconv.Itoa, append(intCases, []scalarCase{
		{name: "the greatest", raw: `2147483647`, want: "2147483647"},
		{name: "the least", raw: `"-2147483648"`, want: "-2147483648"},
		{name: "one more", raw: `2147483648`, want: "0", unread: true},
		{name: "one less", raw: `-2147483649`, want: "0", unread: true},
		{name: "4294967297, of which the lower half is 1", raw: `4294967297`, want: "0", unread: true},
	}...))
}

var digits64 = strings.Repeat("9", 64)

// numberCases say absent and null where an Amount is not set.
var numberCases = []scalarCase{
	{name: "a number", raw: `12.50`, want: "12.50"},
	{name: "a quoted number", raw: `"12.50"`, want: "12.50"},
	{name: "spaces around a quoted number", raw: `" 12.50 "`, want: "12.50"},
	{name: "the scale stays", raw: `2.000`, want: "2.000"},
	{name: "beyond binary floating point", raw: `0.29999999999999999`, want: "0.29999999999999999"},
	{name: "an exponent", raw: `1e3`, want: "1000"},
	{name: "a negative exponent", raw: `"5E-3"`, want: "0.005"},
	{name: "zero", raw: `0`, want: "0"},
	{name: "64 characters", raw: digits64, want: digits64},
	{name: "null", raw: `null`, want: "null"},
	{name: "an empty text", raw: `""`, want: "absent"},
	{name: "a text of spaces", raw: `" "`, want: "absent"},
	{name: "a comma", raw: `"12,50"`, want: "absent", unread: true},
	{name: "a group separator", raw: `"1 126.00"`, want: "absent", unread: true},
	{name: "a comma between groups", raw: `"1,700"`, want: "absent", unread: true},
	{name: "a percent sign", raw: `"23%"`, want: "absent", unread: true},
	{name: "65 characters", raw: digits64 + "9", want: "absent", unread: true},
	{name: "an exponent beyond 64", raw: `1e65`, want: "absent", unread: true},
	{name: "NaN", raw: `"NaN"`, want: "absent", unread: true},
	{name: "quoted null", raw: `"null"`, want: "absent", unread: true},
	{name: "true", raw: `true`, want: "absent", unread: true},
	{name: "false", raw: `false`, want: "absent", unread: true},
	{name: "an empty list", raw: `[]`, want: "absent", unread: true},
	{name: "a list", raw: `[1]`, want: "absent", unread: true},
	{name: "an object", raw: `{}`, want: "absent", unread: true},
}

func TestMember_Number(t *testing.T) {
	t.Parallel()
	before := shelfwire.Set(shelfwire.NewDecimal(7))
	testScalar(t, before, lenientjson.Member.Number, shelfwire.Opt[shelfwire.Decimal].String, numberCases)
}

func TestMember_Amount(t *testing.T) {
	t.Parallel()
	testScalar(t, shelfwire.NewDecimal(7), lenientjson.Member.Amount, func(d shelfwire.Decimal) string {
		if !d.IsSet() {
			return "not set"
		}
		return d.String()
	}, withNone(numberCases, "not set"))
}

// withNone says none where the cases say absent or null.
func withNone(cases []scalarCase, none string) []scalarCase {
	changed := append([]scalarCase(nil), cases...)
	for i, c := range changed {
		if c.want == "absent" || c.want == "null" {
			changed[i].want = none
		}
	}
	return changed
}

func TestMember_Bool(t *testing.T) {
	t.Parallel()
	testScalar(t, shelfwire.Set(true), lenientjson.Member.Bool, shelfwire.Opt[bool].String, []scalarCase{
		{name: "true", raw: `true`, want: "true"},
		{name: "false", raw: `false`, want: "false"},
		{name: "1", raw: `1`, want: "true"},
		{name: "0", raw: `0`, want: "false"},
		{name: "quoted true", raw: `"true"`, want: "true"},
		{name: "quoted false", raw: `"false"`, want: "false"},
		{name: "capital letters", raw: `"TRUE"`, want: "true"},
		{name: "a capital letter", raw: `" False "`, want: "false"},
		{name: "quoted 1", raw: `"1"`, want: "true"},
		{name: "quoted 0", raw: `"0"`, want: "false"},
		{name: "1.0", raw: `1.0`, want: "true"},
		{name: "quoted 0.00", raw: `"0.00"`, want: "false"},
		{name: "null is null", raw: `null`, want: "null"},
		{name: "an empty flag is absent", raw: `""`, want: "absent"},
		{name: "a flag of spaces is absent", raw: `"\t"`, want: "absent"},
		{name: "2", raw: `2`, want: "absent", unread: true},
		{name: "-1", raw: `-1`, want: "absent", unread: true},
		{name: "0.5", raw: `0.5`, want: "absent", unread: true},
		{name: "yes", raw: `"yes"`, want: "absent", unread: true},
		{name: "tru", raw: `"tru"`, want: "absent", unread: true},
		{name: "a long s", raw: `"falſe"`, want: "absent", unread: true},
		{name: "quoted null", raw: `"null"`, want: "absent", unread: true},
		{name: "an empty list", raw: `[]`, want: "absent", unread: true},
		{name: "an object", raw: `{}`, want: "absent", unread: true},
	})
}

func TestValue_Int_SaysWhetherItWasGiven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		raw       string
		given, ok bool
	}{
		{`0`, true, true}, {`"0"`, true, true}, {`0.0`, true, true},
		{`null`, false, true}, {`""`, false, true}, {`" "`, false, true},
		{`"x"`, false, false}, {`0.5`, false, false}, {`[]`, false, false},
	} {
		n, given, ok := parse(t, c.raw).Int()
		assert.Zero(t, n, c.raw)
		assert.Equal(t, c.given, given, c.raw)
		assert.Equal(t, c.ok, ok, c.raw)
	}
}

// What is not there at all reads as nothing.
func TestValue_Absent(t *testing.T) {
	t.Parallel()
	absent := parse(t, `{"b":1}`).Member("a")
	require.Empty(t, absent)
	text, ok := absent.Text()
	assert.True(t, ok)
	assert.Empty(t, text)
	n, given, ok := absent.Int()
	assert.True(t, ok)
	assert.False(t, given)
	assert.Zero(t, n)
	number, ok := absent.Decimal()
	assert.True(t, ok)
	assert.Equal(t, "absent", number.String())
	flag, ok := absent.Bool()
	assert.True(t, ok)
	assert.Equal(t, "absent", flag.String())
	moment, ok := absent.Time(riga)
	assert.True(t, ok)
	assert.True(t, moment.IsZero())
	day, ok := absent.Date(riga)
	assert.True(t, ok)
	assert.True(t, day.IsZero())
}

func TestValue_IsNumberOf(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		value, text string
		want        bool
	}{
		{`7`, "7", true}, {`7`, "007", true}, {`7`, " 007 ", true}, {`7.0`, "7", true}, {`1e5`, "1E5", true},
		{`1.2345678901234568e+22`, "12345678901234567890123", true}, {`1.2345678901234568e+22`, "12345678901234567890", false},
		{`123456789012345678`, "123456789012345679", false}, {`8`, "7", false}, {`7`, "C7", false}, {`7`, "", false},
		{`"7"`, "007", false}, {`true`, "1", false}, {`null`, "0", false}, {``, "0", false}, {`1e999`, "7", false},
	} {
		assert.Equal(t, tc.want, lenientjson.Value(tc.value).IsNumberOf(tc.text), "%s of %q", tc.value, tc.text)
	}
}
