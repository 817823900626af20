package erpxt

import (
	"context"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// FindByMail returns the customers with an e-mail address: GET /v1.2/customers with the filter Mail eq '…',
// an example of the vendor's article on filters. It reads. Capitals may differ, where the server ignores
// them, too. Nobody found is an empty list (probe: erpxt/customer-filter, erpxt/find-no-customer).
//
// A customer with another address in the response means that the server ignored the filter: the error then matches
// shelfwire.ErrIncomplete.
func (s *CustomersService) FindByMail(ctx context.Context, mail string) ([]Customer, error) {
	op := s.readOp("FindByMail")
	var problems check.Problems
	if problems.Email("mail", mail); problems.Err() != nil {
		return nil, s.caller.InvalidInput(op, problems.Err())
	}
	return s.findByMail(ctx, op, mail)
}

func (s *CustomersService) findByMail(ctx context.Context, op call.Op, mail string) ([]Customer, error) {
	return s.findRecords(ctx, op, CustomerMail.Eq(mail), func(c *Customer) bool { return equalText(c.Mail, mail) })
}

// FindByTaxNumber returns the customers with a tax number: GET /v1.2/customers with the filter CustomerTaxNumber eq '…',
// an example of the vendor's article on filters. It reads. A number of ten digits, as Polish companies have, is looked
// for in its usual spellings: 6770065406, PL6770065406, 677-006-54-06 and 677-00-65-406. Nobody found is an empty list.
// A number without a digit other than 0, such as "-" or "0000000000", matches shelfwire.ErrInvalid: it stands for none.
//
// A customer with another number in the response means that the server ignored the filter: the error then matches
// shelfwire.ErrIncomplete.
func (s *CustomersService) FindByTaxNumber(ctx context.Context, number string) ([]Customer, error) {
	op := s.readOp("FindByTaxNumber")
	if problem := validateTaxNumber(number); problem != "" {
		return nil, s.caller.InvalidInput(op, &shelfwire.FieldError{Field: "number", Problem: problem})
	}
	return s.findByTaxNumber(ctx, op, number, spellTaxNumber(number))
}

func (s *CustomersService) findByTaxNumber(
	ctx context.Context, op call.Op, number string, spellings []string,
) ([]Customer, error) {
	var filter Filter
	for _, spelling := range spellings {
		filter = filter.Or(CustomerTaxNumber.Eq(spelling))
	}
	return s.findRecords(ctx, op, filter, func(c *Customer) bool {
		return normalizeTaxNumber(c.CustomerTaxNumber) == normalizeTaxNumber(number)
	})
}

// validateTaxNumber reports a tax number that cannot be looked for, and one that stands for none: "-", "brak" and
// "0000000000" are on the cards of many customers.
func validateTaxNumber(number string) (problem string) {
	if problem = validateFindable(number); problem == "" && !strings.ContainsAny(number, "123456789") {
		problem = "must have a digit other than 0: the cards of strangers share a placeholder"
	}
	return problem
}

// normalizeTaxNumber returns a tax number in capitals without spaces and dashes, and a Polish one without its prefix.
func normalizeTaxNumber(number string) string {
	number = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(number))
	if digits, ok := strings.CutPrefix(number, "PL"); ok && isPolishNumber(digits) {
		return digits
	}
	return number
}

// isPolishNumber reports whether a text is ten digits.
func isPolishNumber(text string) bool {
	return len(text) == 10 && strings.Trim(text, "0123456789") == ""
}

// spellTaxNumber returns a number as it is given, and the other spellings of a Polish one.
func spellTaxNumber(number string) []string {
	digits := normalizeTaxNumber(number)
	if !isPolishNumber(digits) {
		return []string{number}
	}
	spellings := []string{number}
	for _, spelling := range []string{
		digits, "PL" + digits,
		digits[:3] + "-" + digits[3:6] + "-" + digits[6:8] + "-" + digits[8:],
		digits[:3] + "-" + digits[3:5] + "-" + digits[5:7] + "-" + digits[7:],
	} {
		if spelling != number {
			spellings = append(spellings, spelling)
		}
	}
	return spellings
}
