package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// importOrder stores an order that was sold elsewhere, with its lines at the prices at which they were sold. The stock is not
// looked at: the goods are sold. What the catalogue cannot put on an invoice is a problem for a person, and nothing is
// stored.
func importOrder(ctx context.Context, tx *sql.Tx, o NewOrder) (id int64, problem string, err error) {
	lines := make([]Line, len(o.Items))
	for i, item := range o.Items {
		if lines[i], problem, err = importLine(ctx, tx, item); problem != "" || err != nil {
			return 0, problem, err
		}
		lines[i].No = i + 1
	}
	if id, err = saveHead(ctx, tx, o); err != nil {
		return 0, "", err
	}
	for _, line := range lines {
		if err := saveLine(ctx, tx, id, line); err != nil {
			return 0, "", err
		}
	}
	return id, "", nil
}

func importLine(ctx context.Context, tx *sql.Tx, item Item) (line Line, problem string, err error) {
	price, _ := item.Price.Get()
	line = Line{SKU: item.SKU, Quantity: item.Quantity, Price: price}
	err = tx.QueryRowContext(ctx, `SELECT name, vat FROM products WHERE sku = $1`, readable(item.SKU)).
		Scan(&line.Name, &line.VAT)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return line, fmt.Sprintf("the product %s is not in Resico", item.SKU), nil
	case err == nil && line.VAT == "":
		return line, fmt.Sprintf("the product %s has no VAT code in Resico", item.SKU), nil
	default:
		return line, "", err
	}
}
