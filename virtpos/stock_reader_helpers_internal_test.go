package virtpos

import (
	"fmt"
	"io"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// stockCollector records the calls of a sink as texts, since decimals must not be compared as values.
type stockCollector struct {
	events []string
	rows   []StockRow
	gaps   []Gap
	done   int
}

func (c *stockCollector) newSink() stockSink {
	return stockSink{
		addWarehouse: func(w WarehouseStock) { c.events = append(c.events, fmt.Sprintf("warehouse %d %q", w.ID, w.Name)) },
		addRow: func(row StockRow) bool {
			c.events = append(c.events, formatStockRow(row))
			c.rows = append(c.rows, row)
			return true
		},
		addGap: func(gap Gap) {
			c.events = append(c.events, gap.String())
			c.gaps = append(c.gaps, gap)
		},
	}
}

func formatStockRow(row StockRow) string { return fmt.Sprintf("%+v", row) }

func (c *stockCollector) readBody(body io.Reader) error { return c.readQuery(body, "", StoreQuery{}) }

// readQuery reads a response to a query, in the charset that Content-Type names.
func (c *stockCollector) readQuery(body io.Reader, charset string, asked StoreQuery) error {
	return readStock(listSource{body: body, charset: charset, itemDone: func() { c.done++ }}, asked, c.newSink())
}

func collectStock(document string) (c stockCollector, err error) {
	err = c.readBody(strings.NewReader(document))
	return c, err
}

func setNumber(s string) shelfwire.Opt[shelfwire.Decimal] {
	return shelfwire.Set(shelfwire.MustDecimal(s))
}

func wrapXML(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><root><success>1</success><type>store</type><count>1</count>
		<warehouses><warehouse><id>3</id><name>Магазин 1</name><items>` + items +
		`</items></warehouse></warehouses></root>`
}

func wrapJSON(items string) string {
	return `{"success":1,"type":"store","count":1,
		"warehouses":[{"id":3,"name":"Магазин 1","items":` + items + `}]}`
}

// inBothFormats puts a second item after a good one. An empty text has no form in that format.
func inBothFormats(xml, json string) map[string]string {
	documents := map[string]string{}
	if xml != "" {
		documents["XML"] = wrapXML("<item><id>1</id></item>" + xml)
	}
	if json != "" {
		documents["JSON"] = wrapJSON(`[{"id":1},` + json + `]`)
		documents["wrapped JSON"] = wrapJSON(`{"item":[{"id":1},` + json + `]}`)
	}
	return documents
}
