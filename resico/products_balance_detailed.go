package resico

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Quantities are the parts of a balance, in the product's unit. The five kinds of reservation are
// undocumented, and so are Purchase and Expected. A part is absent when the server left it out.
type Quantities struct {
	Balance    shelfwire.Opt[shelfwire.Decimal] `json:"balance,omitzero"` // on hand
	Reserved   shelfwire.Opt[shelfwire.Decimal] `json:"reserved,omitzero"`
	ReservedPP shelfwire.Opt[shelfwire.Decimal] `json:"reservedPP,omitzero"`
	ReservedOF shelfwire.Opt[shelfwire.Decimal] `json:"reservedOF,omitzero"`
	ReservedTJ shelfwire.Opt[shelfwire.Decimal] `json:"reservedTJ,omitzero"`
	ReservedAJ shelfwire.Opt[shelfwire.Decimal] `json:"reservedAJ,omitzero"`
	Purchase   shelfwire.Opt[shelfwire.Decimal] `json:"purchase,omitzero"`
	Expected   shelfwire.Opt[shelfwire.Decimal] `json:"expected,omitzero"`
}

// LocationBalance is the balance of a product at one location.
type LocationBalance struct {
	Quantities
	PO              shelfwire.Opt[shelfwire.Decimal] `json:"po,omitzero"`                // probably on purchase orders
	RawTotalBalance shelfwire.Opt[shelfwire.Decimal] `json:"raw_total_balance,omitzero"` // not documented
	LocationID      int64                            `json:"location_id"`                // in the ERP
	LocationName    string                           `json:"location_name"`              // such as "Ozolu veikals (Location 1)"
	Updated         time.Time                        `json:"balance_updated"`            // zero when absent
}

// DetailedBalance is the balance of one product, location by location.
type DetailedBalance struct {
	Meta      `json:"-"`
	SKU       string                     // as the server spells it
	Balance   Balance                    // on hand, as in a product list
	Locations map[string]LocationBalance // by location code
	Totals    Quantities                 // over all locations

	// Unread lists the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var locationFields = lenientjson.NewFields(map[string]func(*LocationBalance, lenientjson.Member){
	"balance":           func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.Balance) },
	"reserved":          func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.Reserved) },
	"reservedPP":        func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.ReservedPP) },
	"reservedOF":        func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.ReservedOF) },
	"reservedTJ":        func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.ReservedTJ) },
	"reservedAJ":        func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.ReservedAJ) },
	"purchase":          func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.Purchase) },
	"expected":          func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.Expected) },
	"po":                func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.PO) },
	"raw_total_balance": func(l *LocationBalance, m lenientjson.Member) { m.Number(&l.RawTotalBalance) },
	"location_id":       func(l *LocationBalance, m lenientjson.Member) { m.Int(&l.LocationID) },
	"location_name":     func(l *LocationBalance, m lenientjson.Member) { m.Text(&l.LocationName) },
	"balance_updated":   func(l *LocationBalance, m lenientjson.Member) { m.Time(&l.Updated) },
})

var detailedFields = lenientjson.NewFields(map[string]func(*DetailedBalance, lenientjson.Member){
	"SKU":             func(d *DetailedBalance, m lenientjson.Member) { m.Text(&d.SKU) },
	"Balance":         func(d *DetailedBalance, m lenientjson.Member) { readBalance(&d.Balance, m) },
	"BalanceDetailed": readLocations,
})

func readLocations(d *DetailedBalance, m lenientjson.Member) {
	d.Locations, d.Totals = nil, Quantities{}
	if isRow(m) {
		d.Locations = map[string]LocationBalance{}
	}
	m.EachMember(func(code string, member lenientjson.Member) {
		var l LocationBalance
		lenientjson.ReadObject(member, locationFields, &l)
		switch {
		case code == totalsKey:
			d.Totals = l.Quantities
		case isRow(member):
			d.Locations[code] = l
		default:
			delete(d.Locations, code)
		}
	})
}

// Balance reads the balance of one product: GET /products/{SKU}/balance. Guide, heading "Produktu atlikuma
// (bilances) izgūšana", method 2. It takes any SKU, also one that a list filter cannot express
// (probe: resico/sku-slash). For many products use [ProductsService.All] with Fields ProductSKU and
// ProductBalance, which needs far fewer calls.
//
// A row with exactly this SKU is preferred to one in other capitals or with outer spaces. A response with
// rows of other products only is an error that names them and matches shelfwire.ErrMalformed. All members
// beside the SKU are best effort; see Unread.
//
// The response for an unknown SKU is undocumented (probe: resico/unknown-sku-balance). An empty list matches
// shelfwire.ErrNotFound, and so does a 404 in the provider's form.
func (s *ProductsService) Balance(ctx context.Context, sku string) (DetailedBalance, error) {
	var problems check.Problems
	problems.Required("SKU", sku)
	problems.Text("SKU", sku)
	if err := problems.Err(); err != nil {
		return DetailedBalance{}, s.caller.InvalidInput(opProductBalance, err)
	}
	var found *DetailedBalance
	err := s.caller.Do(ctx, call.Request{
		Op: opProductBalance, Path: []string{"products", sku, "balance"},
	}, func(body []byte) (err error) {
		found, err = s.parseBalance(body, sku)
		return err
	})
	if err != nil {
		return DetailedBalance{}, err
	}
	if found == nil {
		return DetailedBalance{}, s.caller.Error(opProductBalance, shelfwire.OutcomeRejected,
			fmt.Errorf("%w: no balance for SKU %q", shelfwire.ErrNotFound, sku))
	}
	s.logWarnings(ctx, opProductBalance, found.Warning, found.Unread)
	return *found, nil
}

// parseBalance parses the balance of a product; nil when the list is empty.
func (s *service) parseBalance(body []byte, sku string) (*DetailedBalance, error) {
	e, err := s.parseEnvelope(body, balanceResponse)
	if err != nil {
		return nil, err
	}
	if err := e.checkSuccess(balanceResponse); err != nil {
		return nil, err
	}
	about := e.notes.TakeUnread()
	var rows []*DetailedBalance
	isList := e.eachRow(balanceResponse, func(row lenientjson.Member) {
		var read DetailedBalance
		detailedFields.Read(&e.notes, row.Value, &read, nil)
		restoreKey(&read.SKU, row.Member("SKU"), sku)
		read.Meta, read.Unread = e.Meta, append(slices.Clip(about), e.notes.TakeUnread()...)
		rows = append(rows, &read)
	})
	if !isList {
		return nil, errors.New("the response has no list of balances")
	}
	if err := e.notes.Err(); err != nil {
		return nil, err
	}
	if len(rows) == 1 && isBlank(rows[0].SKU) {
		echo := e.echo.Member("SKU")
		rows[0].SKU, _ = echo.Text()
		restoreKey(&rows[0].SKU, echo, sku)
	}
	return pickBalance(rows, sku)
}

// pickBalance prefers the row with exactly this SKU.
func pickBalance(rows []*DetailedBalance, sku string) (found *DetailedBalance, err error) {
	var others []string
	for _, row := range rows {
		switch {
		case row.SKU == sku:
			return row, nil
		case !isSameKey(row.SKU, sku):
			others = append(others, row.SKU)
		case found == nil:
			found = row
		}
	}
	if found == nil && len(others) > 0 {
		return nil, fmt.Errorf("the balance of %q was asked for, and that of %s came", sku, quoteSKUs(others))
	}
	return found, nil
}
