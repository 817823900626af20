package virtpos

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
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

// assertWellFormed checks what holds for every response, accepted or not.
func assertWellFormed(t *testing.T, document string) (collected, error) {
	c, err := collect(document)
	if err != nil {
		require.NotEmpty(t, err.Error())
	}
	for _, row := range c.rows {
		require.Positive(t, row.WarehouseID)
		require.Positive(t, row.ItemID)
		for _, price := range row.Prices {
			require.GreaterOrEqual(t, price.PriceListID, int64(0))
		}
	}
	return c, err
}

// A stock that can be read as a stream can be read as a tree, too.
func FuzzXML(f *testing.F) {
	seeds(f, '<')
	f.Fuzz(func(t *testing.T, document string) {
		_, err := assertWellFormed(t, document)
		root, parseErr := parse([]byte(document), nil)
		if err == nil {
			require.NoError(t, parseErr)
			verdict := verdictOf(root)
			require.True(t, verdict.succeeded())
		}
		require.Equal(t, "root", root.element(0).Name)
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
	if _, err := parse([]byte(document), nil); err == nil {
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

// plainReply is a response as encoding/xml reads it into structures.
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

// firstText returns the first text that is not empty.
func firstText(texts []string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
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
	for _, list := range reply.Warehouses {
		for _, warehouse := range list.Warehouse {
			position := 0
			for _, items := range warehouse.Items {
				for _, plain := range items.Item {
					position++
					c.assertNext(t, warehouse.ID, position, plain)
				}
			}
		}
	}
	require.Empty(t, c.rows)
	require.Empty(t, c.gaps)
}

// assertNext compares the next row, or the next gap, with what encoding/xml has read.
func (c *collected) assertNext(t *testing.T, warehouse []string, position int, plain plainRow) {
	t.Helper()
	id, ok := parseID([]byte(firstText(warehouse)))
	require.True(t, ok)
	if len(c.gaps) > 0 && c.gaps[0].WarehouseID == id && c.gaps[0].Position == position {
		c.gaps = c.gaps[1:]
		return
	}
	require.NotEmpty(t, c.rows)
	require.Equal(t, id, c.rows[0].WarehouseID)
	assertSame(t, plain, c.rows[0])
	c.rows = c.rows[1:]
}

func assertSame(t *testing.T, plain plainRow, row StockRow) {
	t.Helper()
	id, ok := parseID([]byte(firstText(plain.ID)))
	require.True(t, ok)
	require.Equal(t, id, row.ItemID)
	for name, number := range map[string]struct {
		texts []string
		got   shelfwire.Opt[shelfwire.Decimal]
	}{
		"quantity": {plain.Quantity, row.OnHand}, "available_quantity": {plain.AvailableQuantity, row.Available},
		"cogs": {plain.COGS, row.COGS}, "price": {plain.Price, row.Price},
	} {
		if text := firstText(number.texts); text == "" || isUnread(row, name) {
			require.True(t, number.got.IsZero(), name)
		} else {
			require.Equal(t, shelfwire.MustDecimal(text).String(), number.got.String(), name)
		}
	}
	for name, text := range map[string]struct {
		texts []string
		got   string
	}{
		"lot_number": {plain.LotNumber, row.LotNumber}, "article": {plain.Article, row.Article},
		"expdate": {plain.ExpiryDate, row.ExpiryDate},
	} {
		if isUnread(row, name) {
			require.Empty(t, text.got, name)
		} else {
			require.Equal(t, firstText(text.texts), text.got, name)
		}
	}
	if !isUnread(row, "name") && !isUnread(row, "itemname") {
		require.Contains(t, []string{firstText(plain.Name), firstText(plain.ItemName)}, row.Name)
	}
	known := 0
	for _, e := range append(elements(plain.Prices), elements(plain.OptionalPrices)...) {
		known += len(e.Children)
	}
	require.LessOrEqual(t, len(row.Prices), known)
	if len(plain.Prices)+len(plain.OptionalPrices) == 0 {
		require.Equal(t, elements(plain.Extra), row.Extra)
	}
}

func isUnread(row StockRow, field string) bool {
	return slices.ContainsFunc(row.Unread, func(u shelfwire.Unread) bool { return u.Field == field })
}
