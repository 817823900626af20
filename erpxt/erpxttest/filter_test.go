package erpxttest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

// filterServer holds one product for each thing that a filter can tell apart.
func filterServer(t *testing.T) *erpxttest.Server {
	t.Helper()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(
		erpxt.Product{Name: "Produkt", SaleGrossPrice: price("199.99")},
		erpxt.Product{Name: "O'Neil (5\") and co", ProductCode: "X", SaleGrossPrice: price("300"), Rate: erpxt.VATNotTaxable},
		erpxt.Product{Name: "produkt", SaleGrossPrice: price("300.01"), OnHand: price("-2.5"), Rate: erpxt.VAT8},
		erpxt.Product{Name: "Żółw", Description: "null", SaleGrossPrice: price("0.1"), ProductType: erpxt.ProductTypeStocked},
		erpxt.Product{
			ID: 50, Name: "", ItemCode: "58.1", SaleNetPrice: shelfwire.Null[shelfwire.Decimal](),
			SaleGrossPrice: price("0.10"), OnHand: price("1e3"), UnitOfMeasurement: "kg",
		},
	)
	return srv
}

func TestFilter(t *testing.T) {
	t.Parallel()
	srv := filterServer(t)
	for name, tc := range map[string]struct{ filter, want string }{
		// the guide's own, and those of the vendor's article about filters
		"guide: either":    {"Name eq 'Produkt' or ProductCode eq 'P/000001'", "1"},
		"guide: range":     {"SaleGrossPrice ge 199.99 and SaleGrossPrice le 300", "1 2"},
		"article: ids":     {"Id ge 4 and Id le 1000", "4 50"},
		"equal text":       {"Name eq 'produkt'", "3"},
		"unequal text":     {"Name ne 'produkt'", "1 2 4 50"},
		"texts have order": {"Name lt 'Produkt'", "2 50"},
		"greater text":     {"Name gt 'Produkt'", "3 4"},
		"quotes":           {"Name eq 'O''Neil (5\") and co'", "2"},
		"only quotes":      {"Name eq ''''", ""},
		"empty text":       {"Name eq ''", "50"},
		"not ASCII":        {"Name eq 'Żółw'", "4"},
		"description":      {"Description eq 'null'", "4"},
		"item code":        {"ItemCode eq '58.1'", "50"},
		"unit":             {"UnitOfMeasurment eq 'kg'", "50"},
		"rate":             {"Rate eq 8", "3"},
		"rate 0":           {"Rate eq 0", "2"},
		"type":             {"ProductType eq 2", "4"},
		"numbers by value": {"SaleGrossPrice eq 0.100", "4 50"},
		"exact":            {"SaleGrossPrice gt 300.00999999999999999999", "3"},
		"negative":         {"Quantity lt -2.4", "3"},
		"exponent":         {"Quantity ge 1000", "50"},
		"reversed":         {"300 lt SaleGrossPrice", "3"},
		"two columns":      {"SaleGrossPrice gt SaleNetPrice", "1 3 4"},

		"null":             {"SaleNetPrice eq null", "50"},
		"not null":         {"SaleNetPrice ne null", "1 2 3 4"},
		"null on the left": {"null eq SaleNetPrice", "50"},
		"null has no less": {"SaleNetPrice lt 1 or SaleNetPrice le null", "4"},
		"null is unequal":  {"SaleNetPrice ne 300", "1 3 4 50"},
		"null and null":    {"null eq null and not (null ne null)", "1 2 3 4 50"},

		"and before or":      {"Id eq 1 or Id eq 2 and Name eq 'none'", "1"},
		"or in parentheses":  {"(Id eq 1 or Id eq 2) and Name eq 'none'", ""},
		"not in parentheses": {"not (Id eq 1 or Id eq 2)", "3 4 50"},
		"not of a part":      {"not (Id eq 1) and Id le 2", "2"},
		"not twice":          {"not not (Id eq 1)", "1"},
		"many parentheses":   {"((((Id eq 1))))", "1"},
		"no spaces":          {"(Id eq 1)or(Name eq'Produkt')or(Id eq 50)", "1 50"},
		"many spaces":        {"  Id   eq  1  ", "1"},
		"truth":              {"(Id eq 1) eq true", "1"},
		"untruth":            {"(Id eq 1) ne (Id gt 2)", "1 3 4 50"},
		"constant":           {"true", "1 2 3 4 50"},
		"other constant":     {"false or Id eq 1", "1"},
		"relation before eq": {"true eq 1 lt 2", "1 2 3 4 50"},
		"dates":              {"datetime'2024-01-31' lt datetime'2024-02-01T00:00' and Id eq 1", "1"},
		"dates with a time":  {"datetime'2024-01-31T10:00:00.5' gt datetime'2024-01-31T10:00:00'", "1 2 3 4 50"},
		"the same date":      {"datetime'2024-01-31' eq datetime'2024-01-31T00:00:00'", "1 2 3 4 50"},
		"a column as a text": {"Name eq 'datetime''2024-01-31'''", ""},

		"part, OData 2":           {"substringof('odu',Name)", "1 3"},
		"part, OData 2, eq true":  {"substringof('odu',Name) eq true", "1 3"},
		"part, OData 4":           {"contains(Name,'odu')", "1 3"},
		"parts have their order":  {"contains('odu',Name)", "50"},
		"substringof has another": {"substringof(Name,'odu')", "50"},
		"no such part":            {"contains(Name,'none') eq false and Id lt 3", "1 2"},
		"an empty part":           {"contains(Name,'')", "1 2 3 4 50"},
		"a part with a quote":     {"substringof('O''N',Name)", "2"},
		"a beginning":             {"startswith(Name,'P')", "1"},
		"a beginning, not an end": {"startswith(Name,'kt')", ""},
		"an end":                  {"endswith(Name,'kt')", "1 3"},
		"an end, not a beginning": {"endswith(Name,'P')", ""},
		"small letters":           {"tolower(Name) eq 'produkt'", "1 3"},
		"capital letters":         {"toupper(Name) eq 'ŻÓŁW'", "4"},
		"functions in functions":  {"contains(toupper(tolower(Name)),toupper('oduk'))", "1 3"},
		"functions beside others": {"(contains(Name,'odu')) and Id gt 1 or not endswith(Name,'t') and Id eq 2", "2 3"},
		"functions with spaces":   {"contains( Name , 'odu' )", "1 3"},
		"functions compared":      {"startswith(Name,'p') ne endswith(Name,'kt') and Id lt 4", "1"},
		"columns in functions":    {"contains(Name,Description) and Id eq 1", "1"},

		"a key in an or":      {"Id gt 4 or Id lt 2", "1 50"},
		"a key in a not":      {"not (Id gt 2)", "1 2"},
		"a key and a range":   {"(Name ne 'x') and Id gt 1 and Id lt 4", "2 3"},
		"keys that exclude":   {"Id gt 4 and Id lt 2", ""},
		"a key with a point":  {"Id gt 3.5 and Id le 50.0", "4 50"},
		"a key out of bounds": {"Id lt 99999999999999999999", "1 2 3 4 50"},
		"a key below zero":    {"Id gt -1", "1 2 3 4 50"},
		"an unequal key":      {"Id ne 3", "1 2 4 50"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, listIDs(t, srv, "$filter", tc.filter))
		})
	}
}

