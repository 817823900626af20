package shopinventorytest

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// NumberForm is how the server writes numbers: ids, stocks and prices. The guide has plain ones.
type NumberForm uint8

// The forms of numbers.
const (
	NumbersPlain  NumberForm = iota // 10, 0.3
	NumbersQuoted                   // "10", "0.3": as PHP writes columns of a database
	NumbersFloat                    // 10.0, 0.29999999999999999: as PHP writes its own numbers
)

// wireForms say how the server writes an item.
type wireForms struct {
	numbers        NumberForm
	numericEAN     bool
	noWarehouseIDs bool
	untrackedZero  bool
}

// SetNumbers sets how the server writes numbers. The default is NumbersPlain. In requests it always reads plain
// numbers.
func (s *Server) SetNumbers(form NumberForm) {
	s.setForms(func(f *wireForms) { f.numbers = form })
}

// SetNumericEAN sets whether the server writes an EAN of digits as a number, as a shop does that stores it so:
// 0012345678905 becomes 12345678905. Items are still found by the EAN that they were added with. The default is a text.
func (s *Server) SetNumericEAN(numeric bool) {
	s.setForms(func(f *wireForms) { f.numericEAN = numeric })
}

// SetWarehouseIDs sets whether the server writes the ids of warehouses beside their names. The default is true.
func (s *Server) SetWarehouseIDs(shown bool) {
	s.setForms(func(f *wireForms) { f.noWarehouseIDs = !shown })
}

// SetUntrackedStock sets whether the server writes a stock of 0 for untracked products. The default leaves the stock
// out.
func (s *Server) SetUntrackedStock(zero bool) {
	s.setForms(func(f *wireForms) { f.untrackedZero = zero })
}

// SetPricePlaces sets to how many decimal places the server rounds net and gross prices from now on, given and computed
// ones. The default is two for both; some shops have net prices of four, such as 75.6303. It panics when a number is
// negative.
func (s *Server) SetPricePlaces(net, gross int32) {
	if net < 0 || gross < 0 {
		panic(fmt.Sprintf("shopinventorytest: prices cannot have %d and %d places", net, gross))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue.pricePlaces = pricePlaces{net: net, gross: gross}
}

func (s *Server) setForms(set func(*wireForms)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set(&s.catalogue.forms)
}

// appendNumber appends a number that is written plainly.
func (f *wireForms) appendNumber(buf []byte, plain string) []byte {
	switch f.numbers {
	case NumbersQuoted:
		return fake.AppendJSONString(buf, plain)
	case NumbersFloat:
		return append(buf, floatText(plain)...)
	default:
		return append(buf, plain...)
	}
}

// floatText returns the value of the nearest binary float, to seventeen digits.
func floatText(plain string) string {
	const bits, digits = 53, 17
	number, ok := new(big.Float).SetPrec(bits).SetString(plain)
	if !ok {
		return plain
	}
	text := number.Text('g', digits)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}

func (f *wireForms) appendEAN(buf []byte, ean string) []byte {
	digits := strings.TrimLeft(ean, "0")
	if !f.numericEAN || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return appendText(buf, ean)
	}
	return f.appendNumber(buf, digits)
}
