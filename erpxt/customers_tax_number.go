package erpxt

import (
	"slices"
	"strings"
	"unicode"
)

// validateTaxNumber reports a tax number that cannot be looked for, and one that stands for none: "-", "brak" and
// "0000000000" are on the cards of many customers.
func validateTaxNumber(number string) (problem string) {
	if problem = validateFindable(number); problem == "" && !strings.ContainsAny(number, "123456789") {
		problem = "must have a digit other than 0: the cards of strangers share a placeholder"
	}
	return problem
}

// isPoland reports whether a country is Poland, which is also that of a card without one.
func isPoland(country string) bool { return country == "" || strings.EqualFold(country, "PL") }

// isPolishNumber reports whether a text is ten digits.
func isPolishNumber(text string) bool { return len(text) == 10 && isDigits(text) }

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// normalizeTaxNumber returns the letters and digits of a tax number in capitals, without the prefix of its country. Of
// Poland, only a number of ten digits has one.
func normalizeTaxNumber(number, country string) string {
	number = joinTaxNumber(number)
	if isPoland(country) {
		if digits, ok := strings.CutPrefix(number, "PL"); ok && isPolishNumber(digits) {
			return digits
		}
		return number
	}
	for strings.HasPrefix(number, country) {
		number = number[len(country):]
	}
	return number
}

// joinTaxNumber returns the letters and digits of a tax number in capitals.
func joinTaxNumber(number string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToUpper(c)
		}
		return -1
	}, number)
}

// spellTaxNumber returns a number as it is given, and the other usual spellings of one of ten digits in Poland, or of any
// number of another country.
func spellTaxNumber(number, country string) []string {
	var others []string
	bare := normalizeTaxNumber(number, country)
	switch {
	case !isPoland(country):
		others = spellForeign(bare, country)
	case isPolishNumber(bare):
		others = []string{
			bare, "PL" + bare,
			bare[:3] + "-" + bare[3:6] + "-" + bare[6:8] + "-" + bare[8:],
			bare[:3] + "-" + bare[3:5] + "-" + bare[5:7] + "-" + bare[7:],
		}
	}
	return append([]string{number}, slices.DeleteFunc(others, func(other string) bool { return other == number })...)
}

// spellForeign returns the spellings of a number with and without the prefix of its country, also with spaces between its
// digits in threes, as of "DE 123 456 789".
func spellForeign(bare, country string) []string {
	spellings := []string{bare, country + bare, country + " " + bare}
	if isDigits(bare) && len(bare) == 9 {
		threes := bare[:3] + " " + bare[3:6] + " " + bare[6:]
		spellings = append(spellings, threes, country+" "+threes)
	}
	return spellings
}
