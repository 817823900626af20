package web

import (
	"errors"
	"net/http"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// settleRemote takes what a person has found out about an order of a channel.
func (s *site) settleRemote(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	found := r.PostFormValue("found")
	if found != shop.NotThere && found != shop.Dealt {
		return errNotFound
	}
	remote := shop.Remote{Channel: clean(r.PostFormValue("channel")), ID: clean(r.PostFormValue("id"))}
	err := s.Shop.SettleRemote(r.Context(), remote, found)
	if errors.Is(err, shop.ErrNothingToSettle) {
		return errSettled
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/office", http.StatusSeeOther)
	return nil
}
