package web

import (
	"errors"
	"net/http"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// settleRemote takes what a person has found out about an order of a channel, or back. A form of before something else came to
// what it asks changes nothing.
func (s *site) settleRemote(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	var err error
	remote := shop.Remote{Channel: clean(r.PostFormValue("channel")), ID: clean(r.PostFormValue("id"))}
	about := shop.Question(r.PostFormValue("about"))
	switch found := r.PostFormValue("found"); found {
	case shop.NotThere, shop.Dealt:
		err = s.Shop.SettleRemote(r.Context(), remote, about, found)
	case "back":
		err = s.Shop.TakeBackRemote(r.Context(), remote, about)
	default:
		return errNotFound
	}
	if errors.Is(err, shop.ErrNothingToSettle) {
		return errSettled
	}
	if errors.Is(err, shop.ErrAsksElse) {
		return errGoneOn
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/office", http.StatusSeeOther)
	return nil
}
