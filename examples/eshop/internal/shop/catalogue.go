package shop

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// Product is a product of the catalogue. Prices include VAT. What the provider left out is absent, which is never
// the same as zero.
type Product struct {
	SKU       string
	ParentSKU string
	Name      string
	Unit      string
	VAT       string
	Category  string
	Price     shelfwire.Opt[shelfwire.Decimal]
	SalePrice shelfwire.Opt[shelfwire.Decimal] // reduced; zero where there is none
	Active    shelfwire.Opt[bool]

	KeepParent, KeepCategory bool // for SaveProducts: the provider's could not be read
}

// OldPrice is the price before a reduction, and whether the product is reduced.
func (p Product) OldPrice() (shelfwire.Decimal, bool) {
	selling, _ := p.SellingPrice()
	price, ok := p.Price.Get()
	return price, ok && selling.IsPositive() && selling.LessThan(price)
}

// SellingPrice is what a customer pays for one unit, and whether there is a price at all.
func (p Product) SellingPrice() (shelfwire.Decimal, bool) {
	if reduced, ok := p.SalePrice.Get(); ok && reduced.IsPositive() {
		return reduced, true
	}
	price, ok := p.Price.Get()
	return price, ok && price.IsPositive()
}

// saveProduct keeps what the shop has wherever the provider said nothing. An absent parent or category means that
// there is none, unless it is to be kept; a product without a name, a unit or a VAT code is not to be had.
const saveProduct = `
INSERT INTO products (sku, parent_sku, name, unit, vat, category, price, sale_price, active, seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (sku) DO UPDATE SET
    parent_sku = CASE WHEN CAST($11 AS BOOLEAN) THEN products.parent_sku ELSE excluded.parent_sku END,
    category   = CASE WHEN CAST($12 AS BOOLEAN) THEN products.category ELSE excluded.category END,
    name       = COALESCE(NULLIF(excluded.name, ''), products.name),
    unit       = COALESCE(NULLIF(excluded.unit, ''), products.unit),
    vat        = COALESCE(NULLIF(excluded.vat, ''), products.vat),
    price      = COALESCE(excluded.price, products.price),
    sale_price = COALESCE(excluded.sale_price, products.sale_price),
    active     = COALESCE(excluded.active, products.active),
    seen_at    = excluded.seen_at`

// SaveProducts adds products and changes those that are there, all or none of them. Products that one walk has
// seen have one and the same time.
func (s *Shop) SaveProducts(ctx context.Context, seen time.Time, products []Product) error {
	products = slices.SortedFunc(slices.Values(products), func(a, b Product) int { return strings.Compare(a.SKU, b.SKU) })
	return s.inTx(ctx, func(tx *sql.Tx) error {
		for _, p := range products {
			_, err := tx.ExecContext(ctx, saveProduct,
				p.SKU, p.ParentSKU, readable(p.Name), readable(p.Unit), p.VAT, readable(p.Category),
				nullText(p.Price), nullText(p.SalePrice), nullBool(p.Active), stamp(seen), p.KeepParent, p.KeepCategory)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeOffSale takes the products off sale that a walk through everything has not seen, and returns how many they
// were. They are not deleted: orders name them. No clock decides, since clocks are put back at times.
func (s *Shop) TakeOffSale(ctx context.Context, notSeen time.Time) (int, error) {
	changed, err := s.db.ExecContext(ctx, `UPDATE products SET active = FALSE WHERE active AND seen_at <> $1`,
		stamp(notSeen))
	if err != nil {
		return 0, err
	}
	n, err := changed.RowsAffected()
	return int(n), err
}

// ForSale returns the products that can be ordered, by SKU: active, with a price and a VAT code.
func (s *Shop) ForSale(ctx context.Context) ([]Product, error) {
	products, err := s.Active(ctx)
	return slices.DeleteFunc(products, func(p Product) bool {
		_, priced := p.SellingPrice()
		return !priced || p.VAT == ""
	}), err
}

// Active returns the products that are not off sale, by SKU, also those that lack a price or a VAT code.
func (s *Shop) Active(ctx context.Context) ([]Product, error) {
	rows, err := s.db.QueryContext(ctx, selectProduct+` WHERE active ORDER BY sku`)
	return collect(rows, err, func(p *Product) (err error) {
		*p, err = scanProduct(rows)
		return err
	})
}

const productColumns = `sku, parent_sku, name, unit, vat, category, price, sale_price, active`

const selectProduct = `SELECT ` + productColumns + ` FROM products`

// scanProduct reads a row of selectProduct.
func scanProduct(row interface{ Scan(...any) error }) (Product, error) {
	var p Product
	var price, reduced sql.Null[shelfwire.Decimal]
	var active sql.Null[bool]
	err := row.Scan(&p.SKU, &p.ParentSKU, &p.Name, &p.Unit, &p.VAT, &p.Category, &price, &reduced, &active)
	p.Price, p.SalePrice, p.Active = opt(price), opt(reduced), opt(active)
	return p, err
}

func opt[T any](value sql.Null[T]) shelfwire.Opt[T] {
	if !value.Valid {
		return shelfwire.Opt[T]{}
	}
	return shelfwire.Set(value.V)
}

func nullText(o shelfwire.Opt[shelfwire.Decimal]) sql.NullString {
	d, ok := o.Get()
	return sql.NullString{String: d.String(), Valid: ok}
}

func nullBool(o shelfwire.Opt[bool]) sql.NullBool {
	b, ok := o.Get()
	return sql.NullBool{Bool: b, Valid: ok}
}
