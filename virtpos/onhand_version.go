package virtpos

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// Version is a version of a warehouse's stock, from [StoreService.OnHandVersion]: rows that are updated
// afterwards are newer. Versions can be compared with == and stored as text or JSON. The zero value is no
// version.
type Version struct{ number int64 }

// ParseVersion parses the text of a version: a whole number above zero. Use only texts from [Version.String].
// With a version that was made up, or that belongs to another warehouse, [StoreService.ZeroOutdated] can empty
// a shop.
func ParseVersion(text string) (Version, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number <= 0 {
		return Version{}, fmt.Errorf("%.24q is not a version: a whole number above zero", text)
	}
	return Version{number}, nil
}

// String returns the server's number in decimal, and "" for the zero value.
func (v Version) String() string {
	if v.IsZero() {
		return ""
	}
	return strconv.FormatInt(v.number, 10)
}

// IsZero reports whether v is the zero value.
func (v Version) IsZero() bool { return v.number == 0 }

// MarshalText returns the text of String.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText parses the text of String.
func (v *Version) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*v = Version{}
		return nil
	}
	*v, err = ParseVersion(string(text))
	return err
}

// OnHandVersion reads the version of a warehouse's stock: POST /store/getOnhandVersion; guide "API :: Store",
// "Механизм обнуления необновленных остатков", "Получение текущей версии". It is the first step of replacing a
// stock; [StoreService.ReplaceOnHand] takes all steps.
//
// The guide shows no response (probe: virtpos/version). The version is taken from the one element named
// "version", or with a name that ends in "onhandversion" or "onhand_version"; other versions, such as
// api_version, are skipped. A response without a version, or with several different ones, matches
// shelfwire.ErrMalformed. So does the version 0, which cannot be told from a missing one: how a server asked
// to zero by it would take it is undocumented.
func (s *StoreService) OnHandVersion(ctx context.Context, warehouse WarehouseRef) (Version, error) {
	var problems check.Problems
	if warehouse.validate(&problems, "warehouse"); problems.Err() != nil {
		return Version{}, s.caller.InvalidInput(opOnHandVersion, problems.Err())
	}
	p := params{queryOnly: formatXML(), queryOrBody: url.Values{}}
	warehouse.setParam(p.queryOnly, "warehouseid")
	var version Version
	err := s.callAction(ctx, opOnHandVersion, "getOnhandVersion", p, func(t *tree) (err error) {
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

// readVersion finds the version anywhere in a response.
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
