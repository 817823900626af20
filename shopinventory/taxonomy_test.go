package shopinventory_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

func TestTaxonomyService_Taxes(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(`{"id":1,"name":"a","value":1},`, n), ",") + "]"
	}
	for name, tc := range map[string]struct {
		body  string
		want  string // id, name and value of each tax
		kind  error
		gaps  int
		calls int
	}{
		"bare":                 {`[{"id":1,"name":"TVA 19%","value":19},{"id":"2","name":"TVA 9%","value":"9.00"}]`, "1 TVA 19% 19, 2 TVA 9% 9.00", nil, 0, 1},
		"in an envelope":       {`{"data":[{"id":1,"name":"TVA","value":19}]}`, "1 TVA 19", nil, 0, 1},
		"numbered":             {`{"data":{"0":{"id":1,"name":"TVA","value":19}}}`, "1 TVA 19", nil, 0, 1},
		"none":                 {`[]`, "", nil, 0, 1},
		"unread":               {`[{"id":1,"name":"TVA","value":"19,0"}]`, "1 TVA absent", nil, 0, 1},
		"a gap":                {`[{"id":1,"name":"TVA","value":19},{"name":"b"},7]`, "1 TVA 19", shelfwire.ErrIncomplete, 2, 1},
		"99":                   {many(99), strings.TrimSuffix(strings.Repeat("1 a 1, ", 99), ", "), nil, 0, 1},
		"100":                  {many(100), strings.TrimSuffix(strings.Repeat("1 a 1, ", 100), ", "), shelfwire.ErrIncomplete, 0, 1},
		"99 and a gap":         {strings.Replace(many(100), `"id":1,`, "", 1), strings.TrimSuffix(strings.Repeat("1 a 1, ", 99), ", "), shelfwire.ErrIncomplete, 1, 1},
		"no list":              {`{"data":{"id":1}}`, "", shelfwire.ErrMalformed, 0, 2},
		"no data":              {`{"taxes":[]}`, "", shelfwire.ErrMalformed, 0, 2},
		"two lists":            {`{"data":[{"id":1,"name":"TVA","value":19}],"data":[{"id":2,"name":"TVA","value":9}]}`, "", shelfwire.ErrMalformed, 0, 2},
		"one list twice":       {`{"data":[{"id":1,"name":"TVA","value":19}],"data":[{"id":1,"name":"TVA","value":19}]}`, "1 TVA 19", nil, 0, 1},
		"a list, an empty one": {`{"data":[{"id":1,"name":"TVA","value":19}],"data":[]}`, "", shelfwire.ErrMalformed, 0, 2},
		"remarks":              {`{"data":[{"id":1,"name":"TVA","value":19}],"meta":{"success":false}}`, "", shelfwire.ErrMalformed, 0, 2},
		"null":                 {`null`, "", shelfwire.ErrMalformed, 0, 2},
		"no success":           {`{"data":[{"id":1,"name":"TVA","value":19}],"status":false}`, "", shelfwire.ErrMalformed, 0, 2},
		"no certainty":         {`{"data":[],"code":"denied"}`, "", shelfwire.ErrMalformed, 0, 2},
		"an error":             {`{"data":[],"error":"no"}`, "", shelfwire.ErrMalformed, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: tc.body})
			taxes, err := s.client(t).Taxonomy.Taxes(t.Context())
			assert.Len(t, s.calls(), tc.calls)
			if tc.kind == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, tc.kind)
			}
			gaps, _ := errors.AsType[*shopinventory.GapsError](err)
			if assert.Equal(t, tc.gaps > 0, gaps != nil) && gaps != nil {
				assert.Equal(t, tc.gaps, gaps.Count)
			}
			var got []string
			for _, tax := range taxes {
				got = append(got, fmt.Sprint(tax.ID, " ", tax.Name, " ", tax.Value))
				assert.Equal(t, name == "unread", tax.Unread != nil)
			}
			assert.Equal(t, tc.want, strings.Join(got, ", "))
		})
	}
}

func TestTaxonomyService_Taxes_OnTheWire(t *testing.T) {
	t.Parallel()
	_, err := goldenServer(t, "taxes", `[]`).Taxonomy.Taxes(t.Context())
	require.NoError(t, err)
}

func TestTaxonomyService_Taxes_Faults(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault faults.Fault
		kind  error // nil when the call gets over it
	}{
		"Status": {faults.Status(503), nil}, "HTML 200": {faults.HTML(200), nil}, "DropResponse": {faults.DropResponse(), nil},
		"CutBody": {faults.CutBody(), nil}, "CutBodyWithoutLength": {faults.CutBodyWithoutLength(), nil},
		"WrongType": {faults.WrongType(), nil}, "Prefix": {faults.Prefix("<br />"), nil}, "RateLimited": {faults.RateLimited("1"), nil},
		"DropRequest": {faults.DropRequest(), nil}, "PHPError": {faults.PHPError(200), nil}, "RepeatPage": {faults.RepeatPage(), nil},
		"Delay": {faults.Delay(1), nil}, "Between": {faults.Between(func() {}), nil}, "HTML 502": {faults.HTML(502), nil},
		"ErrorBody": {faults.ErrorBody(400, "no"), shelfwire.ErrInvalid}, "EchoKey": {faults.EchoKey(), shelfwire.ErrInvalid},
		"401": {faults.Status(401), shelfwire.ErrUnauthorized}, "HTML 404": {faults.HTML(404), shelfwire.ErrMalformed},
		"WrongType for ever": {faults.WrongType().Always(), shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddTaxes(shopinventory.Tax{Name: "TVA", Value: num("19")}, shopinventory.Tax{Name: "TVA", Value: num("9")})
			srv.Fail(tc.fault.On("Taxonomy.Taxes"))
			taxes, err := srv.Client(nil).Taxonomy.Taxes(t.Context())
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, srv.Taxes(), taxes)
		})
	}
}
