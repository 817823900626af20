package erpxttest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// newVATRateTable returns the table of the rates of VAT of other countries.
func newVATRateTable() *table {
	return &table{noun: "VatRate", key: "RateId", columns: append([]column{idColumn("RateId")},
		textColumns("Rate", "Symbol", "CountryCode")...)}
}

// ossCountries returns the countries of the OSS procedure in the order of the vendor's article.
func ossCountries() []string {
	return strings.Fields("PL AT BE BG CY HR CZ DK EE FI FR EL ES NL IE LT LV LU MT DE PT RO SK SI SE HU IT XI")
}

// AddVATRates adds rates of VAT of countries of the EU, or replaces those with the same RateID, and returns their ids.
// An absent RateID is the next one, and an empty Symbol is worked out from the rate: "19%".
func (s *Server) AddVATRates(rates ...erpxt.CountryVATRate) []int64 {
	return addRecords(s, s.vatRates, rates, func(r *record, _ *row) {
		if r.textOf("Symbol") == "" {
			r.setText("Symbol", strings.TrimSuffix(r.textOf("Rate"), "%")+"%")
		}
	})
}

// VATRates returns the rates by id, as a client reads them.
func (s *Server) VATRates() []erpxt.CountryVATRate {
	return readRecords[erpxt.CountryVATRate](s, s.vatRates)
}

// DeleteVATRates deletes rates, also those on documents. Unknown ids are skipped.
func (s *Server) DeleteVATRates(ids ...int64) { s.deleteRecords(s.vatRates, ids) }

// listCountries responds with a bare array of texts. It knows no options.
func (s *Server) listCountries(c *call) (fake.Response, rejection) {
	if err := checkOptions(c, nil); err != nil {
		return fake.Response{}, err
	}
	return fake.Response{Status: http.StatusOK, Body: fake.EncodeJSON(ossCountries())}, nil
}

// checkCountry records a problem of a country that has no OSS procedure.
func (b *requestBody) checkCountry(name, country string) {
	if !slices.Contains(ossCountries(), country) {
		b.AddProblem(name, "is not a country of the EU")
	}
}

// countryPercent returns the rate of a country as the server counts with it; 0 where it is no number.
func (r *record) countryPercent() shelfwire.Decimal {
	percent, _ := shelfwire.ParseDecimal(strings.TrimSuffix(decodeText(r.rawMember("Rate")), "%"))
	return percent
}
