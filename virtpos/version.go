package virtpos

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	opOnHandVersion = call.Op{Name: "Store.OnHandVersion", Method: http.MethodPost, Effect: shelfwire.EffectRead}
	opZeroOutdated  = call.Op{
		Name: "Store.ZeroOutdated", Method: http.MethodPost, Effect: shelfwire.EffectWrite, FirstByte: slowFirstByte,
	}
)

// Version is a state of a warehouse's stock. Rows that are updated after it was read are newer.
type Version int64

// OnHandVersion reads the version of a warehouse's stock: POST /store/getOnhandVersion. It is the first step of replacing
// a stock; [StoreService.ReplaceOnHand] takes all of them.
//
// The guide does not show the response. It is searched for one element whose name is "version", or ends with
// "onhandversion" or "onhand_version"; the version of anything else, such as api_version, is passed over. A response
// without one, or with several that differ, matches shelfwire.ErrMalformed. The version is all that is owed.
func (s *StoreService) OnHandVersion(ctx context.Context, warehouse Warehouse) (Version, error) {
	var problems check.Problems
	if warehouse.check(&problems, "warehouse"); problems.Err() != nil {
		return 0, s.caller.Invalid(opOnHandVersion, problems.Err())
	}
	p := params{getOnly: formatXML(), free: url.Values{}}
	warehouse.put(p.getOnly, "warehouseid")
	var version Version
	err := s.do(ctx, opOnHandVersion, "getOnhandVersion", p, func(t *tree) (err error) {
		version, err = readVersion(t, s.redact)
		return err
	})
	if err != nil {
		return 0, err
	}
	return version, nil
}

// readVersion finds the version wherever it stands.
func readVersion(t *tree, redact redactor) (Version, error) {
	version, found := int64(0), false
	for n := range t.nodes {
		if !isVersion(t, n) {
			continue
		}
		number, ok := parseWhole(t.textOf(n))
		if !ok || number < 0 {
			return 0, fmt.Errorf("the version %q is not a whole number", redact.quote(string(t.textOf(n))))
		}
		if found && number != version {
			return 0, fmt.Errorf("the response has several versions, %d and %d", version, number)
		}
		version, found = number, true
	}
	if !found {
		return 0, errors.New("the response has no version")
	}
	return Version(version), nil
}

// isVersion reports whether an element can be the version.
func isVersion(t *tree, n int) bool {
	name := strings.ReplaceAll(strings.ToLower(t.nodes[n].name), "_", "")
	return !t.hasChildren(n) && (name == "version" || strings.HasSuffix(name, "onhandversion"))
}

// ZeroResult is what the server says about a zeroing. The guide does not show it.
type ZeroResult struct {
	Elements []Element // all elements of the reply but success
}

// ZeroOutdated sets the stock of a warehouse to zero wherever it was last updated before a version: POST
// /store/setZeroOnhand.
//
// DANGER: whatever has not been updated since is gone from the shop. It is the last step of replacing a stock, right
// only when every update before it was confirmed; [StoreService.ReplaceOnHand] sees to that.
//
// It is a write and is not repeated once it may have happened. Success 1 is all that the response owes, also when it
// breaks off behind that: the error then has the outcome applied, and what came whole is in the result. Anything under a
// status of success that does not say success has the outcome unknown.
//
// The version must be above zero: what the server takes a zero for is not documented.
func (s *StoreService) ZeroOutdated(ctx context.Context, warehouse Warehouse, version Version) (ZeroResult, error) {
	var problems check.Problems
	warehouse.check(&problems, "warehouse")
	if version <= 0 {
		problems.Add("version", "must be above zero; OnHandVersion reads it")
	}
	if err := problems.Err(); err != nil {
		return ZeroResult{}, s.caller.Invalid(opZeroOutdated, err)
	}
	p := params{getOnly: formatXML(), free: url.Values{}}
	p.getOnly.Set("version", strconv.FormatInt(int64(version), 10))
	warehouse.put(p.getOnly, "warehouseid")
	var result ZeroResult
	err := s.do(ctx, opZeroOutdated, "setZeroOnhand", p, func(t *tree) error {
		result = ZeroResult{}
		for n := range t.children(0) {
			if !strings.EqualFold(t.nodes[n].name, "success") {
				result.Elements = append(result.Elements, t.element(n))
			}
		}
		return nil
	})
	return result, err
}

// do runs a call with a small response, and reads it when it says success.
func (s *StoreService) do(ctx context.Context, op call.Op, action string, p params, read func(*tree) error) error {
	return s.caller.Do(ctx, s.sign(op, []string{"store", action}, p), func(body []byte) error {
		return decode(body, op, s.redact, read)
	})
}

func formatXML() url.Values { return url.Values{"format": {string(XML)}} }
