package erpxt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// FindOrCreate returns the customer's card, and creates it when there is none: GET /v1.2/customers with a filter, then
// perhaps POST /v1.2/customers and GET /v1.2/customers/{id}. A card that exists stays as it is.
//
// With a CustomerTaxNumber it looks for that, as [CustomersService.FindByTaxNumber] does, among the cards with the same
// CountryCode, where "" and "PL" are one; other spellings are tried for Polish numbers only. A number without a digit
// other than 0 matches shelfwire.ErrInvalid. For a CustomerTypePerson, a card with the number and another Name is an error
// that matches shelfwire.ErrConflict: the number may be a placeholder. Without a number, it looks for Mail,
// and a card counts only when its CustomerType and Name are equal, too, and each part of the address that is given,
// apart from capitals and spaces: nobody gets another person's address by ordering with their e-mail. When neither is
// given, the error matches shelfwire.ErrInvalid. Several cards are an error that matches shelfwire.ErrConflict and names
// their ids; nothing is created then.
//
// Creating is a write. When its response is lost, FindOrCreate looks again, and returns the card that it finds, or else
// the error of the write with outcome unknown: the request may still arrive. Then wait for ten minutes, look again, and
// call it again only when there is nothing. Two processes that do this for one customer at the same time can
// make two cards: let one at a time do it.
func (s *CustomersService) FindOrCreate(ctx context.Context, customer NewCustomer) (Customer, error) {
	op := call.Op{Name: "Customers.FindOrCreate", Method: s.ops.create.Method, Effect: shelfwire.EffectWrite}
	look := s.readOp("FindOrCreate")
	wanted := customer.toCustomer()
	problems := s.newProblems()
	wanted.validateFindOrCreate(problems)
	if problems.Err() != nil {
		return Customer{}, s.caller.InvalidInput(op, problems.Err())
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

// validateFindOrCreate reports what is wrong with a customer to look for.
func (c *Customer) validateFindOrCreate(problems *check.Problems) {
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

// findCard returns the one card of a customer; nil for none.
func (s *CustomersService) findCard(ctx context.Context, op call.Op, wanted *Customer) (*Customer, error) {
	found, err := s.findCards(ctx, op, wanted)
	if err != nil {
		return nil, err
	}
	var cards []Customer
	for i := range found {
		isSame, err := s.isCardOf(op, &found[i], wanted)
		if err != nil {
			return nil, err
		}
		if isSame {
			cards = append(cards, found[i])
		}
	}
	switch len(cards) {
	case 0:
		return nil, nil //nolint:nilnil // none was found
	case 1:
		return &cards[0], nil
	default:
		return nil, s.conflictError(op, shelfwire.OutcomeUnknown, cards)
	}
}

func (s *CustomersService) findCards(ctx context.Context, op call.Op, wanted *Customer) ([]Customer, error) {
	number := wanted.CustomerTaxNumber
	switch {
	case number == "":
		return s.findByMail(ctx, op, wanted.Mail)
	case isPoland(wanted.CountryCode):
		return s.findByTaxNumber(ctx, op, number, spellTaxNumber(number))
	default:
		return s.findByTaxNumber(ctx, op, number, []string{number})
	}
}

func isPoland(country string) bool { return country == "" || strings.EqualFold(country, "PL") }

// isCardOf reports whether a card that was found is that of a customer. A card whose decisive members could not be read
// is an error.
func (s *CustomersService) isCardOf(op call.Op, card, wanted *Customer) (bool, error) {
	decisive := []string{"Name", "CustomerType", "Address"}
	switch {
	case wanted.CustomerTaxNumber != "" && wanted.CustomerType == CustomerTypePerson:
		decisive = []string{"CountryCode", "Name"}
	case wanted.CustomerTaxNumber != "":
		decisive = []string{"CountryCode"}
	}
	for _, field := range decisive {
		if customerSchema.hasUnread(card, field) || field == "Address" && len(card.Address.Unread) > 0 {
			return false, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
				"%w: the %s of customer %d could not be read", shelfwire.ErrIncomplete, field, card.ID))
		}
	}
	if wanted.CustomerTaxNumber != "" {
		return s.isCardOfNumber(op, card, wanted)
	}
	return card.CustomerType == wanted.CustomerType && equalText(card.Name, wanted.Name) &&
		card.Address.hasParts(&wanted.Address), nil
}

// isCardOfNumber reports whether a card with a customer's tax number is that of the customer. The card of another person
// is an error: their number may be a placeholder, and a second card with it may be a double.
func (s *CustomersService) isCardOfNumber(op call.Op, card, wanted *Customer) (bool, error) {
	if !strings.EqualFold(card.CountryCode, wanted.CountryCode) && (!isPoland(card.CountryCode) || !isPoland(wanted.CountryCode)) {
		return false, nil
	}
	if wanted.CustomerType == CustomerTypePerson && !equalText(card.Name, wanted.Name) {
		return false, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: customer %d has the tax number, and another name", shelfwire.ErrConflict, card.ID))
	}
	return true, nil
}

// hasParts reports whether an address has every part of another one that is given.
func (a *Address) hasParts(of *Address) bool {
	for _, part := range [][2]string{
		{a.Street, of.Street}, {a.BuildingNumber, of.BuildingNumber}, {a.FlatNumber, of.FlatNumber},
		{a.PostalCode, of.PostalCode}, {a.City, of.City},
	} {
		if part[1] != "" && !equalText(part[0], part[1]) {
			return false
		}
	}
	return true
}
