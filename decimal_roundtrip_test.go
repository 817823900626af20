package shelfwire_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
)

type xmlNumber struct {
	XMLName   xml.Name          `xml:"row"`
	Attribute shelfwire.Decimal `xml:"price,attr"`
	Element   shelfwire.Decimal `xml:"quantity"`
}

// decimalReaders are the ways in which a text becomes a Decimal. All of them accept the same texts.
var decimalReaders = map[string]func(text string) (shelfwire.Decimal, error){
	"ParseDecimal": shelfwire.ParseDecimal,
	"text":         readInto(func(d *shelfwire.Decimal, text string) error { return d.UnmarshalText([]byte(text)) }),
	"JSON":         readInto(func(d *shelfwire.Decimal, text string) error { return d.UnmarshalJSON([]byte(text)) }),
	"quoted JSON":  readInto(func(d *shelfwire.Decimal, text string) error { return json.Unmarshal([]byte(`"`+text+`"`), d) }),
	"SQL text":     readInto(func(d *shelfwire.Decimal, text string) error { return d.Scan(text) }),
	"SQL bytes":    readInto(func(d *shelfwire.Decimal, text string) error { return d.Scan([]byte(text)) }),
	"JSON in Opt": func(text string) (shelfwire.Decimal, error) {
		var o shelfwire.Opt[shelfwire.Decimal]
		err := json.Unmarshal([]byte(`"`+text+`"`), &o)
		return o.Or(shelfwire.Decimal{}), err
	},
	"XML attribute": func(text string) (shelfwire.Decimal, error) {
		var row xmlNumber
		err := xml.Unmarshal([]byte(`<row price="`+text+`"/>`), &row)
		return row.Attribute, err
	},
	"XML element": func(text string) (shelfwire.Decimal, error) {
		var row xmlNumber
		err := xml.Unmarshal([]byte(`<row><quantity>`+text+`</quantity></row>`), &row)
		return row.Element, err
	},
}

func readInto(unmarshal func(*shelfwire.Decimal, string) error) func(string) (shelfwire.Decimal, error) {
	return func(text string) (d shelfwire.Decimal, err error) {
		err = unmarshal(&d, text)
		return d, err
	}
}

// decimalWriters are the ways in which a Decimal becomes a text. All of them return the same text.
var decimalWriters = map[string]func(d shelfwire.Decimal) (string, error){
	"text": func(d shelfwire.Decimal) (string, error) { text, err := d.MarshalText(); return string(text), err },
	"JSON": func(d shelfwire.Decimal) (string, error) { text, err := json.Marshal(d); return string(text), err },
	"SQL":  func(d shelfwire.Decimal) (string, error) { v, err := d.Value(); return fmt.Sprint(v), err },
	"query": func(d shelfwire.Decimal) (string, error) {
		values := url.Values{}
		err := d.EncodeValues("d", &values)
		return values.Get("d"), err
	},
	"query of Opt": func(d shelfwire.Decimal) (string, error) {
		values := url.Values{}
		err := shelfwire.Set(d).EncodeValues("d", &values)
		return values.Get("d"), err
	},
	"XML attribute": func(d shelfwire.Decimal) (string, error) {
		document, err := xml.Marshal(xmlNumber{Attribute: d})
		_, rest, _ := strings.Cut(string(document), `"`)
		text, _, _ := strings.Cut(rest, `"`)
		return text, err
	},
}

// decimalLike draws texts of all lengths around the limit, most of them numbers.
func decimalLike() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		sign := rapid.SampledFrom([]string{"", "", "-", "+"}).Draw(t, "sign")
		length := rapid.OneOf(rapid.IntRange(1, 66), rapid.IntRange(60, 66)).Draw(t, "length")
		digits := rapid.OneOf(
			rapid.StringMatching(fmt.Sprintf(`[0-9]{%d}`, length)),
			rapid.Just(strings.Repeat("0", length-1)+"1"),
			rapid.Just(strings.Repeat("0", length)),
		).Draw(t, "digits")
		point := rapid.OneOf(rapid.IntRange(0, length), rapid.Just(0)).Draw(t, "point")
		exponent := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[eE][+-]?[0-9]{1,2}`)).Draw(t, "exponent")
		separator := rapid.SampledFrom([]string{"", ".", ".", ".", ",", " "}).Draw(t, "separator")
		return sign + digits[:point] + separator + digits[point:] + exponent
	})
}

// Whatever is accepted goes out again, comes back the same, and is the same whichever way it takes.
func TestDecimal_WhatParsesCanBeWritten(t *testing.T) {
	t.Parallel()
	texts := decimalLike().Filter(func(s string) bool { return strings.TrimSpace(s) == s })
	rapid.Check(t, func(rt *rapid.T) {
		text := texts.Draw(rt, "text")
		parsed, parseErr := shelfwire.ParseDecimal(text)
		for way, readText := range decimalReaders {
			d, err := readText(text)
			if (err == nil) != (parseErr == nil) || err == nil && !isSameDecimal(d, parsed) {
				rt.Fatalf("%s: %s, %v; ParseDecimal: %s, %v", way, d, err, parsed, parseErr)
			}
		}
		if parseErr != nil {
			return
		}
		for way, write := range decimalWriters {
			out, err := write(parsed)
			if err != nil || out != parsed.String() {
				rt.Fatalf("%s was read and is written to %s as %q, %v", parsed, way, out, err)
			}
			again, err := shelfwire.ParseDecimal(out)
			if err != nil || !isSameDecimal(again, parsed) {
				rt.Fatalf("%s came back from %s as %s, %v", parsed, way, again, err)
			}
		}
	})
}

// isSameDecimal reports whether a and b are the same number with the same digits after the point.
func isSameDecimal(a, b shelfwire.Decimal) bool {
	return a.Equal(b) && min(a.Exponent(), 0) == min(b.Exponent(), 0)
}

func TestDecimal_TooLongToWriteIsRejectedEverywhere(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"point and 63 digits":       "." + strings.Repeat("0", 62) + "1",
		"zeros behind a point":      "." + strings.Repeat("0", 63),
		"sign, point and 62 digits": "-." + strings.Repeat("0", 61) + "1",
		"exponent":                  "1e-63",
		"long and with an exponent": strings.Repeat("9", 60) + "e5",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for way, readText := range decimalReaders {
				d, err := readText(text)
				require.ErrorContains(t, err, "longer than 64 characters", way)
				assert.False(t, d.IsSet(), way)
			}
		})
	}
}
