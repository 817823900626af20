package resicotest

import (
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/resico"
)

// productColumns returns the fields of a row, in the order of the guide.
func productColumns() []resico.ProductField {
	return []resico.ProductField{
		resico.ProductSKU, resico.ProductParentSKU, resico.ProductName, resico.ProductUnit, resico.ProductVAT,
		resico.ProductPrice, resico.ProductSalePrice, resico.ProductCategory, resico.ProductActive,
		resico.ProductBalance,
	}
}

// cell is a field of a row, encoded once: `"Name":"Bowl"`, or empty when the row lacks it.
type cell []byte

// encodedCells returns the cells of a row, column by column.
func (c *catalogue) encodedCells(r *row) []cell {
	if r.cells == nil {
		buf := make([]byte, 0, 256)
		for _, column := range productColumns() {
			start := len(buf)
			buf = c.appendCell(buf, r, column)
			r.cells = append(r.cells, cell(buf[start:]))
		}
	}
	return r.cells
}

// appendCell appends a field of a row, if the row has it.
func (c *catalogue) appendCell(buf []byte, r *row, column resico.ProductField) []byte {
	start := len(buf)
	buf = append(append(append(buf, '"'), column...), `":`...)
	value := len(buf)
	switch column {
	case resico.ProductPrice:
		buf = appendOptional(buf, r.Price)
	case resico.ProductSalePrice:
		buf = appendOptional(buf, r.SalePrice)
	case resico.ProductActive:
		buf = appendOptional(buf, r.Active)
	case resico.ProductBalance:
		if !r.Balance.IsZero() {
			buf = c.appendBalance(buf, r)
		}
	default:
		if text := r.columnText(column); text != "" {
			buf = fake.AppendJSONString(buf, text)
		}
	}
	if len(buf) == value {
		return buf[:start]
	}
	return buf
}

// appendOptional appends a value, if it is present.
func appendOptional[T any](buf []byte, field shelfwire.Opt[T]) []byte {
	if field.IsZero() {
		return buf
	}
	return append(buf, field.String()...)
}

// columnText returns the text of a column.
func (r *row) columnText(column resico.ProductField) string {
	switch column {
	case resico.ProductParentSKU:
		return r.ParentSKU
	case resico.ProductName:
		return r.Name
	case resico.ProductUnit:
		return r.Unit
	case resico.ProductVAT:
		return string(r.VAT)
	case resico.ProductCategory:
		return r.Category
	default:
		return r.SKU
	}
}

// appendRow writes a row with some of its columns, given by their index.
func (c *catalogue) appendRow(buf []byte, r *row, chosen []int) []byte {
	cells := c.encodedCells(r)
	buf = append(buf, '{')
	start := len(buf)
	for _, i := range chosen {
		if len(cells[i]) == 0 {
			continue
		}
		if len(buf) > start {
			buf = append(buf, ',')
		}
		buf = append(buf, cells[i]...)
	}
	return append(buf, '}')
}

// chooseColumns turns the parameter "return" into indexes of columns. Empty means all; bad is the first
// unknown name.
func chooseColumns(names []string) (chosen []int, bad string) {
	all := productColumns()
	if len(names) == 0 {
		for i := range all {
			chosen = append(chosen, i)
		}
		return chosen, ""
	}
	for _, name := range names {
		i := slices.Index(all, resico.ProductField(name))
		if i < 0 {
			return nil, name
		}
		if !slices.Contains(chosen, i) {
			chosen = append(chosen, i)
		}
	}
	return chosen, ""
}
