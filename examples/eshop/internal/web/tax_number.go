package web

import (
	"slices"
	"strings"
)

// newOrderForm is an empty form, with the field for a tax number where the accounts can make use of one.
func (s *site) newOrderForm() *orderForm {
	form := newOrderForm()
	if s.AsksTaxNumber {
		form.Fields = slices.Insert(form.Fields, 2, field{
			Name: "taxnumber", Label: "Tax number", Type: "text", Autocomplete: "off", Most: 20, Optional: true,
			Hint: "NIP, for an invoice to a business", check: checkTaxNumber,
		})
	}
	return form
}

// bareTaxNumber is a Polish tax number without its prefix, spaces and dashes.
func bareTaxNumber(text string) string {
	text = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(text))
	return strings.TrimPrefix(text, "PL")
}

// checkTaxNumber checks the ten digits of a Polish tax number; the last one follows from the others.
func checkTaxNumber(text string) string {
	const problem = "Enter a Polish tax number (NIP) of ten digits, or leave it empty"
	digits := bareTaxNumber(text)
	if len(digits) != 10 || strings.Trim(digits, "0123456789") != "" {
		return problem
	}
	sum := 0
	for i, weight := range []int{6, 5, 7, 2, 3, 4, 5, 6, 7} {
		sum += weight * int(digits[i]-'0')
	}
	if sum%11 != int(digits[9]-'0') {
		return problem + ": a digit of this one is wrong"
	}
	return ""
}
