package erpxt

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

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
	if number := wanted.CustomerTaxNumber; number != "" {
		return s.findByTaxNumber(ctx, op, number, wanted.CountryCode)
	}
	return s.findByMail(ctx, op, wanted.Mail)
}

// isCardOf reports whether a card that was found is that of a customer. A list may leave members out: where a decisive
// one is empty, the card is read by itself. One that is absent still, or could not be read, is an error.
func (s *CustomersService) isCardOf(ctx context.Context, op call.Op, card, wanted *Customer) (bool, error) {
	decisive := wanted.listDecisive()
	if err := s.verifyDecisive(op, card, decisive); err != nil {
		return false, err
	}
	if len(card.listEmpty(decisive)) > 0 {
		full, err := s.readDecisive(ctx, op, card.ID, decisive)
		if err != nil {
			return false, err
		}
		*card = full
	}
	if wanted.CustomerTaxNumber != "" {
		return s.isCardOfNumber(op, card, wanted)
	}
	return card.CustomerType == wanted.CustomerType && equalText(card.Name, wanted.Name) &&
		card.Address.hasParts(&wanted.Address), nil
}

// verifyDecisive reports a decisive member of a card that could not be read. Other ones play no part.
func (s *CustomersService) verifyDecisive(op call.Op, card *Customer, decisive []string) error {
	for _, field := range decisive {
		top, part, _ := strings.Cut(field, ".")
		if customerSchema.hasUnread(card, top) || part != "" && addressSchema.hasUnread(&card.Address, part) {
			return s.undecidedError(op, card.ID, field, "could not be read")
		}
	}
	return nil
}

// undecidedError returns the error of a card that is neither the customer's nor another one for certain.
func (s *CustomersService) undecidedError(op call.Op, id int64, field, problem string) error {
	return s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
		"%w: the %s of customer %d %s", shelfwire.ErrIncomplete, field, id, problem))
}

// readDecisive reads a card whose decisive members must be there, empty or not, and readable.
func (s *CustomersService) readDecisive(ctx context.Context, op call.Op, id int64, decisive []string) (Customer, error) {
	var card Customer
	absent := ""
	err := s.getBody(ctx, op, id, func(body []byte) (err error) {
		if card, err = s.decodeRecord(body, id); err == nil {
			absent = findAbsent(body, card.listEmpty(decisive))
		}
		return err
	})
	switch {
	case errors.Is(err, shelfwire.ErrNotFound): // which would say that the customer has no card
		return card, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: customer %d is on a list, and was not found by its id", shelfwire.ErrIncomplete, id))
	case err != nil:
		return card, err
	case absent != "":
		return card, s.undecidedError(op, id, absent, "is missing from the response")
	}
	err = s.verifyDecisive(op, &card, decisive)
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
	fields = []string{"Name", "CustomerType"}
	for _, part := range c.Address.parts() {
		if part.text != "" {
			fields = append(fields, "Address."+part.field)
		}
	}
	return fields
}

// listEmpty returns those of some members that are empty. An address counts by its parts.
func (c *Customer) listEmpty(fields []string) (empty []string) {
	for _, field := range fields {
		part, isPart := strings.CutPrefix(field, "Address.")
		isEmpty := field == "Name" && c.Name == "" || field == "CustomerType" && c.CustomerType == "" ||
			field == "CountryCode" && c.CountryCode == ""
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
	if !card.isOfCountry(wanted.CountryCode) {
		return false, nil
	}
	if wanted.CustomerType == CustomerTypePerson && !equalText(card.Name, wanted.Name) {
		return false, s.caller.Error(op, shelfwire.OutcomeUnknown, fmt.Errorf(
			"%w: customer %d has the tax number, and another name", shelfwire.ErrConflict, card.ID))
	}
	return true, nil
}

// isOfCountry reports whether a card has a country. One without a country has that of its number's prefix, or is Polish.
func (c *Customer) isOfCountry(country string) bool {
	if c.CountryCode == "" && !isPoland(country) {
		return strings.HasPrefix(joinTaxNumber(c.CustomerTaxNumber), country)
	}
	return strings.EqualFold(c.CountryCode, country) || isPoland(c.CountryCode) && isPoland(country)
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
