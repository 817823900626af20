package virtpos

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

// benchItems is the stock of a large company: 86 MB of XML.
const benchItems = 200_000

// stockBody writes a response of any length while it is read.
type stockBody struct {
	items int
	json  bool
	done  int // -1 before the head; items+1 after the tail
	part  []byte
	buf   []byte
}

func newStockBody(items int, json bool) *stockBody {
	return &stockBody{items: items, json: json, done: -1}
}

func (b *stockBody) Read(p []byte) (int, error) {
	for len(b.part) == 0 {
		if b.done > b.items {
			return 0, io.EOF
		}
		b.buf = b.next(b.buf[:0])
		b.part = b.buf
		b.done++
	}
	n := copy(p, b.part)
	b.part = b.part[n:]
	return n, nil
}

func (b *stockBody) next(buf []byte) []byte {
	head, item, tail := xmlHead, xmlItem, xmlTail
	if b.json {
		head, item, tail = jsonHead, jsonItem, jsonTail
	}
	switch {
	case b.done < 0:
		return append(buf, head...)
	case b.done == b.items:
		return append(buf, tail...)
	case b.json && b.done > 0:
		buf = append(buf, ',')
	}
	id := b.done + 1
	return fmt.Appendf(buf, item, id, id%100, id%100, 10000+id, id, id, id%1000, id%5000, id%5000, id%4000)
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8"?>
<root><success>1</success><type>store</type><stockonly>1</stockonly><count>1</count>
<warehouses><warehouse><id>3</id><name>Магазин 1</name><count>1</count><items>
`
	xmlItem = `<item>
 <id>%d</id>
 <quantity>%d.000</quantity>
 <available_quantity>%d.000</available_quantity>
 <lot_number>%d</lot_number>
 <name>%d Корм для собак 2кг</name>
 <article>%d</article>
 <cogs>%d.00</cogs>
 <price>%d.00</price>
 <prices>
  <price><pricelistid>4</pricelistid><price>%d.00</price></price>
  <price><pricelistid>3</pricelistid><price>%d.00</price></price>
 </prices>
</item>
`
	xmlTail = `</items></warehouse></warehouses></root>`

	jsonHead = `{"success":1,"type":"store","stockonly":1,"count":1,
"warehouses":[{"id":3,"name":"Магазин 1","count":1,"items":[`
	jsonItem = `{"id":"%d","quantity":"%d.000","available_quantity":"%d.000","lot_number":"%d",
 "name":"%d Корм для собак 2кг","article":"%d","cogs":"%d.00","price":"%d.00",
 "prices":[{"pricelistid":"4","price":"%d.00"},{"pricelistid":"3","price":"%d.00"}]}`
	jsonTail = `]}]}`
)

func benchDocument(b *testing.B, json bool) string {
	b.Helper()
	document, err := io.ReadAll(newStockBody(benchItems, json))
	require.NoError(b, err)
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	return string(document)
}

func benchmarkRead(b *testing.B, json bool) {
	document := benchDocument(b, json)
	read := func(atRow func(int)) {
		rows := 0
		require.NoError(b, readStock(stockSource{body: strings.NewReader(document), itemDone: func() {}}, stockSink{
			warehouse: func(WarehouseStock) {},
			row:       func(StockRow) bool { rows++; atRow(rows); return true },
		}))
		require.Equal(b, benchItems, rows)
	}
	for b.Loop() {
		read(func(int) {})
	}
	held := heldBy(func(look func()) {
		read(func(row int) {
			if row == benchItems/2 {
				look()
			}
		})
	})
	b.ReportMetric(held, "live-MiB")
}

// heldBy is how much memory is in use when a piece of work calls look, beyond what was in use before it.
func heldBy(work func(look func())) (mebibytes float64) {
	inUse := func() float64 { return float64(clienttest.LiveHeap()) / (1 << 20) }
	before, then := inUse(), 0.0
	work(func() { then = inUse() })
	return max(then-before, 0)
}

func BenchmarkStockXML(b *testing.B)  { benchmarkRead(b, false) }
func BenchmarkStockJSON(b *testing.B) { benchmarkRead(b, true) }

// plainItem is what a program without this module reads an item into.
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

// BenchmarkStockXMLUnmarshal is the yardstick: the whole document into structs at once.
func BenchmarkStockXMLUnmarshal(b *testing.B) {
	document := benchDocument(b, false)
	read := func(look func()) {
		var reply struct {
			Success    int `xml:"success"`
			Warehouses []struct {
				ID    int64       `xml:"id"`
				Name  string      `xml:"name"`
				Items []plainItem `xml:"items>item"`
			} `xml:"warehouses>warehouse"`
		}
		require.NoError(b, xml.Unmarshal([]byte(document), &reply))
		require.Len(b, reply.Warehouses[0].Items, benchItems)
		look()
		runtime.KeepAlive(reply)
	}
	for b.Loop() {
		read(func() {})
	}
	b.ReportMetric(heldBy(read), "live-MiB")
}

func BenchmarkStockJSONUnmarshal(b *testing.B) {
	document := benchDocument(b, true)
	read := func(look func()) {
		var reply struct {
			Success    int
			Warehouses []struct {
				ID    int64
				Name  string
				Items []plainItem
			}
		}
		require.NoError(b, json.Unmarshal([]byte(document), &reply))
		require.Len(b, reply.Warehouses[0].Items, benchItems)
		look()
		runtime.KeepAlive(reply)
	}
	for b.Loop() {
		read(func() {})
	}
	b.ReportMetric(heldBy(read), "live-MiB")
}

// BenchmarkStockXMLTokens is what a careful programmer writes who wants to stream: encoding/xml as far as the items,
// and then an item at a time, without reflection.
func BenchmarkStockXMLTokens(b *testing.B) {
	document := benchDocument(b, false)
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
				item, err := plainItemByTokens(dec)
				require.NoError(b, err)
				require.NotZero(b, item.ID)
				rows++
			}
		}
		require.Equal(b, benchItems, rows)
	}
}

func plainItemByTokens(dec *xml.Decoder) (item plainItem, err error) {
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
			if err := item.set(path, string(bytes.TrimSpace(text))); err != nil {
				return item, err
			}
			path = path[:len(path)-1]
			text = text[:0]
		}
	}
}

func (i *plainItem) set(path []string, text string) (err error) {
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

// BenchmarkStockOdd is a stock whose numbers are quoted or odd, beside the same one in the forms of the guide.
func BenchmarkStockOdd(b *testing.B) {
	const rows = 20_000
	for _, format := range []struct {
		name string
		json bool
		odd  [][2]string // what becomes of what
	}{
		{"xml", false, [][2]string{{".000</quantity>", ",000</quantity>"}, {".00</price>\n <prices>", ",00</price>\n <prices>"}}},
		{"json", true, [][2]string{{`.000","available`, `,000","available`}, {".00\",\n \"prices", ",00\",\n \"prices"}}},
	} {
		plain, err := io.ReadAll(newStockBody(rows, format.json))
		require.NoError(b, err)
		odd := string(plain)
		for _, change := range format.odd {
			odd = strings.ReplaceAll(odd, change[0], change[1])
		}
		require.NotEqual(b, string(plain), odd)
		for name, document := range map[string]string{"plain": string(plain), "odd": odd} {
			b.Run(format.name+"/"+name, func(b *testing.B) { // two of six numbers in each row are odd
				b.ReportAllocs()
				for b.Loop() {
					n := 0
					from := stockSource{body: strings.NewReader(document), itemDone: func() {}, redact: withPieces(benchKey, nil)}
					require.NoError(b, readStock(from, stockSink{
						warehouse: func(WarehouseStock) {},
						row:       func(StockRow) bool { n++; return true },
					}))
					require.Equal(b, rows, n)
				}
			})
		}
	}
}

const benchKey = "K7qv2mZx0LwPd9RsTb4NcYf8HgJ1kVaE5uMoXiQ3"
