package virtpos

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire"
)

func seeds(f *testing.F, want byte) {
	f.Helper()
	var documents []string
	for _, tc := range sameItems {
		for _, items := range tc.xml {
			documents = append(documents, items, inXML(items))
		}
		for _, items := range tc.json {
			documents = append(documents, items, inJSON(items))
		}
	}
	for _, tc := range sameStock {
		documents = append(documents, tc.documents...)
	}
	for _, tc := range badItems {
		if len(tc.xml)+len(tc.json) < 1000 {
			documents = append(documents, inXML(tc.xml), inJSON("["+tc.json+"]"))
		}
	}
	for _, tc := range badStock {
		documents = append(documents, tc.document)
	}
	for _, tc := range verdicts {
		documents = append(documents, "{"+tc.members+"}")
	}
	documents = append(documents, string(guideFixture(f, "store")), inWindows1251(f, string(guideFixture(f, "store"))))
	for _, document := range documents {
		if len(document) < 10_000 && (strings.IndexByte(document, want) >= 0 || len(document) < 100) {
			f.Add(document)
		}
	}
}

// assertWellFormed checks what holds for every reply, accepted or not.
func assertWellFormed(t *testing.T, document string) (collected, error) {
	c, err := collect(document)
	if err != nil {
		require.NotEmpty(t, err.Error())
	}
	for _, row := range c.rows {
		require.Positive(t, row.WarehouseID)
		require.Positive(t, row.ItemID)
		for _, price := range row.Prices {
			require.Positive(t, price.PriceListID)
		}
	}
	return c, err
}

// A stock that can be read as a stream can be read as a tree, too.
func FuzzXML(f *testing.F) {
	seeds(f, '<')
	f.Fuzz(func(t *testing.T, document string) {
		_, err := assertWellFormed(t, document)
		root, parseErr := parse([]byte(document))
		if err == nil {
			require.NoError(t, parseErr)
			require.NoError(t, checkSuccess(root))
		}
		if parseErr == nil {
			require.Equal(t, "root", root.Name)
		}
	})
}

// Whatever is accepted as JSON is JSON, in UTF-8, and reads the same with all its letters escaped.
func FuzzJSON(f *testing.F) {
	seeds(f, '{')
	f.Fuzz(func(t *testing.T, document string) {
		if strings.HasPrefix(document, "{") {
			checkJSON(t, document)
		}
		checkJSON(t, inJSON(document))
	})
}

func checkJSON(t *testing.T, document string) {
	t.Helper()
	c, err := assertWellFormed(t, document)
	if err == nil {
		require.True(t, json.Valid([]byte(document)))
		again, err := collect(" " + escaped(document))
		require.NoError(t, err)
		require.Equal(t, strings.Join(c.told, "\n"), strings.Join(again.told, "\n"))
	}
	if _, err := parse([]byte(document)); err == nil {
		require.True(t, json.Valid([]byte(document)))
	}
}

// escaped writes all that is not ASCII as \u….
func escaped(document string) string {
	var out strings.Builder
	for _, r := range document {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

// plainReply is a reply as encoding/xml reads it into structures.
type plainReply struct {
	XMLName    xml.Name `xml:"root"`
	Warehouses []struct {
		Warehouse []struct {
			ID    []string `xml:"id"`
			Name  []string `xml:"name"`
			Items []struct {
				Item []plainRow `xml:"item"`
			} `xml:"items"`
		} `xml:"warehouse"`
	} `xml:"warehouses"`
}

type plainRow struct {
	ID                []string       `xml:"id"`
	Quantity          []string       `xml:"quantity"`
	AvailableQuantity []string       `xml:"available_quantity"`
	LotNumber         []string       `xml:"lot_number"`
	Name              []string       `xml:"name"`
	ItemName          []string       `xml:"itemname"`
	Article           []string       `xml:"article"`
	COGS              []string       `xml:"cogs"`
	Price             []string       `xml:"price"`
	ExpiryDate        []string       `xml:"expdate"`
	Prices            []plainElement `xml:"prices"`
	OptionalPrices    []plainElement `xml:"optionalprices"`
	Extra             []plainElement `xml:",any"`
}

type plainElement struct {
	XMLName  xml.Name
	Text     string         `xml:",chardata"`
	Children []plainElement `xml:",any"`
}

func (e plainElement) element() Element {
	return Element{Name: e.XMLName.Local, Text: strings.TrimSpace(e.Text), Children: elements(e.Children)}
}

func elements(plain []plainElement) (list []Element) {
	for _, e := range plain {
		list = append(list, e.element())
	}
	return list
}

// first returns the first text that is not empty, and a decimal as it is printed.
func first(texts []string, isNumber bool) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			if isNumber {
				return shelfwire.MustDecimal(text).String()
			}
			return text
		}
	}
	if isNumber {
		return "absent"
	}
	return ""
}

