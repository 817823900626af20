package shopinventory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// ProductQuery selects products and their fields. The zero value is the whole catalogue, with the fields of the stock.
type ProductQuery struct {
	// Status limits the list to products for sale, or to others; empty means all
	// (probe: shopinventory/products-status). A product without a status may pass.
	Status ProductStatus

	// Fields lists the fields to return; none means those that [Product.Items] needs, with the name and the status.
	// ProductID and ProductTypeField are always added.
	Fields []ProductField

	// WithoutVariants leaves the variants out. The stock of products with variants is then missing.
	WithoutVariants bool

	// Filters are parameters that this module does not know, such as "modified[gte]". The shop rejects unknown ones. The
	// parameters of the other fields are invalid here.
	Filters map[string]string

	// PageSize is the number of products in a page, at most 100; 0 means DefaultPageSize. When the shop names a lower
	// limit, the walk continues with that.
	PageSize int

	// Prefetch is the number of pages read in advance while the caller works on one, at most 100; 0 means none. Pages are
	// still read one after the other, and come in order.
	Prefetch int
}

// ProductStatus says whether a product is for sale. Other values than the constants are possible.
type ProductStatus string

// The statuses that other clients know.
const (
	ProductActive   ProductStatus = "active"
	ProductInactive ProductStatus = "inactive"
)

// ProductField names a field of [Product] in a query.
type ProductField string

// The fields that other clients ask for (probe: shopinventory/products-fields). ProductWarehouses is
// documented for the list; that a query can name it is not (probe: shopinventory/products-warehouses).
const (
	ProductID                 ProductField = "id"
	ProductTypeField          ProductField = "type"
	ProductSKU                ProductField = "sku"
	ProductEAN                ProductField = "ean"
	ProductExtRef             ProductField = "ext_ref"
	ProductName               ProductField = "name"
	ProductDescription        ProductField = "description"
	ProductStatusField        ProductField = "status"
	ProductVisibility         ProductField = "visibility"
	ProductInventoryEnabled   ProductField = "inventory_enabled"
	ProductOnHand             ProductField = "stock"
	ProductWarehouses         ProductField = "warehouses"
	ProductPriceNet           ProductField = "price_net"
	ProductPriceGross         ProductField = "price_gross"
	ProductOldPriceNet        ProductField = "old_price_net"
	ProductOldPriceGross      ProductField = "old_price_gross"
	ProductCategoryID         ProductField = "category_id"
	ProductCategoryName       ProductField = "category_name"
	ProductQuantityMultiplier ProductField = "quantity_multiplier"
	ProductURL                ProductField = "url"
	ProductManufacturerID     ProductField = "manufacturer_id"
	ProductManufacturerName   ProductField = "manufacturer_name"
	ProductModified           ProductField = "date_modified"
)

// stockFields are the fields of a query that names none.
var stockFields = []ProductField{
	ProductID, ProductTypeField, ProductSKU, ProductEAN, ProductExtRef, ProductName, ProductStatusField,
	ProductInventoryEnabled, ProductOnHand, ProductPriceNet, ProductPriceGross, ProductOldPriceNet, ProductOldPriceGross,
}

// maxPrefetch bounds the pages in memory.
const maxPrefetch = 100

// productParams is the query string of the product list, apart from the filters that the caller names.
type productParams struct {
	Status  ProductStatus  `url:"status,omitempty"`
	Fields  []ProductField `url:"fields,comma"`
	Include string         `url:"include,omitempty"`
}

// encode validates a query and returns it as it is sent.
func (q *ProductQuery) encode(op call.Op, caller *call.Caller, start int) (encoded listQuery[Product], err error) {
	var problems check.Problems
	problems.NotNegative("start", int64(start))
	q.validate(&problems)
	if err := problems.Err(); err != nil {
		return encoded, caller.InvalidInput(op, err)
	}
	params := productParams{Status: q.Status, Fields: stockFields, Include: "variants"}
	if len(q.Fields) > 0 {
		params.Fields = q.allFields()
	}
	if q.WithoutVariants {
		params.Include = ""
	}
	return newListQuery(op, caller, params, q.Filters, func(p *Product) []rowFilter {
		return []rowFilter{{"Status", string(params.Status), string(p.Status)}}
	})
}

// allFields returns the fields of the query, with those that every walk needs in front.
func (q *ProductQuery) allFields() []ProductField {
	fields := []ProductField{ProductID, ProductTypeField}
	for _, field := range q.Fields {
		if !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

func (q *ProductQuery) validate(problems *check.Problems) {
	problems.Text("Status", string(q.Status))
	for i, field := range q.Fields {
		name := fmt.Sprintf("Fields[%d]", i)
		if strings.TrimSpace(string(field)) == "" || strings.Contains(string(field), ",") {
			problems.Add(name, "is not the name of one field")
		}
		if slices.Contains(q.Fields[:i], field) {
			problems.Add(name, "is the same field as one before it")
		}
		problems.Text(name, string(field))
	}
	validateFilters(problems, q.Filters, "status", "fields")
	validatePaging(problems, q.PageSize, q.Prefetch)
}
