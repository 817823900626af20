package resico

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opProductBalance = call.Op{Name: "Products.Balance", Method: http.MethodGet, Effect: shelfwire.EffectRead}

// Balance is the stock of a product, in its own unit. Quantities can be negative.
type Balance struct {
	// Locations holds the quantity by location code, such as "Location 1". The set of codes differs from
	// product to product; that a missing one means zero is not documented.
	Locations map[string]shelfwire.Decimal
	// Totals is the sum over the locations, as the server gives it; absent when it gives none. A location
	// whose code is "Totals" cannot be told from the sum.
	Totals shelfwire.Opt[shelfwire.Decimal]
}

// totalsKey stands among the location codes on the wire.
const totalsKey = "Totals"

// IsZero reports whether the server gave no balance at all, which is not the same as a balance of zero.
func (b Balance) IsZero() bool { return b.Locations == nil && b.Totals.IsZero() }

// UnmarshalJSON reads the server's form: an object of quantities, or [] when there are none.
func (b *Balance) UnmarshalJSON(data []byte) error {
	*b = Balance{}
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	locations, err := readQuantities(data)
	if err != nil {
		return err
	}
	if total, ok := locations[totalsKey]; ok {
		b.Totals = shelfwire.Set(total)
		delete(locations, totalsKey)
	}
	b.Locations = locations
	return nil
}

// MarshalJSON writes the server's form.
func (b Balance) MarshalJSON() ([]byte, error) {
	all := make(map[string]shelfwire.Decimal, len(b.Locations)+1)
	for code, quantity := range b.Locations {
		all[code] = quantity
	}
	if total, ok := b.Totals.Get(); ok {
		all[totalsKey] = total
	}
	return json.Marshal(all)
}

// Quantities are the parts of a balance. What the five kinds of reservation stand for is not documented. A part
// is absent when the server left it out.
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
	PO              shelfwire.Opt[shelfwire.Decimal] `json:"po,omitzero"` // not documented; probably on purchase orders
	RawTotalBalance shelfwire.Opt[shelfwire.Decimal] `json:"raw_total_balance,omitzero"`
	LocationID      int64                            `json:"location_id"`
	LocationName    string                           `json:"location_name"`   // such as "Ozolu veikals (Location 1)"
	Updated         time.Time                        `json:"balance_updated"` // zero when the server gives none
}

// DetailedBalance is the balance of one product, location by location.
type DetailedBalance struct {
	Meta
	SKU       string
	Balance   Balance
	Locations map[string]LocationBalance // by location code
	Totals    Quantities                 // over all locations
}

type balanceReply struct {
	envelope
	Payload *struct {
		Data []balanceRow `json:"data"`
	} `json:"ProductsBalance"`
}

type balanceRow struct {
	SKU      string                     `json:"SKU"`
	Balance  Balance                    `json:"Balance"`
	Detailed map[string]LocationBalance `json:"BalanceDetailed"`
}

func (r *balanceReply) outer() *envelope { return &r.envelope }
func (r *balanceReply) typeName() string { return "ProductsBalance" }
func (r *balanceReply) hasPayload() bool { return r.Payload != nil }

// Balance reads the balance of one product: GET /products/{SKU}/balance. It takes any SKU, also one that a list
// filter cannot hold; for many products [ProductsService.All] with Fields ProductSKU and ProductBalance needs far
// fewer calls.
//
// How the server answers for a SKU it does not know is not documented; an empty list matches
// shelfwire.ErrNotFound, as a 404 does.
func (s *ProductsService) Balance(ctx context.Context, sku string) (DetailedBalance, error) {
	var problems check.Problems
	problems.Required("SKU", sku)
	if err := problems.Err(); err != nil {
		return DetailedBalance{}, s.caller.Invalid(opProductBalance, err)
	}
	var r balanceReply
	err := s.caller.Do(ctx, call.Request{
		Op: opProductBalance, Path: []string{"products", sku, "balance"},
	}, func(body []byte) error { return s.decode(body, &r) })
	if err != nil {
		return DetailedBalance{}, err
	}
	s.warn(ctx, opProductBalance, &r.envelope)
	if len(r.Payload.Data) == 0 {
		return DetailedBalance{}, s.caller.Error(opProductBalance, shelfwire.OutcomeRefused,
			fmt.Errorf("%w: no balance for SKU %q", shelfwire.ErrNotFound, sku))
	}
	i := max(0, slices.IndexFunc(r.Payload.Data, func(row balanceRow) bool { return row.SKU == sku }))
	return newDetailedBalance(r.meta(), r.Payload.Data[i]), nil
}

func newDetailedBalance(meta Meta, row balanceRow) DetailedBalance {
	totals := row.Detailed[totalsKey].Quantities
	delete(row.Detailed, totalsKey)
	return DetailedBalance{Meta: meta, SKU: row.SKU, Balance: row.Balance, Locations: row.Detailed, Totals: totals}
}