func firstID(t *testing.T, texts []string) int64 {
	t.Helper()
	id, err := strconv.ParseInt(first(texts, false), 10, 64)
	require.NoError(t, err)
	return id
}

// The stream against the whole document. What is accepted here, encoding/xml accepts as well, and reads the same rows
// from it. It does not hold the other way round: encoding/xml reads no further than the end of the root, knows nothing
// of success and of ids, takes the last of two values, looks over text between elements, and allows declarations.
func FuzzXMLAgainstUnmarshal(f *testing.F) {
	seeds(f, '<')
	f.Fuzz(func(t *testing.T, document string) {
		if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(document, byteOrderMark), " \r\n\t"), "<") {
			compareWithUnmarshal(t, document)
		}
		compareWithUnmarshal(t, inXML(document))
	})
}

func compareWithUnmarshal(t *testing.T, document string) {
	t.Helper()
	c, err := collect(document)
	if err != nil {
		return
	}
	var reply plainReply
	dec := xml.NewDecoder(strings.NewReader(document))
	dec.CharsetReader = func(label string, body io.Reader) (io.Reader, error) {
		if strings.Contains(label, "1251") {
			return charmap.Windows1251.NewDecoder().Reader(body), nil
		}
		return body, nil
	}
	require.NoError(t, dec.Decode(&reply))
	rows := c.rows
	for _, list := range reply.Warehouses {
		for _, warehouse := range list.Warehouse {
			for _, items := range warehouse.Items {
				require.GreaterOrEqual(t, len(rows), len(items.Item))
				for i, plain := range items.Item {
					require.Equal(t, firstID(t, warehouse.ID), rows[i].WarehouseID)
					assertSame(t, plain, rows[i])
				}
				rows = rows[len(items.Item):]
			}
		}
	}
	require.Empty(t, rows)
}

func assertSame(t *testing.T, plain plainRow, row StockRow) {
	t.Helper()
	require.Equal(t, firstID(t, plain.ID), row.ItemID)
	require.Equal(t, first(plain.Quantity, true), row.Quantity.String())
	require.Equal(t, first(plain.AvailableQuantity, true), row.AvailableQuantity.String())
	require.Equal(t, first(plain.COGS, true), row.COGS.String())
	require.Equal(t, first(plain.Price, true), row.Price.String())
	require.Equal(t, first(plain.LotNumber, false), row.LotNumber)
	require.Equal(t, first(plain.Article, false), row.Article)
	require.Equal(t, first(plain.ExpiryDate, false), row.ExpiryDate)
	require.Contains(t, []string{first(plain.Name, false), first(plain.ItemName, false)}, row.Name)
	known := 0
	for _, e := range append(elements(plain.Prices), elements(plain.OptionalPrices)...) {
		known += len(e.Children)
	}
	require.LessOrEqual(t, len(row.Prices), known)
	if len(plain.Prices)+len(plain.OptionalPrices) == 0 {
		require.Equal(t, elements(plain.Extra), row.Extra)
	}
}
