package shelfwire_test

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

const xsi = `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`

var march20 = shelfwire.Date{Year: 2026, Month: 3, Day: 20}

// element holds one field of each kind.
type element struct {
	XMLName xml.Name                          `xml:"row"`
	Name    shelfwire.Opt[string]             `xml:"name"`
	Count   shelfwire.Opt[int]                `xml:"count,omitempty"`
	Active  shelfwire.Opt[bool]               `xml:"active"`
	Weight  shelfwire.Opt[float64]            `xml:"weight"`
	Price   shelfwire.Opt[shelfwire.Decimal]  `xml:"price"`
	Least   shelfwire.Opt[*shelfwire.Decimal] `xml:"least"`
	Due     shelfwire.Opt[shelfwire.Date]     `xml:"due"`
	Box     shelfwire.Opt[box]                `xml:"box"`
	Raw     shelfwire.Opt[[]byte]             `xml:"raw"`
}

type box struct {
	Unit  string             `xml:"unit,attr"`
	Width shelfwire.Opt[int] `xml:"width"`
}

var optElements = []struct {
	name string
	in   element
	want string // within the row
}{
	{"absent", element{}, ``},
	{"text", element{Name: shelfwire.Set("A & B")}, `<name>A &amp; B</name>`},
	{"empty text", element{Name: shelfwire.Set("")}, `<name></name>`},
	{"text with spaces", element{Name: shelfwire.Set(" a ")}, `<name> a </name>`},
	{"int", element{Count: shelfwire.Set(0)}, `<count>0</count>`},
	{"bool", element{Active: shelfwire.Set(false)}, `<active>false</active>`},
	{"float", element{Weight: shelfwire.Set(1.5)}, `<weight>1.5</weight>`},
	{"decimal", element{Price: shelfwire.Set(shelfwire.MustDecimal("2.000"))}, `<price>2.000</price>`},
	{"date", element{Due: shelfwire.Set(march20)}, `<due>2026-03-20</due>`},
	{"no date", element{Due: shelfwire.Set(shelfwire.Date{})}, `<due></due>`},
	{"struct", element{Box: shelfwire.Set(box{"mm", shelfwire.Set(3)})}, `<box unit="mm"><width>3</width></box>`},
	{"null in a struct", element{Box: shelfwire.Set(box{"mm", shelfwire.Null[int]()})},
		`<box unit="mm"><width ` + xsi + ` xsi:nil="true"></width></box>`},
	{"bytes", element{Raw: shelfwire.Set([]byte("ab"))}, `<raw>ab</raw>`},
	{"null text", element{Name: shelfwire.Null[string]()}, `<name ` + xsi + ` xsi:nil="true"></name>`},
	{"null int", element{Count: shelfwire.Null[int]()}, `<count ` + xsi + ` xsi:nil="true"></count>`},
	{"null decimal", element{Price: shelfwire.Null[shelfwire.Decimal]()}, `<price ` + xsi + ` xsi:nil="true"></price>`},
	{"null pointer", element{Least: shelfwire.Null[*shelfwire.Decimal]()}, `<least ` + xsi + ` xsi:nil="true"></least>`},
	{"null struct", element{Box: shelfwire.Null[box]()}, `<box ` + xsi + ` xsi:nil="true"></box>`},
}

func TestOpt_XML(t *testing.T) {
	t.Parallel()
	for _, tc := range optElements {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			document := `<row>` + tc.want + `</row>`
			assert.Equal(t, document, string(mustValue(xml.Marshal(tc.in))))
			var back element
			require.NoError(t, xml.Unmarshal([]byte(document), &back))
			assert.Equal(t, document, string(mustValue(xml.Marshal(back))), "read and written again")
		})
	}
}

func TestOpt_UnmarshalXML_Pointers(t *testing.T) {
	t.Parallel()
	var row element
	require.NoError(t, xml.Unmarshal([]byte(`<row><least> 2.50 </least></row>`), &row))
	assert.Equal(t, "2.50", row.Least.String())
}

func TestOpt_XML_Nil(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, in string
		want     string // of Count
	}{
		{"true", `<count ` + xsi + ` xsi:nil="true"/>`, "null"},
		{"one", `<count ` + xsi + ` xsi:nil="1"/>`, "null"},
		{"another prefix", `<count xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil=" true "></count>`, "null"},
		{"prefix that is not declared", `<count xsi:nil="true"/>`, "null"},
		{"beside another attribute", `<count unit="pcs" xsi:nil="true"/>`, "null"},
		{"white space", "<count xsi:nil=\"true\">\n</count>", "null"},
		{"false", `<count ` + xsi + ` xsi:nil="false">5</count>`, "5"},
		{"zero", `<count ` + xsi + ` xsi:nil="0">5</count>`, "5"},
		{"nil of no namespace", `<count nil="true">5</count>`, "5"},
		{"another name of the namespace", `<count ` + xsi + ` xsi:type="true">5</count>`, "5"},
		{"white space around", "<count>\n 5 </count>", "5"},
		{"left out", ``, "absent"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var row element
			require.NoError(t, xml.Unmarshal([]byte(`<row>`+tc.in+`<name>after</name></row>`), &row))
			assert.Equal(t, tc.want, row.Count.String())
			assert.Equal(t, shelfwire.Set("after"), row.Name)
		})
	}
}

