package flows

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shelfwire/shelfwire/resico"
)

// isUnread reports whether one of these fields of a product, or a part of it, could not be read.
func isUnread(p resico.Product, fields ...resico.ProductField) bool {
	for _, unread := range p.Unread {
		name, _, _ := strings.Cut(unread.Field, ".") // "Balance.NOL" is a part of the balance
		isOne := func(field resico.ProductField) bool { return strings.EqualFold(string(field), name) }
		if slices.ContainsFunc(fields, isOne) {
			return true
		}
	}
	return false
}

// keep remembers the products of a page that came with unread fields, and forgets those that came whole.
func (w *walk) keep(ctx context.Context, page []resico.Product) error {
	var unread, whole []string
	for _, p := range page {
		delete(w.due, p.SKU)
		switch {
		case isUnread(p, w.fields...):
			unread = append(unread, p.SKU)
		case w.known[p.SKU]:
			whole = append(whole, p.SKU)
		}
	}
	w.done.Unread += len(unread)
	if len(unread)+len(whole) == 0 {
		return nil
	}
	return w.shop.SaveGaps(ctx, w.flow, unread, whole)
}

// remember reads which products earlier runs could not read whole.
func (w *walk) remember(ctx context.Context) error {
	skus, err := w.shop.Gaps(ctx, w.flow)
	w.known = map[string]bool{}
	for _, sku := range skus {
		w.known[sku] = true
	}
	w.due = maps.Clone(w.known)
	return err
}

// again asks for the products that earlier runs could not read whole, and that this run has not met. What changed is
// stored by now, so a response that cannot be used is no failure of the import. It counts as a try all the same, or a
// question that never gets a good one would be asked for ever.
func (w *walk) again(ctx context.Context, store func([]resico.Product) error) error {
	due := slices.Sorted(maps.Keys(w.due))
	if err := w.shop.CountGaps(ctx, w.flow, due); err != nil {
		return err
	}
	query := resico.ProductQuery{Fields: w.fields, SKUs: slices.DeleteFunc(due, isNoFilter)}
	if len(query.SKUs) == 0 { // which would ask for everything
		return nil
	}
	failed, err := w.pages(ctx, w.products.ChangedSince(ctx, time.Time{}, query).Pages(), store)
	if failed != nil {
		w.done.NotAgain = failed.Error()
	}
	return cmp.Or(err, ctx.Err())
}

// isNoFilter reports whether a SKU cannot stand in Resico's filter. Only a walk through everything brings such a product.
func isNoFilter(sku string) bool {
	trimmed := strings.TrimSpace(sku)
	return trimmed == "" || strings.Contains(sku, ";") || strings.ContainsAny(trimmed[:1], "<>=!") || !utf8.ValidString(sku)
}
