package resico

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/prefetch"
)

// ProductPage is a page of the product list: of a walk ([ProductsService.Pages]), or on its own
// ([ProductsService.List]).
type ProductPage struct {
	Meta      `json:"-"`
	Products  []Product // the rows with a readable SKU; of a walk, those that no earlier page held
	Delivered int       // products of the walk so far, these included
	// Total is the number of products that match, as the server counts them now (probe: resico/total); with
	// SKUs, an upper bound.
	Total    int
	Page     int // number of this page, from 1, as the server counts
	LastPage int // number of the last page, as the server counts now

	// Unproven says that this page holds none of the products that were delivered before, so that only the
	// server's unchanged count of products suggests that it begins where the walk stopped. A product can be
	// missing before this page if exactly as many products were added as deleted since the previous page. Every
	// page after the first is unproven where pages do not overlap; see [ProductsService.All].
	Unproven bool

	// Gaps lists the rows of the page that were read only in part. Those with a SKU are among Products, too.
	Gaps []Gap

	// Unread lists the members beside the rows in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread
}

// All walks through the products that match, page by page: POST /products, a read in spite of its verb.
// Guide, heading "Preču informācija izgūšana no Resico ERP".
//
// A walk is complete, or it ends with an error that matches shelfwire.ErrIncomplete. Complete means: every
// product that exists from the beginning of the walk to its end is yielded exactly once, also while others
// are added or deleted. There are two modes:
//
//   - Overlapping pages: those after the first have a slightly smaller limit, so that the product delivered
//     last comes again and the next one stands behind it, however much has moved. If it fails to come, the
//     walk searches for it.
//   - Constant pages: every page has the limit PageSize. This is for servers that reject, round, ignore or
//     silently cap odd limits, or filter rows out of a page, and for small pages, where overlaps would cost
//     more than a fifth more requests. The walk searches when the server's count of products changes. It
//     misses a change when exactly as many products were added as deleted between two pages, and any change
//     when the server gives no count. Pages that depend on this have [ProductPage].Unproven set.
//
// Completeness needs an order by a field that is unique and constant, such as the default, the SKU. In any
// other order a walk can miss products that change meanwhile.
//
// A response must hold a list with a SKU in each row; all other members are best effort, see Product.Unread.
// A response without a list is requested once more and then matches shelfwire.ErrMalformed; so does one with
// products outside of SKUs (capital letters and outer spaces aside). A SKU that came as a number, such as 7, is
// the one of SKUs with this value, such as 007. An unknown SKU is skipped. A row without a SKU is skipped, and
// the walk then ends, after all other products were yielded, with a [*GapsError].
//
// An empty page before the last one is requested once more and then counts as filtered; with many of them,
// only as far as that costs no more than a fifth more requests. An empty page is the end when neither
// last_page, total nor next_page_url shows more. When fewer products came than the server counts, or it gives no
// count and a page before the last one was not full, the walk reads one page past the last.
//
// A product that the server lists twice is yielded once, unless 5,000 others came between. The iterator
// yields an error once, as its last pair. Warnings are logged; [ProductsService.Pages] returns them.
func (s *ProductsService) All(ctx context.Context, q ProductQuery) iter.Seq2[Product, error] {
	return flattenPages(s.Pages(ctx, q))
}

// flattenPages yields the products of pages one by one.
func flattenPages(pages iter.Seq2[ProductPage, error]) iter.Seq2[Product, error] {
	return func(yield func(Product, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(Product{}, err)
				return
			}
			for _, p := range page.Products {
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

// Pages is like [ProductsService.All], page by page, with the numbers that a progress bar needs. Each product
// is on one page only. An empty catalogue is one page without products.
func (s *ProductsService) Pages(ctx context.Context, q ProductQuery) iter.Seq2[ProductPage, error] {
	query := q.clone()
	return func(yield func(ProductPage, error) bool) {
		var problems check.Problems
		query.validate(&problems)
		if err := problems.Err(); err != nil {
			yield(ProductPage{}, s.caller.InvalidInput(opListProducts, err))
			return
		}
		prefetch.Run(ctx, query.Prefetch, func(ctx context.Context) iter.Seq2[ProductPage, error] {
			return s.walkPages(ctx, query)
		})(yield)
	}
}

func newProductPage(p *listPage, s pageResult, number int) ProductPage {
	products, gaps := p.splitRows(s.fresh, number)
	return ProductPage{
		Meta: p.Meta, Products: products, Gaps: gaps, Unread: p.Unread,
		Total: p.Total, Page: p.CurrentPage, LastPage: p.LastPage, Unproven: s.unproven,
	}
}

// splitRows returns the products among some rows of a page, and a gap for each row that has no SKU or unread
// members.
func (p *listPage) splitRows(fresh []int, page int) (products []Product, gaps []Gap) {
	products = make([]Product, 0, len(fresh))
	for _, i := range fresh {
		row := p.Rows[i]
		nameless := isBlank(row.SKU)
		if nameless {
			row.SKU = ""
		} else {
			products = append(products, row)
		}
		if nameless || len(row.Unread) > 0 {
			gaps = append(gaps, Gap{Page: page, Position: i + 1, SKU: row.SKU, Unread: row.Unread})
		}
	}
	return products, gaps
}

// countUnread adds the unread members of a page to the counts.
func (p *ProductPage) countUnread(unread *call.UnreadCounts) {
	unread.Add(p.Unread)
	for _, product := range p.Products {
		unread.Add(product.Unread)
	}
	for _, gap := range p.Gaps {
		if gap.SKU == "" {
			unread.Add(gap.Unread)
		}
	}
}

func (s *ProductsService) logUnread(ctx context.Context, op call.Op, page *ProductPage) {
	var unread call.UnreadCounts
	page.countUnread(&unread)
	s.caller.WarnUnread(ctx, op, unread)
}
