package virtpos

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire/internal/check"
)

// StockField is an additional field of a stock row, for [StoreQuery].Fields; guide "API :: Store", parameter
// fields. The vendor has added fields before: any other one can be requested as StockField("its name") and
// comes in [StockRow].Extra.
type StockField string

// The fields of stock rows.
const (
	StockItemName       StockField = "itemname"       // fills Name
	StockArticle        StockField = "article"        // fills Article
	StockCOGS           StockField = "cogs"           // fills COGS, cost of goods
	StockPrice          StockField = "price"          // fills Price, by the main price list
	StockOptionalPrices StockField = "optionalprices" // fills Prices, by further price lists
	StockExpiryDate     StockField = "expdate"        // fills ExpiryDate; in newer editions of the guide
	// StockTurnover is the turnover, in Extra; in newer editions. Its form and its unit are undocumented
	// (probe: virtpos/turnover-form).
	StockTurnover StockField = "turnovercalc"
)

// StoreQuery selects stock; guide "API :: Store", "Параметры запроса на получение данных". The zero value
// selects all stock of all warehouses, without additional fields. The guide has no filter by external ids
// (probe: virtpos/external-ids).
type StoreQuery struct {
	InStockOnly bool         // only rows with a quantity above zero
	WarehouseID int64        // only this warehouse, by its id in VirtualPOS; 0 means all
	ItemID      int64        // only this item, by its id in VirtualPOS; 0 means all
	Article     string       // only items with this article number
	Name        string       // by name; the guide leaves open whether a part of it matches (probe: virtpos/name-whole)
	Fields      []StockField // additional fields of the rows, beside ids, quantities and lots
	Format      Format       // FormatXML when empty
}

func (q *StoreQuery) validate(problems *check.Problems) {
	problems.NotNegative("WarehouseID", q.WarehouseID)
	problems.NotNegative("ItemID", q.ItemID)
	problems.Text("Article", q.Article)
	problems.Text("Name", q.Name)
	validateFields(problems, q.Fields)
	q.Format.validate(problems)
}

// storeParams are the parameters of a read that the guide marks as "get only".
type storeParams struct {
	Format      Format `url:"format"`
	InStockOnly int    `url:"stockonly,omitempty"`
	WarehouseID int64  `url:"warehouseid,omitempty"`
	ItemID      int64  `url:"itemid,omitempty"`
	Article     string `url:"article,omitempty"`
	Name        string `url:"itemname,omitempty"`
}

func (q *StoreQuery) toQuery() storeParams {
	p := storeParams{
		Format: q.Format.orXML(), WarehouseID: q.WarehouseID, ItemID: q.ItemID, Article: q.Article, Name: q.Name,
	}
	if q.InStockOnly {
		p.InStockOnly = 1
	}
	return p
}

// checkWarehouse returns an error for a warehouse that the query does not select.
func (q *StoreQuery) checkWarehouse(id int64) error {
	if q.WarehouseID != 0 && id != q.WarehouseID {
		return fmt.Errorf("warehouse %d was asked for, and warehouse %d came", q.WarehouseID, id)
	}
	return nil
}

// checkRow returns an error for a row that the query does not select. It compares articles without case and
// surrounding spaces, as databases may do, and only where the row shows one.
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

// toParams validates a query and returns its parameters.
func (q *StoreQuery) toParams() (params, error) {
	var problems check.Problems
	if q.validate(&problems); problems.Err() != nil {
		return params{}, problems.Err()
	}
	getOnly, err := query.Values(q.toQuery())
	if err != nil {
		return params{}, err
	}
	p := params{queryOnly: getOnly, queryOrBody: url.Values{}}
	if fields := joinFields(q.Fields); fields != "" {
		p.queryOrBody.Set("fields", fields)
	}
	return p, nil
}
