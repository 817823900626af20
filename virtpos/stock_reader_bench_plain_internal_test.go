package virtpos

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// plainItem is an item as a program without this module decodes it.
type plainItem struct {
	ID        int64             `xml:"id" json:"id,string"`
	Quantity  shelfwire.Decimal `xml:"quantity" json:"quantity"`
	Available shelfwire.Decimal `xml:"available_quantity" json:"available_quantity"`
	LotNumber string            `xml:"lot_number" json:"lot_number"`
	Name      string            `xml:"name" json:"name"`
	Article   string            `xml:"article" json:"article"`
	COGS      shelfwire.Decimal `xml:"cogs" json:"cogs"`
	Price     shelfwire.Decimal `xml:"price" json:"price"`
	Prices    []plainPrice      `xml:"prices>price" json:"prices"`
}

type plainPrice struct {
	PriceListID int64             `xml:"pricelistid" json:"pricelistid,string"`
	Price       shelfwire.Decimal `xml:"price" json:"price"`
}

// BenchmarkStockXMLUnmarshal is the yardstick: it decodes the whole document into structs at once.
func BenchmarkStockXMLUnmarshal(b *testing.B) {
	document := stockDocument(b, false)
	read := func(look func()) {
		var response struct {
			Success    int `xml:"success"`
			Warehouses []struct {
				ID    int64       `xml:"id"`
				Name  string      `xml:"name"`
				Items []plainItem `xml:"items>item"`
			} `xml:"warehouses>warehouse"`
		}
		require.NoError(b, xml.Unmarshal([]byte(document), &response))
		require.Len(b, response.Warehouses[0].Items, benchItems)
		look()
		runtime.KeepAlive(response)
	}
	for b.Loop() {
		read(func() {})
	}
	b.ReportMetric(measureHeap(read), "live-MiB")
}

func BenchmarkStockJSONUnmarshal(b *testing.B) {
	document := stockDocument(b, true)
	read := func(look func()) {
		var response struct {
			Success    int
			Warehouses []struct {
				ID    int64
				Name  string
				Items []plainItem
			}
		}
		require.NoError(b, json.Unmarshal([]byte(document), &response))
		require.Len(b, response.Warehouses[0].Items, benchItems)
		look()
		runtime.KeepAlive(response)
	}
	for b.Loop() {
		read(func() {})
	}
	b.ReportMetric(measureHeap(read), "live-MiB")
}

// BenchmarkStockXMLTokens streams by hand: it reads tokens with encoding/xml, item by item, without reflection.
func BenchmarkStockXMLTokens(b *testing.B) {
	document := stockDocument(b, false)
	for b.Loop() {
		dec := xml.NewDecoder(strings.NewReader(document))
		rows := 0
		for {
			token, err := dec.Token()
			if err == io.EOF {
				break
			}
			require.NoError(b, err)
			if start, ok := token.(xml.StartElement); ok && start.Name.Local == "item" {
				item, err := decodeItemByTokens(dec)
				require.NoError(b, err)
				require.NotZero(b, item.ID)
				rows++
			}
		}
		require.Equal(b, benchItems, rows)
	}
}

func decodeItemByTokens(dec *xml.Decoder) (item plainItem, err error) {
	var path []string
	var text []byte
	for {
		token, err := dec.Token()
		if err != nil {
			return item, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
			text = text[:0]
			if len(path) == 2 && path[0] == "prices" && path[1] == "price" {
				item.Prices = append(item.Prices, plainPrice{})
			}
		case xml.CharData:
			text = append(text, token...)
		case xml.EndElement:
			if len(path) == 0 {
				return item, nil
			}
			if err := item.setField(path, string(bytes.TrimSpace(text))); err != nil {
				return item, err
			}
			path = path[:len(path)-1]
			text = text[:0]
		}
	}
}

func (i *plainItem) setField(path []string, text string) (err error) {
	if len(path) == 3 {
		price := &i.Prices[len(i.Prices)-1]
		switch path[2] {
		case "pricelistid":
			price.PriceListID, err = strconv.ParseInt(text, 10, 64)
		case "price":
			price.Price, err = shelfwire.ParseDecimal(text)
		}
		return err
	}
	switch path[0] {
	case "id":
		i.ID, err = strconv.ParseInt(text, 10, 64)
	case "quantity":
		i.Quantity, err = shelfwire.ParseDecimal(text)
	case "available_quantity":
		i.Available, err = shelfwire.ParseDecimal(text)
	case "lot_number":
		i.LotNumber = text
	case "name":
		i.Name = text
	case "article":
		i.Article = text
	case "cogs":
		i.COGS, err = shelfwire.ParseDecimal(text)
	case "price":
		i.Price, err = shelfwire.ParseDecimal(text)
	}
	return err
}