func TestOpt_UnmarshalXML_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, says string }{
		{"empty number", `<count></count>`, "element count: empty text is not of type int"},
		{"blank number", `<count> </count>`, "empty text is not of type int"},
		{"number in another element", `<count><b>5</b></count>`, "empty text is not of type int"},
		{"empty bool", `<active/>`, "empty text is not of type bool"},
		{"empty float", `<weight/>`, "empty text is not of type float64"},
		{"empty decimal", `<price/>`, "not a decimal number"},
		{"no number", `<count>five</count>`, "five"},
		{"nil that holds a value", `<count xsi:nil="true">5</count>`, `element count is nil and holds "5"`},
		{"nil that holds an element", `<box xsi:nil="true"><width>5</width></box>`, "is nil and holds"},
		{"document that ends early", `<count xsi:nil="true">`, ""},
		{"value that ends early", `<count>5`, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			row := element{Count: shelfwire.Set(7)}
			err := xml.Unmarshal([]byte(`<row>`+tc.in+`</row>`), &row)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.Set(7), row.Count, "a failed read changes nothing")
		})
	}
}

// What encoding/xml would leave out without a word is an error.
func TestOpt_MarshalXML_NeverVanishes(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]any{
		"empty list":   shelfwire.Set([]string{}),
		"list":         shelfwire.Set([]string{"a", "b"}),
		"array":        shelfwire.Set([0]int{}),
		"list pointer": shelfwire.Set(&[]int{}),
		"list in any":  shelfwire.Set[any]([]int{}),
		"map":          shelfwire.Set(map[string]int{}),
		"function":     shelfwire.Set(func() {}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := xml.Marshal(v)
			require.Error(t, err)
		})
	}
	var list shelfwire.Opt[[]string]
	require.ErrorContains(t, xml.Unmarshal([]byte(`<a>x</a>`), &list), "[]string has no form")
	var anything shelfwire.Opt[any]
	require.ErrorContains(t, xml.Unmarshal([]byte(`<a>x</a>`), &anything), "has no form")
	assert.True(t, list.IsZero())
}

// byPointer marshals itself only where it can be addressed.
type byPointer struct{ n int }

func (b *byPointer) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	return e.EncodeElement("no. "+strconv.Itoa(b.n), start)
}

// words is a list that is text.
type words []string

func (w words) MarshalText() ([]byte, error) { return []byte(strings.Join(w, " ")), nil }
func (w *words) UnmarshalText(text []byte) error {
	*w = strings.Fields(string(text))
	return nil
}

// label reads itself from an attribute of its element.
type label string

func (l *label) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	*l = label(start.Attr[0].Value)
	return d.Skip()
}

func TestOpt_UnmarshalXML_ByOwnMethods(t *testing.T) {
	t.Parallel()
	var out struct {
		Label shelfwire.Opt[label] `xml:"label"`
		Words shelfwire.Opt[words] `xml:"words,attr"`
	}
	require.NoError(t, xml.Unmarshal([]byte(`<row words="&lt;b&gt; &amp;"><label of="cup">x</label></row>`), &out))
	assert.Equal(t, shelfwire.Set(label("cup")), out.Label)
	assert.Equal(t, shelfwire.Set(words{"<b>", "&"}), out.Words)
	require.ErrorContains(t, out.Label.UnmarshalXMLAttr(xml.Attr{Value: "cup"}), "label has no text form")
}

func TestOpt_XML_OwnMethods(t *testing.T) {
	t.Parallel()
	type row struct {
		XMLName xml.Name                 `xml:"row"`
		Words   shelfwire.Opt[words]     `xml:"words,attr"`
		Number  shelfwire.Opt[byPointer] `xml:"number"`
		More    shelfwire.Opt[words]     `xml:"more"`
	}
	const document = `<row words="a b"><number>no. 3</number><more>c d</more></row>`
	in := row{Words: shelfwire.Set(words{"a", "b"}), Number: shelfwire.Set(byPointer{3}), More: shelfwire.Set(words{"c", "d"})}
	assert.Equal(t, document, string(mustValue(xml.Marshal(in))))
	var out struct {
		Words shelfwire.Opt[words] `xml:"words,attr"`
		More  shelfwire.Opt[words] `xml:"more"`
	}
	require.NoError(t, xml.Unmarshal([]byte(document), &out))
	assert.Equal(t, shelfwire.Set(words{"a", "b"}), out.Words)
	assert.Equal(t, shelfwire.Set(words{"c", "d"}), out.More)
}

func TestOpt_MarshalXML_KeepsTheAttributesOfItsElement(t *testing.T) {
	t.Parallel()
	start := xml.StartElement{Name: xml.Name{Local: "a"}, Attr: make([]xml.Attr, 1, 4)}
	start.Attr[0] = xml.Attr{Name: xml.Name{Local: "id"}, Value: "1"}
	var out strings.Builder
	enc := xml.NewEncoder(&out)
	require.NoError(t, shelfwire.Null[int]().MarshalXML(enc, start))
	require.NoError(t, shelfwire.Set(5).MarshalXML(enc, start))
	require.NoError(t, enc.Flush())
	assert.Equal(t, `<a id="1" `+xsi+` xsi:nil="true"></a><a id="1">5</a>`, out.String())
	assert.Empty(t, start.Attr[:2][1], "the caller's array is not written to")
}
