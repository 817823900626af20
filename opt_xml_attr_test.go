package shelfwire_test

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

type attributes struct {
	XMLName xml.Name                          `xml:"row"`
	Name    shelfwire.Opt[string]             `xml:"name,attr"`
	Count   shelfwire.Opt[uint8]              `xml:"count,attr,omitempty"`
	Active  shelfwire.Opt[bool]               `xml:"active,attr"`
	Price   shelfwire.Opt[shelfwire.Decimal]  `xml:"price,attr"`
	Least   shelfwire.Opt[*shelfwire.Decimal] `xml:"least,attr"`
	Due     shelfwire.Opt[shelfwire.Date]     `xml:"due,attr"`
	Color   shelfwire.Opt[color]              `xml:"color,attr"`
	Box     shelfwire.Opt[box]                `xml:"box,attr"`
	List    shelfwire.Opt[[]string]           `xml:"list,attr"`
	Weight  shelfwire.Opt[float64]            `xml:"weight,attr"`
	Any     shelfwire.Opt[any]                `xml:"any,attr"`
}

// color is an attribute by methods of its own.
type color struct{ name string }

func (c color) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: "#" + c.name}, nil
}

func (c *color) UnmarshalXMLAttr(attr xml.Attr) error {
	name, ok := strings.CutPrefix(attr.Value, "#")
	if !ok {
		return errors.New("a color begins with #")
	}
	c.name = name
	return nil
}

func TestOpt_XMLAttr(t *testing.T) {
	t.Parallel()
	least := shelfwire.MustDecimal("0.50")
	for _, tc := range []struct {
		name string
		in   attributes
		want string
	}{
		{"absent", attributes{}, ``},
		{"text", attributes{Name: shelfwire.Set(`"A" & B`)}, ` name="&#34;A&#34; &amp; B"`},
		{"text with spaces and lines", attributes{Name: shelfwire.Set(" a\n")}, ` name=" a&#xA;"`},
		{"empty text", attributes{Name: shelfwire.Set("")}, ` name=""`},
		{"uint8", attributes{Count: shelfwire.Set(uint8(0))}, ` count="0"`},
		{"bool", attributes{Active: shelfwire.Set(true)}, ` active="true"`},
		{"decimal", attributes{Price: shelfwire.Set(shelfwire.MustDecimal("2.000"))}, ` price="2.000"`},
		{"decimal pointer", attributes{Least: shelfwire.Set(&least)}, ` least="0.50"`},
		{"date", attributes{Due: shelfwire.Set(march20)}, ` due="2026-03-20"`},
		{"own methods", attributes{Color: shelfwire.Set(color{"fff"})}, ` color="#fff"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			document := `<row` + tc.want + `></row>`
			assert.Equal(t, document, string(mustValue(xml.Marshal(tc.in))))
			var back attributes
			require.NoError(t, xml.Unmarshal([]byte(document), &back))
			assert.Equal(t, tc.in.Name, back.Name)
			assert.Equal(t, document, string(mustValue(xml.Marshal(back))), "read and written again")
		})
	}
}

func TestOpt_MarshalXMLAttr_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   attributes
		says string
	}{
		{"null text", attributes{Name: shelfwire.Null[string]()}, "attribute name: null has a form as an XML element only"},
		{"null number", attributes{Count: shelfwire.Null[uint8]()}, "attribute count: null"},
		{"null with own methods", attributes{Color: shelfwire.Null[color]()}, "attribute color: null"},
		{"nil pointer", attributes{Least: shelfwire.Set[*shelfwire.Decimal](nil)}, "attribute least: null"},
		{"struct", attributes{Box: shelfwire.Set(box{})}, "box has no text form"},
		{"empty list", attributes{List: shelfwire.Set([]string{})}, "[]string has no text form"},
		{"binary floating point", attributes{Weight: shelfwire.Set(1.5)}, "float64 has no text form"},
		{"decimal without a wire form", attributes{Price: shelfwire.Set(shelfwire.Decimal{Decimal: decimal.New(1, 65)})}, "65"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := xml.Marshal(tc.in)
			require.ErrorContains(t, err, tc.says)
		})
	}
}

func TestOpt_UnmarshalXMLAttr_Rejects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, says string }{
		{"empty number", `count=""`, "attribute count: empty text is not of type uint8"},
		{"empty bool", `active=""`, "attribute active: empty text"},
		{"empty decimal", `price=""`, "attribute price"},
		{"number that does not fit", `count="256"`, "256"},
		{"no number", `least="1,5"`, "1,5"},
		{"struct", `box="x"`, "box has no text form"},
		{"list", `list="x"`, "[]string has no text form"},
		{"any", `any="x"`, "no text form"},
		{"own method", `color="red"`, "attribute color: a color begins with #"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			row := attributes{Count: shelfwire.Set(uint8(7))}
			require.ErrorContains(t, xml.Unmarshal([]byte(`<row `+tc.in+`/>`), &row), tc.says)
			assert.Equal(t, shelfwire.Set(uint8(7)), row.Count)
		})
	}
}

func TestOpt_XMLText(t *testing.T) {
	t.Parallel()
	type row struct {
		XMLName xml.Name                         `xml:"row"`
		Unit    string                           `xml:"unit,attr"`
		Price   shelfwire.Opt[shelfwire.Decimal] `xml:",chardata"`
	}
	for _, tc := range []struct {
		name string
		in   shelfwire.Opt[shelfwire.Decimal]
		want string
	}{
		{"absent", shelfwire.Opt[shelfwire.Decimal]{}, `<row unit="m"></row>`},
		{"value", shelfwire.Set(shelfwire.MustDecimal("2.000")), `<row unit="m">2.000</row>`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, string(mustValue(xml.Marshal(row{Unit: "m", Price: tc.in}))))
			back := row{Price: shelfwire.Set(shelfwire.NewDecimal(7))}
			require.NoError(t, xml.Unmarshal([]byte(tc.want), &back))
			assert.Equal(t, tc.in.String(), back.Price.String())
		})
	}
	_, err := xml.Marshal(row{Price: shelfwire.Null[shelfwire.Decimal]()})
	require.ErrorContains(t, err, "null has a form as an XML element only")

	back := row{Price: shelfwire.Set(shelfwire.NewDecimal(7))}
	require.Error(t, xml.Unmarshal([]byte(`<row>x</row>`), &back))
	assert.Equal(t, "7", back.Price.String())
}

// Text that XML could not hold is read as it is, too.
func TestOpt_Text(t *testing.T) {
	t.Parallel()
	var o shelfwire.Opt[string]
	require.NoError(t, o.UnmarshalText([]byte("a\x00\xff&")))
	assert.Equal(t, shelfwire.Set("a\x00\xff&"), o)
	text, err := o.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "a\x00\xff&", string(text))
}
