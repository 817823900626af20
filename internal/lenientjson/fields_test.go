package lenientjson_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// named is an object with fields whose names are easy to mistake.
type named struct {
	ID, Slash, Empty, Long, Umlaut, Upper, Lower, Broken string
}

var longName = strings.Repeat("Long", 20)

var namedFields = lenientjson.NewFields(map[string]func(*named, lenientjson.Member){
	"Id":         func(n *named, m lenientjson.Member) { m.Text(&n.ID) },
	"A/B":        func(n *named, m lenientjson.Member) { m.Text(&n.Slash) },
	"":           func(n *named, m lenientjson.Member) { m.Text(&n.Empty) },
	longName:     func(n *named, m lenientjson.Member) { m.Text(&n.Long) },
	"Größe":      func(n *named, m lenientjson.Member) { m.Text(&n.Umlaut) },
	"TWIN":       func(n *named, m lenientjson.Member) { m.Text(&n.Upper) },
	"twin":       func(n *named, m lenientjson.Member) { m.Text(&n.Lower) },
	"broken\xff": func(n *named, m lenientjson.Member) { m.Text(&n.Broken) },
})

func TestFields_Read_Names(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, object string
		want         named
		unknown      string // names and values
	}{
		{"none", `{}`, named{}, ""},
		{"exact", `{"Id":"a"}`, named{ID: "a"}, ""},
		{"a variant", `{"ID":"a"}`, named{ID: "a"}, ""},
		{"exact before a variant", `{"Id":"a","ID":"b"}`, named{ID: "a"}, `ID="b";`},
		{"exact behind a variant", `{"ID":"b","Id":"a"}`, named{ID: "a"}, `ID="b";`},
		{"exact between variants", `{"ID":"b","Id":"a","id":"c"}`, named{ID: "a"}, `ID="b";id="c";`},
		{"two variants", `{"ID":"b","id":"c"}`, named{ID: "b"}, `id="c";`},
		{"a variant twice", `{"ID":"b","id":"c","ID":"d"}`, named{ID: "d"}, `id="c";`},
		{"a variant twice around exact", `{"ID":"b","Id":"a","ID":"d"}`, named{ID: "a"}, `ID="b";ID="d";`},
		{"the last of one name", `{"Id":"a","Id":"b","Id":"c"}`, named{ID: "c"}, ""},
		{"null is the last of one name", `{"Id":"a","Id":null}`, named{}, ""},
		{"escaped", `{"\u0049d":"a"}`, named{ID: "a"}, ""},
		{"escaped in part and twice", `{"Id":"a","\u0049\u0064":"b"}`, named{ID: "b"}, ""},
		{"an escaped variant", `{"\u0049\u0044":"a"}`, named{ID: "a"}, ""},
		{"an escaped slash", `{"A\/B":"a"}`, named{Slash: "a"}, ""},
		{"a slash", `{"a/b":"a"}`, named{Slash: "a"}, ""},
		{"an escaped backslash", `{"A\\\/B":"a"}`, named{}, `A\/B="a";`},
		{"empty", `{"":"a"}`, named{Empty: "a"}, ""},
		{"over 64 bytes", `{"` + longName + `":"a"}`, named{Long: "a"}, ""},
		{"a variant over 64 bytes", `{"` + strings.ToUpper(longName) + `":"a"}`, named{Long: "a"}, ""},
		{"longer than all", `{"` + longName + `x":"a"}`, named{}, longName + `x="a";`},
		{"capital letters outside ASCII", `{"GRÖßE":"a"}`, named{}, `GRÖßE="a";`},
		{"capital letters of ASCII beside others", `{"gRößE":"a"}`, named{Umlaut: "a"}, ""},
		{"the sign of Kelvin", `{"\u212a":"a"}`, named{}, "\u212a=\"a\";"},
		{"an i without its dot", `{"ıd":"a"}`, named{}, `ıd="a";`},
		{"two fields", `{"twin":"a","TWIN":"b"}`, named{Lower: "a", Upper: "b"}, ""},
		{"a variant of two fields", `{"Twin":"a"}`, named{}, `Twin="a";`},
		{"not UTF-8", "{\"broken\xff\":\"a\"}", named{Broken: "a"}, ""},
		{"a variant that is not UTF-8", "{\"Broken\xff\":\"a\"}", named{Broken: "a"}, ""},
		{"other bytes that are not UTF-8", "{\"broken\xfe\":\"a\"}", named{}, "broken\xfe=\"a\";"},
		{"the character for these", `{"broken` + "\uFFFD" + `":"a"}`, named{}, "broken\uFFFD=\"a\";"},
		{"unknown ones", `{"x":{"Id":"a"} , "y":[ ],"x":1}`, named{}, `x={"Id":"a"};y=[ ];x=1;`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got, again named
			var unknown strings.Builder
			pass := func(name string, value lenientjson.Value) { fmt.Fprintf(&unknown, "%s=%s;", name, value) }
			object := parse(t, c.object)
			var notes lenientjson.Notes
			require.True(t, namedFields.Read(&notes, object, &got, pass))
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.unknown, unknown.String())
			require.True(t, namedFields.Read(nil, object, &again, nil), "without notes and unknown")
			assert.Equal(t, c.want, again)
			assert.Nil(t, notes.TakeUnread())
		})
	}
}

