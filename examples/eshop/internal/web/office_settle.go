package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// settle takes what a person has found out about what an order asks, and lets it go on. A form of before the order has gone
// on to another question changes nothing.
func (s *site) settle(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	p, err := s.ordered(r)
	if err != nil {
		return err
	}
	about := shop.Question(clean(r.PostFormValue("about")))
	switch {
	case p.Asked.Question == "":
		return errSettled
	case about == "" || about != p.Asked.Question && about != p.Asked.Customer:
		return errGoneOn
	}
	found := p.found(r.PostFormValue("found"), r.PostFormValue("key"))
	if p.KeyError == "" {
		err = s.settleOrder(r.Context(), p, about, found)
	}
	switch {
	case err != nil:
		return err
	case p.KeyError != "":
		return s.showOffice(w, http.StatusUnprocessableEntity, p)
	}
	http.Redirect(w, r, officeAddress(p.ID), http.StatusSeeOther)
	return nil
}

// settleOrder settles an order. An answer that is not taken is an error of the page.
func (s *site) settleOrder(ctx context.Context, p *orderPage, about shop.Question, found string) error {
	err := s.Shop.Settle(ctx, p.ID, about, found)
	gone, isGone := errors.AsType[*shop.GoneOnError](err)
	wrong, isWrong := errors.AsType[*shop.AnswerError](err)
	switch {
	case isGone && gone.Now == "":
		return errSettled
	case isGone:
		return errGoneOn
	case isWrong:
		p.KeyError = wrong.Reason
		return nil
	case err != nil || found == shop.Dealt:
		return err
	}
	return s.Jobs.Reopen(ctx, p.ID)
}

const maxKey = 64 // characters of a key in the accounts

// found is what a person has said, as shop.Settle takes it. What cannot be right gets an error.
func (p *orderPage) found(choice, key string) string {
	p.Key, p.ErrorAt = strings.TrimSpace(clean(key)), "there"
	switch choice {
	case shop.NotThere, shop.Dealt:
		if p.Key != "" {
			p.KeyError = "Say that it is there, or leave the key empty"
		}
		return choice
	case "there":
		p.ErrorAt = "key"
		p.checkKey()
	default:
		p.KeyError = "Say whether it is there"
	}
	return p.Key
}

// checkKey rejects what cannot be a key. Customers in Resico have codes; everything else has IDs.
func (p *orderPage) checkKey() {
	switch {
	case p.Key == "":
		p.KeyError = "Enter the key that it has in " + string(p.Accounts)
	case utf8.RuneCountInString(p.Key) > maxKey:
		p.KeyError = fmt.Sprintf("The key must have at most %d characters", maxKey)
	case p.Key == shop.NotThere || p.Key == shop.Dealt:
		p.KeyError = "Say that it is not there, or enter a key"
	case p.Accounts == shop.InResico && (p.Asked.Customer != "" || p.Asked.Step.Kind == shop.StepCustomer):
	default:
		if id, err := strconv.ParseInt(p.Key, 10, 64); err != nil || id <= 0 {
			p.KeyError = "The ID must be a number, such as 365"
		}
	}
}
