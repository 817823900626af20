package shop

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// GoodsIssue is what invoiced orders take from a stock whose ERP has not been told of them. Where Resico makes the invoices
// it is empty: they lower the stock by themselves.
type GoodsIssue struct {
	Orders []int64 // whose goods these are, by number
	More   int     // orders beyond these
	Goods  []Goods // by SKU and location
}

// Goods are pieces of a product.
type Goods struct {
	SKU, Name string
	Location  string // that they leave from; empty for wherever there are some
	Quantity  shelfwire.Decimal
}

const toIssue = ` FROM orders WHERE state = 'sent' AND issued_at IS NULL`

// CountToIssue counts the orders whose goods are to be issued.
func (s *Shop) CountToIssue(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT COUNT(*)`+toIssue).Scan(&n)
	return n, err
}

// GoodsToIssue returns the goods of orders that are invoiced in ERP XT, and that Resico still has in its stock as far as
// anybody has said. The first orders come first, at most so many.
func (s *Shop) GoodsToIssue(ctx context.Context, most int) (g GoodsIssue, err error) {
	all, err := s.CountToIssue(ctx)
	if err != nil || all == 0 {
		return g, err
	}
	if g.Orders, err = column[int64](s.db.QueryContext(ctx, `SELECT id`+toIssue+` ORDER BY id LIMIT $1`, most)); err != nil {
		return g, err
	}
	g.More = max(all-len(g.Orders), 0)
	sums := map[Goods]shelfwire.Decimal{} // by all but the quantity
	for _, id := range g.Orders {
		o, err := s.Order(ctx, id)
		if err != nil {
			return g, err
		}
		for _, l := range o.Lines {
			of := Goods{SKU: l.SKU, Name: l.Name, Location: o.Location}
			sums[of] = sums[of].Add(l.Quantity)
		}
	}
	for of, quantity := range sums {
		of.Quantity = quantity
		g.Goods = append(g.Goods, of)
	}
	slices.SortFunc(g.Goods, func(a, b Goods) int {
		return slices.Compare([]string{a.SKU, a.Location, a.Name}, []string{b.SKU, b.Location, b.Name})
	})
	return g, nil
}

// NotInvoicedError says that an order has no goods to issue: it is not in the accounts, or not any more.
type NotInvoicedError struct{ Order int64 }

// Error names the order.
func (e *NotInvoicedError) Error() string {
	return fmt.Sprintf("order %d is not invoiced, so there are no goods to issue", e.Order)
}

// GoodsIssued writes down that the goods issue of these orders has been entered in Resico. From the next reading of the
// stock on they take nothing from it. All is written or nothing: an order that is not invoiced is a [*NotInvoicedError]. One
// whose goods were issued before stays as it is.
func (s *Shop) GoodsIssued(ctx context.Context, orders []int64) error {
	orders = slices.Compact(slices.Sorted(slices.Values(orders))) // sorted, so that two do not wait for each other
	return s.inTx(ctx, func(tx *sql.Tx) error {
		for _, id := range orders { // locked before the moment is
			found, err := tx.ExecContext(ctx, `UPDATE orders SET issued_at = issued_at WHERE id = $1 AND state = 'sent'`, id)
			if err != nil {
				return err
			}
			if n, err := found.RowsAffected(); err != nil {
				return err
			} else if n == 0 {
				return &NotInvoicedError{Order: id}
			}
		}
		now, err := moment(ctx, tx)
		if err != nil {
			return err
		}
		for _, id := range orders {
			_, err := tx.ExecContext(ctx, `UPDATE orders SET issued_at = $1 WHERE id = $2 AND issued_at IS NULL`, stamp(now), id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// OrderList names orders by number, such as "3 4 17".
func OrderList(orders []int64) string {
	return strings.Trim(fmt.Sprint(orders), "[]")
}