func TestFields_Names(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"", "A/B", "Größe", "Id", longName, "TWIN", "broken\xff", "twin"}, namedFields.Names())
}

func TestFields_Read_RejectsNonObjects(t *testing.T) {
	t.Parallel()
	for _, document := range []string{`[]`, `[{"Id":"a"}]`, `null`, `""`, `0`, `false`} {
		got := named{ID: "before"}
		assert.False(t, namedFields.Read(&lenientjson.Notes{}, parse(t, document), &got, nil), document)
		assert.Equal(t, named{ID: "before"}, got)
	}
	assert.False(t, namedFields.Read(&lenientjson.Notes{}, nil, &named{}, nil), "absent")
}

// A member that another of its name replaces leaves no part of itself, and no note unless it was a list or an object.
func TestFields_Read_DropsWhatIsReplaced(t *testing.T) {
	t.Parallel()
	type row struct {
		Price shelfwire.Decimal
		Lines []string
		Sub   named
	}
	fields := lenientjson.NewFields(map[string]func(*row, lenientjson.Member){
		"price": func(r *row, m lenientjson.Member) { m.Amount(&r.Price) },
		"lines": func(r *row, m lenientjson.Member) {
			m.EachElement(func(element lenientjson.Member) { r.Lines = append(r.Lines, string(element.Value)) })
		},
		"sub": func(r *row, m lenientjson.Member) { lenientjson.ReadObject(m, namedFields, &r.Sub) },
	})
	const object = `{"price":"12,50","price":12.5,"lines":[1,2],"lines":[3],"sub":{"Id":"a"},"sub":{"A/B":"b"}}`
	var notes lenientjson.Notes
	var r row
	fields.Read(&notes, parse(t, object), &r, nil)
	assert.Equal(t, "12.5", r.Price.String())
	assert.Equal(t, []string{"3"}, r.Lines)
	assert.Equal(t, named{Slash: "b"}, r.Sub)
	assert.Equal(t, []shelfwire.Unread{{Field: "lines", Raw: "[1,2]"}, {Field: "sub", Raw: `{"Id":"a"}`}}, notes.TakeUnread())
}

// Objects inside objects, also those that are read where unknown members are passed on, keep out of each other's way.
func TestFields_Read_Nests(t *testing.T) {
	t.Parallel()
	type node struct {
		Name     string
		Children []*node
	}
	var fields *lenientjson.Fields[node]
	fields = lenientjson.NewFields(map[string]func(*node, lenientjson.Member){
		"name": func(n *node, m lenientjson.Member) { m.Text(&n.Name) },
		"children": func(n *node, m lenientjson.Member) {
			m.EachElement(func(element lenientjson.Member) {
				child := &node{}
				lenientjson.ReadObject(element, fields, child)
				n.Children = append(n.Children, child)
			})
		},
	})
	var notes lenientjson.Notes
	var root, other node
	const tree = `{"children":[{"name":"a","children":[{"name":"b"},{"name":false}]},{"children":[],"name":"c"}],` +
		`"other":{"name":"x","children":{"3":{"name":"y"}}},"Name":"root","name":"top"}`
	fields.Read(&notes, parse(t, tree), &root, func(name string, value lenientjson.Value) {
		if name == "other" {
			fields.Read(&notes, value, &other, nil)
		}
	})
	want := `{"Name":"top","Children":[{"Name":"a","Children":[{"Name":"b","Children":null},` +
		`{"Name":"","Children":null}]},{"Name":"c","Children":null}]}`
	assert.Equal(t, want, asJSON(t, root))
	assert.Equal(t, `{"Name":"x","Children":[{"Name":"y","Children":null}]}`, asJSON(t, other))
	assert.Equal(t, []shelfwire.Unread{{Field: "children[0].children[1].name", Raw: "false"}}, notes.TakeUnread())
}

// More fields than an object usually has.
func TestFields_Read_ManyFields(t *testing.T) {
	t.Parallel()
	byName := map[string]func(*map[string]string, lenientjson.Member){}
	want := map[string]string{}
	for i := range 65 {
		name := fmt.Sprintf("field %d", i)
		want[name] = fmt.Sprint(i)
		byName[name] = func(into *map[string]string, m lenientjson.Member) {
			var text string
			m.Text(&text)
			(*into)[name] = text
		}
	}
	got := map[string]string{}
	lenientjson.NewFields(byName).Read(nil, parse(t, asJSON(t, want)), &got, nil)
	assert.Equal(t, want, got)
}

