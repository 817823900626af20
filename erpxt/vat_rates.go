package erpxt

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// VATRatesVersion is the version of the provider's dictionary of rates that is called.
const VATRatesVersion = "v1.2"

// VATRatesService reads the rates of VAT in the countries of the EU, for sales under the OSS procedure: article "API –
// Obsługa procedury OSS", https://pomoc.erpxt.pl/dokumentacja/api-obsluga-procedury-oss/.
type VATRatesService struct{ resource[CountryVATRate] }

func newVATRates(caller *call.Caller) *VATRatesService {
	idOf := func(r *CountryVATRate) int64 { return r.RateID }
	return &VATRatesService{newResource(caller, "VATRates", countryVATRateSchema, "RateId", idOf, VATRatesVersion, "vatrates")}
}

// CountryVATRate is a rate of VAT of a country of the EU, for sales under the OSS procedure. Domestic rates are
// [VATRate] constants.
type CountryVATRate struct {
	kept

	RateID      int64  `json:"RateId"` // key: see NewItem.VATRateID
	Rate        string `json:"Rate"`   // as it came, such as "19" or "19%"
	Symbol      string `json:"Symbol"`
	CountryCode string `json:"CountryCode"` // "EL" for Greece, "XI" for Northern Ireland

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Percent returns the rate in percent, such as 19; false when Rate is no number from 0 to 100.
func (r *CountryVATRate) Percent() (shelfwire.Decimal, bool) {
	percent, err := shelfwire.ParseDecimal(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(r.Rate), "%")))
	if err != nil || percent.IsNegative() || percent.Cmp(shelfwire.NewDecimal(100)) > 0 {
		return shelfwire.Decimal{}, false
	}
	return percent, true
}

var countryVATRateSchema = newSchema("rate", "RateId",
	func(r *CountryVATRate) (*kept, *[]shelfwire.Unread) { return &r.kept, &r.Unread },
	textMember("Rate", "Rate", func(r *CountryVATRate) *string { return &r.Rate }),
	textMember("Symbol", "Symbol", func(r *CountryVATRate) *string { return &r.Symbol }),
	textMember("CountryCode", "CountryCode", func(r *CountryVATRate) *string { return &r.CountryCode }),
	keyMember("RateId", "RateID", func(r *CountryVATRate) *int64 { return &r.RateID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the rate as it is.
func (r *CountryVATRate) UnmarshalJSON(data []byte) error {
	return countryVATRateSchema.unmarshal(data, r)
}

// MarshalJSON encodes the whole rate in the server's form, for storing.
func (r CountryVATRate) MarshalJSON() ([]byte, error) { return countryVATRateSchema.marshal(&r) }

// List reads all rates of all countries: GET /v1.2/vatrates. Rows without a readable id are left out, and beside the
// others there is an error that holds a [*GapsError].
func (s *VATRatesService) List(ctx context.Context) ([]CountryVATRate, error) {
	return s.listWhole(ctx)
}

// Countries reads the codes of the countries that have rates: GET /v1.2/vatrates/countries
// (probe: erpxt/vat-countries). "EL" is Greece, "XI" Northern Ireland.
func (s *VATRatesService) Countries(ctx context.Context) ([]string, error) {
	op := call.Op{Name: "VATRates.Countries", Method: http.MethodGet, Effect: shelfwire.EffectRead}
	var countries []string
	err := s.caller.Do(ctx, call.Request{Op: op, Path: append(s.path[:len(s.path):len(s.path)], "countries")},
		func(body []byte) (err error) {
			countries, err = s.decodeCountries(body)
			return err
		})
	return countries, err
}

// decodeCountries decodes a list of texts.
func (s *VATRatesService) decodeCountries(body []byte) ([]string, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	if rejection := s.schema.findRejection(value); rejection != nil {
		return nil, rejection
	}
	if !value.IsList() {
		return nil, unexpectedResponse(value, "the response is not a list")
	}
	rows, _ := value.List()
	countries := make([]string, len(rows))
	for i, row := range rows {
		if !row.IsString() {
			return nil, errors.New("the rows of the list are not countries")
		}
		countries[i], _ = row.Text()
	}
	return countries, nil
}
