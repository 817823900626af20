package virtpos

import (
	"context"
	"errors"
	"iter"
)

// All reads stock row by row while the response arrives: POST /store; guide "API :: Store", "Пример запроса
// на получение данных". One response carries everything that the query asks for, in constant memory
// (probe: virtpos/whole-warehouse); Options.MaxResponseBytes bounds a single item.
//
// The rows are complete only when the loop ends without an error. A response that breaks off yields the rows
// before the break, then an error that says where it broke. The call is retried only before the first row. A
// response that is no stock matches shelfwire.ErrMalformed, an oversized item shelfwire.ErrTooLarge. Time spent
// in the loop's body is exempt from all time-outs, but the server may close a connection that nobody reads.
//
// The id of an item and the id of its warehouse are required. Everything else is best effort: what cannot be
// read for certain is listed in Unread of the row. Rows whose id cannot be read are skipped, and the loop then
// ends with a [*GapsError] that lists them.
//
// The response is checked against the query. A warehouse or item that was not asked for is an error that
// names it; so is another article, compared without case and surrounding spaces, where rows show it. An empty
// list is <warehouses/> or <items/>, or [] in JSON. Anything else without elements, such as null, "" or {},
// is an error, and so is an empty list beside a count above 0 (probe: virtpos/count).
func (s *StoreService) All(ctx context.Context, q StoreQuery) iter.Seq2[StockRow, error] {
	return func(yield func(StockRow, error) bool) {
		left := false
		err := s.streamStock(ctx, q, func(attempt *listAttempt) stockSink {
			return stockSink{
				addWarehouse: func(WarehouseStock) {},
				addRow: func(row StockRow) bool {
					attempt.commit()
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

// List reads stock like [StoreService.All] and returns all of it, by warehouse, including empty ones. Because
// it delivers only complete responses, it also retries one that breaks off. Beside a [*GapsError], which lists
// the rows whose id cannot be read, the stock holds all other rows; beside any other error it is empty.
func (s *StoreService) List(ctx context.Context, q StoreQuery) (Stock, error) {
	var stock Stock
	err := s.streamStock(ctx, q, func(*listAttempt) stockSink {
		stock = Stock{}
		return stockSink{
			addWarehouse: func(w WarehouseStock) { stock.Warehouses = append(stock.Warehouses, w) },
			addRow: func(row StockRow) bool {
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

// streamStock reads stock into a sink. Each attempt gets a new sink.
func (s *StoreService) streamStock(ctx context.Context, q StoreQuery, newSink func(*listAttempt) stockSink) error {
	p, err := q.toParams()
	if err != nil {
		return s.caller.InvalidInput(opList, err)
	}
	return s.streamList(ctx, opList, storeSection.name, p, func(attempt *listAttempt) error {
		return readStock(attempt.listSource, q, newSink(attempt).countIn(attempt))
	})
}

// countIn returns a sink that also counts gaps and unread members.
func (k stockSink) countIn(attempt *listAttempt) stockSink {
	return stockSink{
		addWarehouse: func(w WarehouseStock) {
			attempt.unread.Add(w.Unread)
			k.addWarehouse(w)
		},
		addRow: func(row StockRow) bool {
			attempt.unread.Add(row.Unread)
			return k.addRow(row)
		},
		addGap: attempt.gaps.addGap,
	}
}
