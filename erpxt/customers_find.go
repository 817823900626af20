package erpxt

import (
	"context"

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
	return s.findByTaxNumber(ctx, op, number, "")
}

// findByTaxNumber returns the cards with a tax number of a country, whatever country they have.
func (s *CustomersService) findByTaxNumber(ctx context.Context, op call.Op, number, country string) ([]Customer, error) {
	var filter Filter
	for _, spelling := range spellTaxNumber(number, country) {
		filter = filter.Or(CustomerTaxNumber.Eq(spelling))
	}
	wanted := normalizeTaxNumber(number, country)
	return s.findRecords(ctx, op, filter, func(c *Customer) bool {
		return normalizeTaxNumber(c.CustomerTaxNumber, country) == wanted
	})
}
