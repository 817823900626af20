package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
)

// NewOrder is an order to place. Names and prices are the catalogue's.
type NewOrder struct {
	Customer Customer
	PlacedAt time.Time
	Location string
	Items    []Item
}

// Item is a product and how much of it is ordered.
type Item struct {
	SKU      string
	Quantity shelfwire.Decimal
	Price    shelfwire.Opt[shelfwire.Decimal] // of one unit, as the customer was shown it; absent when nothing was shown
}

// Errors about an order that cannot be placed. [Shop.PlaceOrder] joins them when there are several.
var (
	// ErrNotForSale: the product is not known, is off sale, or lacks a price or a VAT code.
	ErrNotForSale = errors.New("not for sale")
	// ErrOutOfStock: more is ordered than there is; see [OutOfStockError].
	ErrOutOfStock = errors.New("not enough in stock")
	// ErrNoOrder: nothing is ordered, or less than nothing.
	ErrNoOrder = errors.New("nothing is ordered")
	// ErrPriceChanged: the price is another one than was shown; see [PriceChangedError].
	ErrPriceChanged = errors.New("the price has changed")
)

// OutOfStockError says that more of a product is ordered than there is. It is an [ErrOutOfStock].
type OutOfStockError struct {
	SKU       string
	Wanted    shelfwire.Decimal
	Available shelfwire.Decimal // zero when there is none left
}

// Error says what a customer wants to know.
func (e *OutOfStockError) Error() string {
	return fmt.Sprintf("%s: %v: %s ordered, %s available", e.SKU, ErrOutOfStock, e.Wanted, e.Available)
}

// Is reports whether target is ErrOutOfStock.
func (e *OutOfStockError) Is(target error) bool { return target == ErrOutOfStock }

// PriceChangedError says that a product has another price than the customer was shown. It is an [ErrPriceChanged].
type PriceChangedError struct {
	SKU        string
	Shown, Now shelfwire.Decimal // of one unit
}

// Error names both prices.
func (e *PriceChangedError) Error() string {
	return fmt.Sprintf("%s: %v from %s to %s", e.SKU, ErrPriceChanged, e.Shown, e.Now)
}

// Is reports whether target is ErrPriceChanged.
func (e *PriceChangedError) Is(target error) bool { return target == ErrPriceChanged }

// PlaceOrder stores an order and returns its number. Whatever alongside does in the transaction, such as adding
// the order's job, happens together with the order or not at all.
//
// An order for what is not for sale or not in stock, or for another price than was shown, is rejected as a whole, by an
// error that names every such product.
// Of two orders for the last piece one is rejected, also when they come at the same time. A product whose stock nobody
// knows can be ordered: that a balance is absent does not mean that the shelf is empty.
func (s *Shop) PlaceOrder(
	ctx context.Context, o NewOrder, alongside func(ctx context.Context, tx *sql.Tx, order int64) error,
) (id int64, err error) {
	if len(o.Items) == 0 {
		return 0, ErrNoOrder
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		offers, err := s.offers(ctx, tx, o.Items)
		if err != nil {
			return err
		}
		if id, err = saveOrder(ctx, tx, o, offers); err != nil {
			return err
		}
		return alongside(ctx, tx, id)
	})
	if err != nil {
		return 0, err
	}
	return id, nil
}

// offers checks that everything ordered can be sold, and returns the products. They stay locked until the transaction
// ends, so that nobody else sells the same pieces.
func (s *Shop) offers(ctx context.Context, tx *sql.Tx, items []Item) (map[string]Product, error) {
	wanted, shown := map[string]shelfwire.Decimal{}, map[string]shelfwire.Opt[shelfwire.Decimal]{}
	for _, item := range items {
		if !item.Quantity.IsPositive() {
			return nil, fmt.Errorf("%s: %w", item.SKU, ErrNoOrder)
		}
		wanted[item.SKU], shown[item.SKU] = wanted[item.SKU].Add(item.Quantity), item.Price
	}
	offers := map[string]Product{}
	var rejected []error
	for _, sku := range slices.Sorted(maps.Keys(wanted)) {
		p, err := s.offer(ctx, tx, sku, wanted[sku])
		if err == nil {
			err = checkPrice(p, shown[sku])
		}
		switch {
		case err == nil:
			offers[sku] = p
		case errors.Is(err, ErrNotForSale), errors.Is(err, ErrOutOfStock), errors.Is(err, ErrPriceChanged):
			rejected = append(rejected, err)
		default:
			return nil, err
		}
	}
	return offers, errors.Join(rejected...)
}

// checkPrice compares a product's price with the one that was shown, if one was.
func checkPrice(p Product, shown shelfwire.Opt[shelfwire.Decimal]) error {
	now, _ := p.SellingPrice()
	if price, ok := shown.Get(); ok && !price.Equal(now) {
		return &PriceChangedError{SKU: p.SKU, Shown: price, Now: now}
	}
	return nil
}

func (s *Shop) offer(ctx context.Context, tx *sql.Tx, sku string, wanted shelfwire.Decimal) (Product, error) {
	p, err := scanProduct(tx.QueryRowContext(ctx, selectProduct+` WHERE active AND sku = $1`+s.dialect.lockRow, sku))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Product{}, err
	}
	if _, priced := p.SellingPrice(); err != nil || !priced || p.VAT == "" {
		return Product{}, fmt.Errorf("%s is %w", sku, ErrNotForSale)
	}
	left, known, err := available(ctx, tx, sku)
	if err != nil {
		return Product{}, err
	}
	if known && left.LessThan(wanted) {
		return Product{}, &OutOfStockError{SKU: sku, Wanted: wanted, Available: left}
	}
	return p, nil
}

func saveOrder(ctx context.Context, tx *sql.Tx, o NewOrder, offers map[string]Product) (id int64, err error) {
	if id, err = saveHead(ctx, tx, o); err != nil {
		return id, err
	}
	for i, item := range o.Items {
		p := offers[item.SKU]
		price, _ := p.SellingPrice()
		line := Line{No: i + 1, SKU: p.SKU, Name: p.Name, Quantity: item.Quantity, Price: price, VAT: p.VAT}
		if err := saveLine(ctx, tx, id, line); err != nil {
			return id, err
		}
	}
	return id, nil
}

// saveHead stores an order without its lines.
func saveHead(ctx context.Context, tx *sql.Tx, o NewOrder) (id int64, err error) {
	customer, err := saveCustomer(ctx, tx, o.Customer)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `
		INSERT INTO orders (customer_id, name, phone, address, post_code, placed_at, location, tax_number)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
		customer, o.Customer.Name, o.Customer.Phone, o.Customer.Address, o.Customer.PostCode,
		stamp(o.PlacedAt), o.Location, o.Customer.TaxNumber).Scan(&id)
	return id, err
}

func saveLine(ctx context.Context, tx *sql.Tx, order int64, l Line) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO order_lines (order_id, line_no, sku, name, quantity, price, vat)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		order, l.No, l.SKU, l.Name, l.Quantity, l.Price, l.VAT)
	return err
}
