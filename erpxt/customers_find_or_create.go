package erpxt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
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
// given, the error matches shelfwire.ErrInvalid. Where a list leaves such a member of a card empty, the card is read by
// itself; when the member is missing there, too, the error matches shelfwire.ErrIncomplete. Several cards are an error
// that matches shelfwire.ErrConflict and names their ids; nothing is created then.
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
		isSame, err := s.isCardOf(ctx, op, &found[i], wanted)
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

// isCardOf reports whether a card that was found is that of a customer. A list may leave members out: where a decisive
// one is empty, the card is read by itself. One that is absent still, or could not be read, is an error.
func (s *CustomersService) isCardOf(ctx context.Context, op call.Op, card, wanted *Customer) (bool, error) {
	decisive := wanted.listDecisive()
	if len(card.listEmpty(decisive)) > 0 && len(card.Unread) == 0 {
		full, err := s.readDecisive(ctx, op, card.ID, decisive)
		if err != nil {
			return false, err
		}
		*card = full
	}
	for _, field := range decisive {
		top, _, _ := strings.Cut(field, ".")
		if customerSchema.hasUnread(card, top) || top == "Address" && len(card.Address.Unread) > 0 {
			return false, s.undecidedError(op, card.ID, top, "could not be read")
		}
	}
	if wanted.CustomerTaxNumber != "" {
		return s.isCardOfNumber(op, card, wanted)
	}
	return card.CustomerType == wanted.CustomerType && equalText(card.Name, wanted.Name) &&
		card.Address.hasParts(&wanted.Address), nil
}

// undecidedError returns the error of a card that is neither the customer's nor another one for certain.
func (s *CustomersService) undecidedError(op call.Op, id int64, field, problem string) error {
	return s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
		"%w: the %s of customer %d %s", shelfwire.ErrIncomplete, field, id, problem))
}

// readDecisive reads a card whose decisive members must be there, empty or not.
func (s *CustomersService) readDecisive(ctx context.Context, op call.Op, id int64, decisive []string) (Customer, error) {
	var card Customer
	absent := ""
	err := s.getBody(ctx, op, id, func(body []byte) (err error) {
		if card, err = s.decodeRecord(body, id); err == nil {
			absent = findAbsent(body, card.listEmpty(decisive))
		}
		return err
	})
	if err == nil && absent != "" {
		err = s.undecidedError(op, id, absent, "is missing from the response")
	}
	return card, err
}

// findAbsent returns the first of some members that a card does not have; "" for none. A part of an address that is null
// is there.
func findAbsent(body []byte, fields []string) string {
	value, _ := lenientjson.Parse(body)
	for _, field := range fields {
		top, part, _ := strings.Cut(field, ".")
		member := value.Member(top)
		if len(member) == 0 || part != "" && member.IsObject() && len(member.Member(part)) == 0 {
			return field
		}
	}
	return ""
}

// listDecisive returns the members that tell the card of a customer from those of others.
func (c *Customer) listDecisive() (fields []string) {
	switch {
	case c.CustomerTaxNumber != "" && c.CustomerType == CustomerTypePerson:
		return []string{"CountryCode", "Name"}
	case c.CustomerTaxNumber != "":
		return []string{"CountryCode"}
	}
	fields = []string{"Name", "CustomerType", "Address"}
	for _, part := range c.Address.parts() {
		if part.text != "" {
			fields = append(fields, "Address."+part.field)
		}
	}
	return fields
}

// listEmpty returns those of some members that are empty. An address counts by its parts, and no country is Poland.
func (c *Customer) listEmpty(fields []string) (empty []string) {
	for _, field := range fields {
		part, isPart := strings.CutPrefix(field, "Address.")
		isEmpty := field == "Name" && c.Name == "" || field == "CustomerType" && c.CustomerType == ""
		for _, p := range c.Address.parts() {
			isEmpty = isEmpty || isPart && p.field == part && p.text == ""
		}
		if isEmpty {
			empty = append(empty, field)
		}
	}
	return empty
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

// addressPart is a part of an address, by its field.
type addressPart struct{ field, text string }

func (a *Address) parts() []addressPart {
	return []addressPart{
		{"Street", a.Street}, {"BuildingNumber", a.BuildingNumber}, {"FlatNumber", a.FlatNumber},
		{"PostalCode", a.PostalCode}, {"City", a.City},
	}
}

// hasParts reports whether an address has every part of another one that is given.
func (a *Address) hasParts(of *Address) bool {
	parts := a.parts()
	for i, wanted := range of.parts() {
		if wanted.text != "" && !equalText(parts[i].text, wanted.text) {
			return false
		}
	}
	return true
}
