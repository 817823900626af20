package virtpos

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
		b.buf = b.nextChunk(b.buf[:0])
		b.part = b.buf
		b.done++
	}
	n := copy(p, b.part)
	b.part = b.part[n:]
	return n, nil
}

func (b *stockBody) nextChunk(buf []byte) []byte {
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

func stockDocument(b *testing.B, json bool) string {
	b.Helper()
	document, err := io.ReadAll(newStockBody(benchItems, json))
	require.NoError(b, err)
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	return string(document)
}

func benchmarkReadStock(b *testing.B, json bool) {
	document := stockDocument(b, json)
	read := func(atRow func(int)) {
		rows := 0
		require.NoError(b, readStock(listSource{body: strings.NewReader(document), itemDone: func() {}}, StoreQuery{}, stockSink{
			addWarehouse: func(WarehouseStock) {},
			addRow:       func(StockRow) bool { rows++; atRow(rows); return true },
		}))
		require.Equal(b, benchItems, rows)
	}
	for b.Loop() {
		read(func(int) {})
	}
	held := measureHeap(func(look func()) {
		read(func(row int) {
			if row == benchItems/2 {
				look()
			}
		})
	})
	b.ReportMetric(held, "live-MiB")
}

// measureHeap returns the memory in use when work calls look, less the memory in use before it.
func measureHeap(work func(look func())) (mebibytes float64) {
	inUse := func() float64 { return float64(clienttest.LiveHeap()) / (1 << 20) }
	before, then := inUse(), 0.0
	work(func() { then = inUse() })
	return max(then-before, 0)
}

func BenchmarkStockXML(b *testing.B)  { benchmarkReadStock(b, false) }
func BenchmarkStockJSON(b *testing.B) { benchmarkReadStock(b, true) }

// BenchmarkStockOdd reads a stock with quoted or odd numbers, beside the same stock in the guide's forms.
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
					from := listSource{body: strings.NewReader(document), itemDone: func() {}, redact: newKeyRedactor(benchKey, nil)}
					require.NoError(b, readStock(from, StoreQuery{}, stockSink{
						addWarehouse: func(WarehouseStock) {},
						addRow:       func(StockRow) bool { n++; return true },
					}))
					require.Equal(b, rows, n)
				}
			})
		}
	}
}

const benchKey = "K7qv2mZx0LwPd9RsTb4NcYf8HgJ1kVaE5uMoXiQ3"