func TestFilter_Rejected(t *testing.T) {
	t.Parallel()
	srv := filterServer(t)
	for name, tc := range map[string]struct{ filter, problem string }{
		"empty":                  {"", "ends too early at position 0"},
		"no condition":           {"Name", `"Name" is a text, where a condition belongs at position 0`},
		"a number":               {"1", `"1" is a number, where a condition belongs at position 0`},
		"null alone":             {"null", `"null" is null, where a condition belongs`},
		"text in a condition":    {"Id eq 1 or Name", `"Name" is a text, where a condition belongs at position 11`},
		"text before it":         {"Id eq 1 and (Name) and true", `"(Name)" is a text, where a condition belongs at position 12`},
		"text at the beginning":  {"Name or Id eq 1", `"Name" is a text, where a condition belongs at position 0`},
		"unknown property":       {"Nazwa eq 'a'", `there is no property "Nazwa" at position 0`},
		"spelt right":            {"UnitOfMeasurement eq 'kg'", `no property "UnitOfMeasurement" at position 0`},
		"other case":             {"name eq 'a'", "no property"},
		"a name without quotes":  {"Name eq Mysz", `no property "Mysz" at position 8`},
		"text and number":        {"Name eq 5", `"Name" (a text) and "5" (a number) cannot be compared at position 5`},
		"number and text":        {"Id eq '5'", `"Id" (a number) and "'5'" (a text) cannot be compared at position 3`},
		"rate in percent":        {"Rate eq '23%'", `"Rate" (a number) and "'23%'" (a text) cannot be compared`},
		"text and date":          {"Name gt datetime'2024-01-31'", `"datetime'2024-01-31'" (a date) cannot be compared`},
		"condition and text":     {"(Id eq 1) eq 'a'", `"(Id eq 1)" (a condition) and "'a'" (a text) cannot be compared at position 10`},
		"ordered conditions":     {"(Id eq 1) lt (Id eq 2)", "conditions have no order"},
		"not binds tighter":      {"not Id eq 1", `"Id" is a number, where a condition belongs at position 4`},
		"operator in capitals":   {"Name EQ 'a'", `goes on after its end, with "EQ" at position 5`},
		"unknown operator":       {"Name like 'a'", `goes on after its end, with "like" at position 5`},
		"two comparisons":        {"1 lt Id lt 5", `"1 lt Id" (a condition) and "5" (a number) cannot be compared at position 8`},
		"text without an end":    {"Name eq 'a", "a text without an end at position 8"},
		"quote out of a text":    {"Name eq 'O'Neil'", "without an end"},
		"open parenthesis":       {"(Id eq 1", "not closed at position 8"},
		"closed parenthesis":     {"Id eq 1)", `goes on after its end, with ")" at position 7`},
		"empty parentheses":      {"()", `")" is out of place at position 1`},
		"comma":                  {"Id eq 1, Id eq 2", `goes on after its end, with "," at position 7`},
		"comma in parentheses":   {"(Id eq 1, Id eq 2)", "not closed at position 8"},
		"comma first":            {", Id eq 2", `"," is out of place at position 0`},
		"ends after an operator": {"Id eq", "ends too early"},
		"ends after and":         {"Id eq 1 and", "ends too early"},
		"ends after not":         {"not", "ends too early"},
		"begins with and":        {"and Id eq 1", `"and" is out of place at position 0`},
		"an operator twice":      {"Id eq eq 1", `"eq" is out of place at position 6`},
		"and twice":              {"Id eq 1 and and (Id eq 1)", `"and" is out of place at position 12`},
		"number with letters":    {"Id eq 5and Id eq 1", `"5and" is not a number`},
		"two points":             {"Id eq 5.5.5", "not a number"},
		"only a minus":           {"Id eq -", "not a number"},
		"exponent":               {"Id eq 1e3", "not a number"},
		"not a number":           {"Id eq NaN", "no property"},
		"not a date":             {"datetime'2024-02-30' eq null", `"2024-02-30" is not a date`},
		"date without an end":    {"datetime'2024-02-30", "without an end"},
		"semicolon":              {"Id eq 1; drop", `there is no meaning in ";" at position 7`},
		"not ASCII":              {"Id eq 1 ż", `there is no meaning in "ż" at position 8`},
		"not UTF-8":              {"Id eq 1 \xc5", `there is no meaning in "\xc5" at position 8`},

		"unknown function": {"Id eq 1 and indexof(Name,'a') ge 0", `the provider documents no function "indexof", nor any other; ` +
			`this fake understands contains, endswith, startswith, substringof, tolower, toupper at position 12`},
		"function in capitals":     {"Contains(Name,'a')", `no function "Contains"`},
		"function of nothing":      {"contains()", `")" is out of place at position 9`},
		"function of one":          {"substringof('a') eq true", "wrong number of arguments of substringof: 1, not 2 at position 0"},
		"function of three":        {"Id eq 1 or startswith(Name,'a','b')", "wrong number of arguments of startswith: 3, not 2 at position 11"},
		"function of two":          {"tolower(Name,'a') eq 'a'", "wrong number of arguments of tolower: 2, not 1 at position 0"},
		"function of a number":     {"contains(Id,'5')", `contains takes texts, and "Id" is a number at position 9`},
		"function of null":         {"contains(Name,null)", `contains takes texts, and "null" is null at position 14`},
		"function of a condition":  {"contains(Name,Id eq 5)", `contains takes texts, and "Id eq 5" is a condition at position 14`},
		"function without an end":  {"contains(Name,'a'", "a parenthesis is not closed at position 17"},
		"function without a comma": {"contains(Name 'a')", "a parenthesis is not closed at position 14"},
		"function of an unknown":   {"contains(Nazwa,'a')", `there is no property "Nazwa" at position 9`},
		"function as a condition":  {"tolower(Name)", `"tolower(Name)" is a text, where a condition belongs at position 0`},
		"function and a number":    {"tolower(Name) eq 5", `"tolower(Name)" (a text) and "5" (a number) cannot be compared at position 14`},
		"function by its name":     {"contains", `there is no property "contains"`},
		"functions in functions":   {strings.Repeat("tolower(", 5000) + "Name", "nested too deeply"},

		"nested once more": {
			strings.Repeat("(", 100) + "true" + strings.Repeat(")", 100), "nested too deeply at position 100",
		},
		"nested too deeply": {strings.Repeat("(", 5000) + "true", "nested too deeply"},
		"not upon not":      {strings.Repeat("not ", 5000) + "true", "nested too deeply"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mustReject(t, srv, http.MethodGet, listPath("$filter", tc.filter), "")
			assert.Equal(t, "ODataException", r.Code)
			assert.Equal(t, map[string]string{"Option": "$filter"}, r.Data)
			assert.Contains(t, r.Message, tc.problem)
		})
	}
}

// A filter of many conditions is no problem, only a deep one is.
func TestFilter_Long(t *testing.T) {
	t.Parallel()
	srv := filterServer(t)
	assert.Equal(t, "50", listIDs(t, srv, "$filter", "Id eq 50"+strings.Repeat(" or Name eq 'none'", 1000)))
	require.Equal(t, "1", listIDs(t, srv, "$filter", strings.Repeat("(", 99)+"Id eq 1"+strings.Repeat(")", 99)))
}
