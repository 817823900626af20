package virtpos

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// StockField is an additional field of a stock row, to be named in [StoreQuery].Fields. The vendor has added fields before;
// one that this module does not know can be asked for as Field("its name") and comes in [StockRow].Extra.
type StockField string

// The fields of stock rows.
const (
	StockItemName       StockField = "itemname"       // Name
	StockArticle        StockField = "article"        // Article
	StockCOGS           StockField = "cogs"           // COGS, cost of goods
	StockPrice          StockField = "price"          // Price, by the main price list
	StockOptionalPrices StockField = "optionalprices" // Prices, by further price lists
	StockExpiryDate     StockField = "expdate"        // ExpiryDate; in newer editions of the guide only
	StockTurnover       StockField = "turnovercalc"   // the turnover, in Extra; in newer editions of the guide only, unit not documented
)

// Format is the form of a response.
type Format string

// The formats. XML is the default, since the vendor shows no example of its JSON.
const (
	FormatXML  Format = "xml"
	FormatJSON Format = "json"
)

// StoreQuery says which stock to read. The zero value is all stock of all warehouses, without additional fields.
type StoreQuery struct {
	InStockOnly bool         // only rows with a quantity above zero
	WarehouseID int64        // only this warehouse; 0 means all. The guide has no filter by external ids
	ItemID      int64        // only this item; 0 means all
	Article     string       // only items with this article number
	Name        string       // only items with this name; whether a part of it will do is not documented
	Fields      []StockField // what rows are to hold beside ids, quantities and lots
	Format      Format       // XML when empty
}

func (q *StoreQuery) check(problems *check.Problems) {
	problems.NotNegative("WarehouseID", q.WarehouseID)
	problems.NotNegative("ItemID", q.ItemID)
	problems.Text("Article", q.Article)
	problems.Text("Name", q.Name)
	for i, field := range q.Fields {
		switch name := fmt.Sprintf("Fields[%d]", i); {
		case strings.TrimSpace(string(field)) == "":
			problems.Add(name, "is empty")
		case strings.Contains(string(field), ":"):
			problems.Add(name, `must not hold ":", which separates fields`)
		default:
			problems.Text(name, string(field))
		}
	}
	if q.Format != "" && q.Format != FormatXML && q.Format != FormatJSON {
		problems.Add("Format", `must be "xml" or "json"`)
	}
}

// storeParams is the query string of a read: what the guide marks as "get only".
type storeParams struct {
	Format      Format `url:"format"`
	InStockOnly int    `url:"stockonly,omitempty"`
	WarehouseID int64  `url:"warehouseid,omitempty"`
	ItemID      int64  `url:"itemid,omitempty"`
	Article     string `url:"article,omitempty"`
	Name        string `url:"itemname,omitempty"`
}

func (q *StoreQuery) params() storeParams {
	p := storeParams{
		Format: q.Format, WarehouseID: q.WarehouseID, ItemID: q.ItemID, Article: q.Article, Name: q.Name,
	}
	if p.Format == "" {
		p.Format = FormatXML
	}
	if q.InStockOnly {
		p.InStockOnly = 1
	}
	return p
}

// fields is the list as it goes into the body; empty for none.
func (q *StoreQuery) fields() string {
	names := make([]string, len(q.Fields))
	for i, field := range q.Fields {
		names[i] = string(field)
	}
	return strings.Join(names, ":")
}

// checkWarehouse finds a warehouse that was not asked for.
func (q *StoreQuery) checkWarehouse(id int64) error {
	if q.WarehouseID != 0 && id != q.WarehouseID {
		return fmt.Errorf("warehouse %d was asked for, and warehouse %d came", q.WarehouseID, id)
	}
	return nil
}

// checkRow finds a row that was not asked for. Articles are compared without case and outer spaces, as databases may do,
// and only where rows show theirs.
func (q *StoreQuery) checkRow(row *StockRow, redact redactor) error {
	if q.ItemID != 0 && row.ItemID != q.ItemID {
		return fmt.Errorf("item %d was asked for, and item %d came", q.ItemID, row.ItemID)
	}
	asked, came := strings.TrimSpace(q.Article), strings.TrimSpace(row.Article)
	if asked != "" && came != "" && !strings.EqualFold(asked, came) {
		return fmt.Errorf("article %q was asked for, and item %d with article %q came", asked, row.ItemID, redact.quote(came))
	}
	return nil
}
