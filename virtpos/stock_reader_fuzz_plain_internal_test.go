package virtpos

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire"
)

// plainResponse is a response as encoding/xml decodes it into structs.
type plainResponse struct {
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

func (e plainElement) toElement() Element {
	return Element{Name: e.XMLName.Local, Text: strings.TrimSpace(e.Text), Children: toElements(e.Children)}
}

func toElements(plain []plainElement) (list []Element) {
	for _, e := range plain {
		list = append(list, e.toElement())
	}
	return list
}

// firstNonEmpty returns the first text that is more than spaces.
func firstNonEmpty(texts []string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}

// The stream against the whole document: encoding/xml accepts what is accepted here, and reads the same rows.
// The reverse does not hold: encoding/xml stops at the end of the root, ignores success and ids, takes the last
// of two values, skips text between elements, and allows declarations.
func FuzzXMLAgainstUnmarshal(f *testing.F) {
	addSeeds(f, '<')
	f.Fuzz(func(t *testing.T, document string) {
		if strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(document, byteOrderMark), " \r\n\t"), "<") {
			compareWithUnmarshal(t, document)
		}
		compareWithUnmarshal(t, wrapXML(document))
	})
}

func compareWithUnmarshal(t *testing.T, document string) {
	t.Helper()
	c, err := collectStock(document)
	if err != nil {
		return
	}
	var response plainResponse
	dec := xml.NewDecoder(strings.NewReader(document))
	dec.CharsetReader = func(label string, body io.Reader) (io.Reader, error) {
		if strings.Contains(label, "1251") {
			return charmap.Windows1251.NewDecoder().Reader(body), nil
		}
		return body, nil
	}
	require.NoError(t, dec.Decode(&response))
	for _, list := range response.Warehouses {
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

// assertNext compares the next row or gap with that of encoding/xml.
func (c *stockCollector) assertNext(t *testing.T, warehouse []string, position int, plain plainRow) {
	t.Helper()
	id, ok := parseID([]byte(firstNonEmpty(warehouse)))
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
	id, ok := parseID([]byte(firstNonEmpty(plain.ID)))
	require.True(t, ok)
	require.Equal(t, id, row.ItemID)
	for name, number := range map[string]struct {
		texts []string
		got   shelfwire.Opt[shelfwire.Decimal]
	}{
		"quantity": {plain.Quantity, row.OnHand}, "available_quantity": {plain.AvailableQuantity, row.Available},
		"cogs": {plain.COGS, row.COGS}, "price": {plain.Price, row.Price},
	} {
		if text := firstNonEmpty(number.texts); text == "" || isUnread(row, name) {
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
			require.Equal(t, firstNonEmpty(text.texts), text.got, name)
		}
	}
	if !isUnread(row, "name") && !isUnread(row, "itemname") {
		require.Contains(t, []string{firstNonEmpty(plain.Name), firstNonEmpty(plain.ItemName)}, row.Name)
	}
	known := 0
	for _, e := range append(toElements(plain.Prices), toElements(plain.OptionalPrices)...) {
		known += len(e.Children)
	}
	require.LessOrEqual(t, len(row.Prices), known)
	if len(plain.Prices)+len(plain.OptionalPrices) == 0 {
		require.Equal(t, toElements(plain.Extra), row.Extra)
	}
}

func isUnread(row StockRow, field string) bool {
	return slices.ContainsFunc(row.Unread, func(u shelfwire.Unread) bool { return u.Field == field })
}
