package virtpos

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/shelfwire/shelfwire"
)

// row reads an item. key is what the item was filed under in JSON; it is the id of an item without one.
//
// Ids and numbers that come twice are an error, since nobody can tell which one counts; an empty one is none. Of names,
// which may come as name and as itemname, the first counts.
func (t *tree) row(n int, key string) (row StockRow, err error) {
	if len(t.textOf(n)) > 0 {
		return row, fmt.Errorf("text %q in an item", clip(string(t.textOf(n))))
	}
	for child := range t.children(n) {
		if err := t.field(child, &row); err != nil {
			return row, err
		}
	}
	if row.ItemID == 0 && isID(key) {
		row.ItemID, err = parseID("id", key)
		return row, err
	}
	if row.ItemID == 0 {
		return row, errors.New("an item without id")
	}
	return row, nil
}

func (t *tree) field(n int, row *StockRow) error {
	switch t.nodes[n].name {
	case "id":
		return t.id(n, &row.ItemID)
	case "quantity":
		return t.decimal(n, &row.Quantity)
	case "available_quantity":
		return t.decimal(n, &row.AvailableQuantity)
	case "lot_number":
		return t.words(n, &row.LotNumber)
	case "name", "itemname":
		return t.firstWords(n, &row.Name)
	case "article":
		return t.words(n, &row.Article)
	case "cogs":
		return t.decimal(n, &row.COGS)
	case "price":
		return t.decimal(n, &row.Price)
	case "prices", "optionalprices":
		return t.prices(n, row)
	case "expdate":
		return t.words(n, &row.ExpiryDate)
	default:
		row.Extra = append(row.Extra, t.element(n))
		return nil
	}
}

// prices reads the prices by further price lists: a list of them, each an element price; a single one; or, in JSON, an
// object with the ids of price lists as names. What has another form is kept as it is.
func (t *tree) prices(n int, row *StockRow) error {
	var list, keyed, single, other int
	for child := range t.children(n) {
		switch name := t.nodes[child].name; {
		case name == "price":
			list++
		case name == "pricelistid":
			single++
		case isID(name):
			keyed++
		default:
			other++
		}
	}
	switch {
	case len(t.textOf(n)) > 0, single == 0 && other > 0, keyed > 0 && list+single > 0:
		row.Extra = append(row.Extra, t.element(n))
		return nil
	case single > 0:
		return t.listPrice(n, "", row)
	}
	for child := range t.children(n) {
		if err := t.listPrice(child, t.nodes[child].name, row); err != nil {
			return err
		}
	}
	return nil
}

// listPrice reads the price of one price list; key is the name that it was filed under.
func (t *tree) listPrice(n int, key string, row *StockRow) (err error) {
	var price ListPrice
	for child := range t.children(n) {
		switch t.nodes[child].name {
		case "pricelistid":
			err = t.id(child, &price.PriceListID)
		case "price":
			err = t.decimal(child, &price.Price)
		}
		if err != nil {
			return err
		}
	}
	if !t.hasChildren(n) {
		if len(t.textOf(n)) == 0 {
			return nil
		}
		err = t.decimal(n, &price.Price)
	}
	if err == nil && price.PriceListID == 0 {
		price.PriceListID, err = parseID("pricelistid", key)
	}
	row.Prices = append(row.Prices, price)
	return err
}

// scalar returns the text of an element that holds no others.
func (t *tree) scalar(n int) ([]byte, error) {
	if t.hasChildren(n) {
		return nil, fmt.Errorf("%s holds elements, not a value", t.nodes[n].name)
	}
	return t.textOf(n), nil
}

func (t *tree) id(n int, into *int64) error {
	text, err := t.scalar(n)
	if err != nil || len(text) == 0 {
		return err
	}
	if *into != 0 {
		return t.twice(n)
	}
	*into, err = parseID(t.nodes[n].name, string(text))
	return err
}

func parseID(name, text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("%s %q is not a whole number above zero", name, clip(text))
	}
	return id, nil
}

// isID reports whether a name in JSON is an id that something is filed under.
func isID(name string) bool {
	for _, c := range []byte(name) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return name != ""
}

func (t *tree) decimal(n int, into *shelfwire.Opt[shelfwire.Decimal]) error {
	text, err := t.scalar(n)
	if err != nil || len(text) == 0 {
		return err
	}
	if !into.IsZero() {
		return t.twice(n)
	}
	var d shelfwire.Decimal
	if err := d.UnmarshalText(text); err != nil {
		return fmt.Errorf("%s %w", t.nodes[n].name, err)
	}
	*into = shelfwire.Set(d)
	return nil
}

func (t *tree) words(n int, into *string) error {
	if *into != "" && len(t.textOf(n)) > 0 {
		return t.twice(n)
	}
	return t.firstWords(n, into)
}

func (t *tree) firstWords(n int, into *string) error {
	text, err := t.scalar(n)
	if err == nil && *into == "" {
		*into = string(text)
	}
	return err
}

func (t *tree) twice(n int) error { return fmt.Errorf("%s comes twice", t.nodes[n].name) }
