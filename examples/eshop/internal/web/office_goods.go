package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// goodsIssued takes a person's word that the goods of orders were issued in Resico. The form names the orders whose goods it
// has shown: others may have come since.
func (s *site) goodsIssued(w http.ResponseWriter, r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	orders := make([]int64, 0, listed)
	for _, text := range r.PostForm["order"] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return errNotFound
		}
		orders = append(orders, id)
	}
	if len(orders) == 0 || len(orders) > listed {
		return errNotFound
	}
	err := s.Shop.GoodsIssued(r.Context(), orders)
	if _, ok := errors.AsType[*shop.NotInvoicedError](err); ok {
		return errGoneOn
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/office", http.StatusSeeOther)
	return nil
}
