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

// Version is a state of a warehouse's stock, read by [StoreService.OnHandVersion]: rows that are updated afterwards are
// newer. It can be compared by ==, and kept as text or JSON. The zero value is no version.
type Version struct{ number int64 }

// ParseVersion reads what String returns: a whole number above zero. A version that was made up, or that belongs to another
// warehouse, makes [StoreService.ZeroOutdated] empty a shop.
func ParseVersion(text string) (Version, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number <= 0 {
		return Version{}, fmt.Errorf("%.24q is not a version: a whole number above zero", text)
	}
	return Version{number}, nil
}

// String returns the number that the server gave, and "" for no version.
func (v Version) String() string {
	if v.IsZero() {
		return ""
	}
	return strconv.FormatInt(v.number, 10)
}

// IsZero reports whether v is no version.
func (v Version) IsZero() bool { return v.number == 0 }

// MarshalText returns what String returns.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads what String returns.
func (v *Version) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*v = Version{}
		return nil
	}
	*v, err = ParseVersion(string(text))
	return err
}

// OnHandVersion reads the version of a warehouse's stock: POST /store/getOnhandVersion. It is the first step of replacing
// a stock; [StoreService.ReplaceOnHand] takes all of them.
//
// The guide does not show the response. It is searched for one element whose name is "version", or ends with
// "onhandversion" or "onhand_version"; the version of anything else, such as api_version, is passed over. A response
// without one, or with several that differ, matches shelfwire.ErrMalformed. So does one with the version 0, which stands for
// none: what a server that was asked to zero by it would take it for is not documented. The version is all that is owed.
func (s *StoreService) OnHandVersion(ctx context.Context, warehouse WarehouseRef) (Version, error) {
	var problems check.Problems
	if warehouse.check(&problems, "warehouse"); problems.Err() != nil {
		return Version{}, s.caller.InvalidInput(opOnHandVersion, problems.Err())
	}
	p := params{getOnly: formatXML(), free: url.Values{}}
	warehouse.put(p.getOnly, "warehouseid")
	var version Version
	err := s.do(ctx, opOnHandVersion, "getOnhandVersion", p, func(t *tree) (err error) {
		version, err = readVersion(t, s.redact)
		return err
	})
	if err == nil && version.IsZero() {
		err = s.caller.Error(opOnHandVersion, shelfwire.OutcomeUnknown, fmt.Errorf("%w: the version is 0", shelfwire.ErrMalformed))
	}
	if err != nil {
		return Version{}, err
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
			return Version{}, fmt.Errorf("the version %q is not a whole number", redact.quote(string(t.textOf(n))))
		}
		if found && number != version {
			return Version{}, fmt.Errorf("the response has several versions, %d and %d", version, number)
		}
		version, found = number, true
	}
	if !found {
		return Version{}, errors.New("the response has no version")
	}
	return Version{version}, nil
}

// isVersion reports whether an element can be the version.
func isVersion(t *tree, n int) bool {
	name := strings.ReplaceAll(strings.ToLower(t.nodes[n].name), "_", "")
	return !t.hasChildren(n) && (name == "version" || strings.HasSuffix(name, "onhandversion"))
}

// ZeroResult is what the server says about a zeroing. The guide does not show it.
type ZeroResult struct {
	Elements []Element // all elements of the response but success
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
// The version must be that of this warehouse: a later one of another warehouse would zero rows that were just updated.
func (s *StoreService) ZeroOutdated(ctx context.Context, warehouse WarehouseRef, version Version) (ZeroResult, error) {
	s.warehouses.change(warehouse)
	return s.zeroOutdated(ctx, warehouse, version)
}

func (s *StoreService) zeroOutdated(ctx context.Context, warehouse WarehouseRef, version Version) (ZeroResult, error) {
	var problems check.Problems
	warehouse.check(&problems, "warehouse")
	if version.IsZero() {
		problems.Add("version", "is missing; OnHandVersion reads it")
	}
	if err := problems.Err(); err != nil {
		return ZeroResult{}, s.caller.InvalidInput(opZeroOutdated, err)
	}
	p := params{getOnly: formatXML(), free: url.Values{}}
	p.getOnly.Set("version", version.String())
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

func formatXML() url.Values { return url.Values{"format": {string(FormatXML)}} }
