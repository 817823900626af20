package erpxt

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Find returns the card that [CustomersService.FindOrCreate] would return, and creates none: GET /v1.2/customers with a
// filter, then perhaps GET /v1.2/customers/{id}. It reads. When there is no such card, the error matches
// shelfwire.ErrNotFound; when one can be neither taken nor ruled out, shelfwire.ErrIncomplete.
func (s *CustomersService) Find(ctx context.Context, customer NewCustomer) (Customer, error) {
	op := s.readOp("Find")
	wanted, err := s.wantedCard(op, &customer)
	if err != nil {
		return Customer{}, err
	}
	found, err := s.findCard(ctx, op, wanted)
	switch {
	case err != nil:
		return Customer{}, err
	case found == nil:
		return Customer{}, s.caller.Error(op, shelfwire.OutcomeUnknown,
			fmt.Errorf("%w: no card is this customer's", shelfwire.ErrNotFound))
	}
	return *found, nil
}

// FindOrCreate returns the customer's card, and creates it when there is none: GET /v1.2/customers with a filter, then
// perhaps GET /v1.2/customers/{id}, or POST /v1.2/customers and GET /v1.2/customers/{id}. A card that exists stays as it
// is.
//
// With a CustomerTaxNumber it looks for that, as [CustomersService.FindByTaxNumber] does, among the cards with the same
// CountryCode, where "" and "PL" are one. A number of another country is looked for as it is given, and with and without
// the CountryCode in front of it, also in threes of digits: 123456789, DE123456789, DE 123456789, 123 456 789 and
// DE 123 456 789. Spaces, dots and dashes play no part when numbers are compared. A card without a country counts as one
// of that country when its number begins with the CountryCode, and as a Polish one otherwise. A number without a digit
// other than 0 matches shelfwire.ErrInvalid. For a CustomerTypePerson, a card with the number and another Name is an error
// that matches shelfwire.ErrConflict: the number may be a placeholder.
//
// Without a number, it looks for Mail, and a card counts only when its CustomerType and Name are equal, too, and each part
// of the address that is given, apart from capitals and spaces: nobody gets another person's address by ordering with
// their e-mail. When neither is given, the error matches shelfwire.ErrInvalid.
//
// Where a list leaves such a member of a card empty, the card is read by itself: that of a Polish company without a
// CountryCode, too. When the member is missing there, as well, or could not be read, the error matches
// shelfwire.ErrIncomplete; other members play no part. Several cards are an error that matches shelfwire.ErrConflict and
// names their ids. Nothing is created after any of these errors.
//
// Creating is a write. When its response is lost, FindOrCreate looks again, and returns the card that it finds, or else
// the error of the write with outcome unknown: the request may still arrive. Then wait for ten minutes, look again with
// [CustomersService.Find], and call it again only when there is nothing. Two processes that do this for one customer at
// the same time can make two cards: let one at a time do it.
func (s *CustomersService) FindOrCreate(ctx context.Context, customer NewCustomer) (Customer, error) {
	op := call.Op{Name: "Customers.FindOrCreate", Method: s.ops.create.Method, Effect: shelfwire.EffectWrite}
	look := s.readOp("FindOrCreate")
	wanted, err := s.wantedCard(op, &customer)
	if err != nil {
		return Customer{}, err
	}
	found, err := s.findCard(ctx, look, wanted)
	if err != nil {
		return Customer{}, markNotSent(err)
	}
	if found != nil {
		return *found, nil
	}
	id, createErr := s.createCustomer(ctx, op, &customer)
	if id > 0 {
		return s.getCreated(ctx, look, id)
	}
	if mayBeCreated(createErr) {
		found, err := s.findCard(ctx, look, wanted)
		switch {
		case errors.Is(err, shelfwire.ErrConflict):
			return Customer{}, s.caller.Error(op, shelfwire.OutcomeOf(createErr), errors.Join(createErr, err))
		case found != nil:
			return *found, nil
		}
	}
	return Customer{}, createErr
}

// wantedCard returns the card to look for, or what is wrong with it.
func (s *CustomersService) wantedCard(op call.Op, customer *NewCustomer) (*Customer, error) {
	wanted := customer.toCustomer()
	problems := s.newProblems()
	wanted.validateWanted(problems)
	if problems.Err() != nil {
		return nil, s.caller.InvalidInput(op, problems.Err())
	}
	return wanted, nil
}

// validateWanted reports what is wrong with a customer to look for.
func (c *Customer) validateWanted(problems *check.Problems) {
	c.validateNew(problems)
	switch {
	case c.CustomerTaxNumber == "" && c.Mail == "":
		problems.Add("CustomerTaxNumber", "or Mail is missing: a customer is looked for by one of them")
	case c.CustomerTaxNumber != "":
		if problem := validateTaxNumber(c.CustomerTaxNumber); problem != "" {
			problems.Add("CustomerTaxNumber", problem)
		}
	}
}

// mayBeCreated reports whether a write that failed may have created something.
func mayBeCreated(err error) bool {
	outcome := shelfwire.OutcomeOf(err)
	return err != nil && (outcome == shelfwire.OutcomeUnknown || outcome == shelfwire.OutcomeApplied)
}

// getCreated reads the customer that was created. Its error has outcome applied, and the customer has its ID.
func (s *CustomersService) getCreated(ctx context.Context, op call.Op, id int64) (Customer, error) {
	c, err := s.getRecord(ctx, op, id)
	if err != nil {
		return Customer{ID: id}, s.caller.Error(op, shelfwire.OutcomeApplied,
			fmt.Errorf("customer %d was created, and could not be read: %w", id, err))
	}
	return c, nil
}
