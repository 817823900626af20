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
	opZeroOutdated  = call.Op{Name: "Store.ZeroOutdated", Method: http.MethodPost, Effect: shelfwire.EffectWrite}
)

// Version is a state of a warehouse's stock. Rows that are updated after it was read are newer.
type Version int64

// OnHandVersion reads the version of a warehouse's stock: POST /store/getOnhandVersion. It is the first step of replacing
// a stock; [StoreService.ReplaceOnHand] takes all of them.
//
// The guide does not show the reply. It is searched for one element whose name is, or ends with, "version"; a reply
// without one, or with several that differ, matches shelfwire.ErrMalformed.
func (s *StoreService) OnHandVersion(ctx context.Context, warehouse Warehouse) (Version, error) {
	var problems check.Problems
	if warehouse.check(&problems, "warehouse"); problems.Err() != nil {
		return 0, s.caller.Invalid(opOnHandVersion, problems.Err())
	}
	p := params{getOnly: formatXML(), free: url.Values{}}
	warehouse.put(p.getOnly, "warehouseid")
	var version Version
	err := s.do(ctx, opOnHandVersion, "getOnhandVersion", p, func(root Element) (err error) {
		version, err = readVersion(root)
		return err
	})
	if err != nil {
		return 0, err
	}
	return version, nil
}

// readVersion finds the version wherever it stands.
func readVersion(root Element) (Version, error) {
	found := versions(root.Children)
	if len(found) == 0 {
		return 0, errors.New("the reply has no version")
	}
	for _, text := range found[1:] {
		if text != found[0] {
			return 0, fmt.Errorf("the reply has several versions, %q and %q", found[0], text)
		}
	}
	n, err := strconv.ParseInt(found[0], 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("the version %q is not a whole number", found[0])
	}
	return Version(n), nil
}

// versions are the texts of all elements that can be the version.
func versions(elements []Element) (texts []string) {
	for _, e := range elements {
		if strings.HasSuffix(strings.ToLower(e.Name), "version") && len(e.Children) == 0 {
			texts = append(texts, e.Text)
		}
		texts = append(texts, versions(e.Children)...)
	}
	return texts
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
// It is a write and is not repeated once it may have happened. The version must be above zero: what the server takes a
// zero for is not documented.
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
	err := s.do(ctx, opZeroOutdated, "setZeroOnhand", p, func(root Element) error {
		for _, e := range root.Children {
			if !strings.EqualFold(e.Name, "success") {
				result.Elements = append(result.Elements, e)
			}
		}
		return nil
	})
	return result, err
}

// do runs a call with a small reply, and reads it when it is a success.
func (s *StoreService) do(ctx context.Context, op call.Op, action string, p params, read func(Element) error) error {
	return s.caller.Do(ctx, s.sign(op, []string{"store", action}, p), func(body []byte) error {
		root, err := parse(body)
		if err != nil {
			return err
		}
		if err := checkSuccess(root); err != nil {
			return err
		}
		return read(root)
	})
}

func formatXML() url.Values { return url.Values{"format": {string(XML)}} }
