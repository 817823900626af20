package virtpos

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// slowFirstByte is how long the server may take over a whole stock before its response begins.
const slowFirstByte = 10 * time.Minute

var opItems = call.Op{
	Name: "Store.List", Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByte: slowFirstByte,
}

// StoreService reads and writes stock.
type StoreService struct {
	caller *call.Caller
	sign   func(call.Op, []string, params) call.Request
	redact redactor

	warehouses *warehouses // what this client does to each
}

// params are the parameters of a call: those that the guide marks as "get only", and the others.
type params struct{ getOnly, free url.Values }

// withKeyInBody makes requests of calls, with the key in the body.
func withKeyInBody(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.free.Set("apikey", cred.APIKey.Reveal())
		return call.Request{Op: op, Path: path, Query: p.getOnly, Body: p.free}
	}
}

// withKeyInQuery makes requests of calls, with the key in the query beside everything else.
func withKeyInQuery(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.free.Set("apikey", cred.APIKey.Reveal())
		op.Method = http.MethodGet
		for name := range p.free {
			p.getOnly.Set(name, p.free.Get(name))
		}
		return call.Request{Op: op, Path: path, Query: p.getOnly}
	}
}

// authorized leaves a request as it is: the key is among its parameters.
func authorized(context.Context, *http.Request) error { return nil }

// All reads stock row by row, while the response arrives: POST /store. All that the query asks for comes in one
// response, of any length, and memory does not grow with it; Options.MaxResponseBytes bounds a single item.
//
// Rows are good only when the loop ends without an error. A response that breaks off yields the rows before the break, and
// then an error that says where it broke: the call is not repeated then, since rows have been delivered; before the first
// row it is. A response that is no stock matches shelfwire.ErrMalformed, an item that is too large shelfwire.ErrTooLarge.
// The time that the loop's body takes counts for no time-out, but the server may close a connection that is not read from.
//
// A row owes its item's id, and a warehouse its own. Everything else is best effort: what cannot be read for certain stands
// in Unread of the row. Rows whose id cannot be read do not end the loop; a [*GapsError] that names them does, at the end.
//
// The response is held against the query. A warehouse or an item that was not asked for is an error that names it, and so
// is an article, compared without case and outer spaces, where rows show it. An empty list is <warehouses/> or <items/>,
// or [] in JSON; anything else without elements, such as null, "" or {}, is no list, and an error, as is an empty list
// beside a count above 0.
func (s *StoreService) All(ctx context.Context, q StoreQuery) iter.Seq2[StockRow, error] {
	return func(yield func(StockRow, error) bool) {
		left := false
		err := s.stream(ctx, q, func(body *call.Body) stockSink {
			return stockSink{
				warehouse: func(WarehouseStock) {},
				row: func(row StockRow) bool {
					body.Commit()
					left = !yield(row, nil)
					return !left
				},
			}
		})
		if err != nil && !left {
			yield(StockRow{}, err)
		}
	}
}

// List reads stock like [StoreService.All] and returns all of it, warehouse by warehouse, the empty ones too. Nothing
// is delivered before the whole response has come, so it is repeated also when it breaks off. Beside a [*GapsError], which
// names rows whose id cannot be read, the stock holds all the others.
func (s *StoreService) List(ctx context.Context, q StoreQuery) (Stock, error) {
	var stock Stock
	err := s.stream(ctx, q, func(*call.Body) stockSink {
		stock = Stock{}
		return stockSink{
			warehouse: func(w WarehouseStock) { stock.Warehouses = append(stock.Warehouses, w) },
			row: func(row StockRow) bool {
				last := &stock.Warehouses[len(stock.Warehouses)-1]
				last.Rows = append(last.Rows, row)
				return true
			},
		}
	})
	if _, gaps := errors.AsType[*GapsError](err); err != nil && !gaps {
		return Stock{}, err
	}
	return stock, err
}

// stream reads stock into a sink, a new one for each response.
func (s *StoreService) stream(ctx context.Context, q StoreQuery, newSink func(*call.Body) stockSink) error {
	p, err := q.split()
	if err != nil {
		return s.caller.InvalidInput(opItems, err)
	}
	var gaps *GapsError
	var unread call.UnreadCounts
	err = s.caller.Stream(ctx, s.sign(opItems, []string{"store"}, p), func(body *call.Body) error {
		gaps, unread = &GapsError{}, call.UnreadCounts{}
		return readStock(stockSource{
			body: body, charset: body.Charset, asked: q, redact: s.redact, itemDone: body.ItemDone,
		}, newSink(body).counting(gaps, &unread))
	})
	s.caller.WarnUnread(ctx, opItems, unread)
	if err != nil {
		return err
	}
	if gaps.Count > 0 {
		return s.caller.Error(opItems, shelfwire.OutcomeUnknown, gaps)
	}
	return nil
}

// counting returns a sink that counts, too, what could not be read.
func (k stockSink) counting(gaps *GapsError, unread *call.UnreadCounts) stockSink {
	return stockSink{
		warehouse: func(w WarehouseStock) {
			unread.Add(w.Unread)
			k.warehouse(w)
		},
		row: func(row StockRow) bool {
			unread.Add(row.Unread)
			return k.row(row)
		},
		gap: gaps.add,
	}
}

// split checks a query and says where its parameters go.
func (q *StoreQuery) split() (params, error) {
	var problems check.Problems
	if q.check(&problems); problems.Err() != nil {
		return params{}, problems.Err()
	}
	getOnly, err := query.Values(q.params())
	if err != nil {
		return params{}, err
	}
	p := params{getOnly: getOnly, free: url.Values{}}
	if fields := q.fields(); fields != "" {
		p.free.Set("fields", fields)
	}
	return p, nil
}