func TestMember_Raw(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{`null`, `""`, `[1, {"a":"\u0041"}]`, `{"a":false }`, `1.50`} {
		body := `{"F":` + raw + `}`
		var got json.RawMessage
		fields := lenientjson.NewFields(map[string]func(*json.RawMessage, lenientjson.Member){
			"F": func(into *json.RawMessage, m lenientjson.Member) { m.Raw(into) },
		})
		value := parse(t, body)
		var notes lenientjson.Notes
		fields.Read(&notes, value, &got, nil)
		assert.Equal(t, raw, string(got))
		assert.Nil(t, notes.TakeUnread())
		clear(value)
		assert.Equal(t, raw, string(got), "it is a copy")
	}
}

// inner is an object that keeps its own unread members.
type inner struct {
	Count   int64
	unknown string
	unread  []shelfwire.Unread
	ok      bool
}

func TestReadRecord(t *testing.T) {
	t.Parallel()
	innerFields := lenientjson.NewFields(map[string]func(*inner, lenientjson.Member){
		"Count": func(i *inner, m lenientjson.Member) { m.Int(&i.Count) },
	})
	type outer struct {
		inner inner
		lines []inner
		Other int64
	}
	read := func(m lenientjson.Member, into *inner) {
		into.unread, into.ok = lenientjson.ReadRecord(m, innerFields, into, func(name string, v lenientjson.Value) {
			into.unknown += name + "=" + string(v) + ";"
		})
	}
	outerFields := lenientjson.NewFields(map[string]func(*outer, lenientjson.Member){
		"In":    func(o *outer, m lenientjson.Member) { read(m, &o.inner) },
		"Other": func(o *outer, m lenientjson.Member) { m.Int(&o.Other) },
		"Lines": func(o *outer, m lenientjson.Member) {
			m.EachElement(func(e lenientjson.Member) {
				o.lines = append(o.lines, inner{})
				read(e, &o.lines[len(o.lines)-1])
			})
		},
	})
	notes := lenientjson.Notes{Redact: func(text string) string { return strings.ReplaceAll(text, "unt", "***") }}
	var got outer
	require.True(t, outerFields.Read(&notes, parse(t, `{"Other":"x","In":{"Count":"y","A":[1]},"Lines":[{"Count":5},{"Count":[]},7]}`), &got, nil))
	assert.Equal(t, []shelfwire.Unread{
		{Field: "Other", Raw: `"x"`}, {Field: "In.Co***", Raw: `"y"`}, {Field: "Lines[1].Co***", Raw: "[]"},
	}, notes.TakeUnread())
	assert.Equal(t, inner{unknown: "A=[1];", unread: []shelfwire.Unread{{Field: "Co***", Raw: `"y"`}}, ok: true}, got.inner)
	require.Len(t, got.lines, 3)
	assert.Equal(t, inner{Count: 5, ok: true}, got.lines[0])
	assert.Equal(t, []shelfwire.Unread{{Field: "Co***", Raw: "[]"}}, got.lines[1].unread)
	assert.False(t, got.lines[2].ok)
	assert.Nil(t, got.lines[2].unread)
}

// Rows that another list of the same name replaces are noted, on every level.
func TestNotes_Err(t *testing.T) {
	t.Parallel()
	type row struct{ Sub named }
	fields := lenientjson.NewFields(map[string]func(*row, lenientjson.Member){
		"lines": func(*row, lenientjson.Member) {},
		"sub":   func(r *row, m lenientjson.Member) { lenientjson.ReadObject(m, namedFields, &r.Sub) },
	})
	for object, want := range map[string]string{
		`{"lines":[1],"lines":[2]}`:                         `the response has "lines" twice, and not alike`,
		`{"lines":[1],"lines":[1]}`:                         "",
		`{"lines":[1],"lines":[ ]}`:                         `the response has "lines" twice, and not alike`,
		`{"lines":[1],"lines":null}`:                        `the response has "lines" twice, and not alike`,
		`{"Lines":[1],"lines":[]}`:                          `the response has "Lines" twice, and not alike`,
		`{"lines":[1],"Lines":[]}`:                          "",
		`{"Lines":[1],"lines":7}`:                           "",
		`{"lines":[],"lines":[1]}`:                          "",
		`{"lines":null,"lines":[1],"lines":7}`:              "",
		`{"lines":[1],"Lines":[2]}`:                         `the response has "Lines" twice, and not alike`,
		`{"Lines":[1],"lines":[2]}`:                         `the response has "Lines" twice, and not alike`,
		`{"lines":{"0":1},"lines":[2]}`:                     `the response has "lines" twice, and not alike`,
		`{"sub":{"Id":[1],"Id":[2]}}`:                       `the response has "Id" twice, and not alike`,
		`{"price":1,"price":2,"other":[1],"other":[2]}`:     "",
		`{"lines":[{"a":[1],"a":[2]}],"sub":{"twin":[1]}}`:  "",
		`{"lines":[1],"lines":[2],"lines":[1],"price":"x"}`: `the response has "lines" twice, and not alike`,
	} {
		var notes lenientjson.Notes
		fields.Read(&notes, parse(t, object), &row{}, nil)
		if want == "" {
			require.NoError(t, notes.Err(), object)
			continue
		}
		require.EqualError(t, notes.Err(), want, object)
		assert.NotEmpty(t, notes.TakeUnread(), object)
	}
}
