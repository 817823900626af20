package virtpos

import (
	"context"
	"net/url"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// ZeroResult is the server's response to a zeroing. The guide shows none.
type ZeroResult struct {
	Elements []Element // all elements of the response except success
}

// ZeroOutdated sets the stock of a warehouse to zero in every row that was last updated before a version: POST
// /store/setZeroOnhand; guide "API :: Store", "Механизм обнуления необновленных остатков", "Обнуление
// необновленных остатков".
//
// DANGER: the quantities of all rows that were not updated since are lost. It is the last step of replacing a
// stock, and right only when every update before it was confirmed; [StoreService.ReplaceOnHand] sees to that.
// The version must be one of this warehouse: a later one of another warehouse would zero rows that were just
// updated.
//
// It is a write: it is retried only while it certainly had no effect. The response needs success 1 only. When
// it breaks off after that, the error has the outcome applied, and the result holds the complete elements. A
// response with a successful status that lacks success has the outcome unknown.
func (s *StoreService) ZeroOutdated(ctx context.Context, warehouse WarehouseRef, version Version) (ZeroResult, error) {
	s.locks.countChange(warehouse)
	defer s.locks.countChange(warehouse)
	return s.zeroOutdated(ctx, warehouse, version)
}

func (s *StoreService) zeroOutdated(ctx context.Context, warehouse WarehouseRef, version Version) (ZeroResult, error) {
	var problems check.Problems
	warehouse.validate(&problems, "warehouse")
	if version.IsZero() {
		problems.Add("version", "is missing; OnHandVersion reads it")
	}
	if err := problems.Err(); err != nil {
		return ZeroResult{}, s.caller.InvalidInput(opZeroOutdated, err)
	}
	p := params{queryOnly: formatXML(), queryOrBody: url.Values{}}
	p.queryOnly.Set("version", version.String())
	warehouse.setParam(p.queryOnly, "warehouseid")
	var result ZeroResult
	err := s.callAction(ctx, opZeroOutdated, "setZeroOnhand", p, func(t *tree) error {
		result = ZeroResult{}
		for n := range t.children(0) {
			if !strings.EqualFold(t.nodes[n].name, "success") {
				result.Elements = append(result.Elements, t.copyElement(n))
			}
		}
		return nil
	})
	return result, err
}
