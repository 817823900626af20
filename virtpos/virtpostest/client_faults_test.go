package virtpostest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

func updateTo20() virtpos.OnHandUpdate {
	return virtpos.OnHandUpdate{
		Warehouse: virtpos.WarehouseID(1), Item: virtpos.ExternalItemID("0000-8"), OnHand: setDecimal("20"),
	}
}

// What a client reports for each fault of a zeroing, and what the server holds afterwards. Zeroing is a write:
// it is sent once.
func TestServer_Fail_ZeroOutdated(t *testing.T) {
	t.Parallel()
	const unknown, refused = shelfwire.OutcomeUnknown, shelfwire.OutcomeRejected
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error // nil for none of the known ones
		requests int
		zeroings int
	}{
		"Status":          {faults.Status(503), unknown, nil, 1, 0},
		"applied, status": {faults.Status(500).AfterApplying(), unknown, nil, 1, 1},
		"ErrorBody":       {faults.ErrorBody(400, "no"), refused, shelfwire.ErrInvalid, 1, 0},
		"success=0":       {faults.ErrorBody(200, "no"), refused, nil, 1, 0},
		"HTML 502":        {faults.HTML(502), unknown, nil, 1, 0},
		"HTML 200":        {faults.HTML(200), unknown, shelfwire.ErrMalformed, 1, 0},
		"a page instead":  {faults.HTML(200).AfterApplying(), unknown, shelfwire.ErrMalformed, 1, 1},
		"PHPError":        {faults.PHPError(200).AfterApplying(), unknown, shelfwire.ErrMalformed, 1, 1},
		"nothing":         {faults.Status(200), unknown, shelfwire.ErrMalformed, 1, 0},
		"204":             {faults.Status(204), unknown, shelfwire.ErrMalformed, 1, 0},
		"null":            {faults.JSON(200, "null"), unknown, shelfwire.ErrMalformed, 1, 0},
		"a router's 404":  {faults.JSON(404, `{"message":"no"}`), refused, shelfwire.ErrMalformed, 1, 0},
		"a proxy's 499":   {faults.Status(499), unknown, nil, 1, 0},
		"Prefix":          {faults.Prefix("<br />\n<b>Warning</b>: x\n"), unknown, shelfwire.ErrMalformed, 1, 1},
		"RateLimited":     {faults.RateLimited("").Always(), refused, shelfwire.ErrRateLimited, 4, 0},
		"DropRequest":     {faults.DropRequest(), unknown, nil, 1, 0},
		"DropResponse":    {faults.DropResponse(), unknown, nil, 1, 1},
		"CutBody":         {faults.CutBody(), unknown, shelfwire.ErrMalformed, 1, 1},
		"without length":  {faults.CutBodyWithoutLength(), unknown, shelfwire.ErrMalformed, 1, 1},
		"WrongType":       {faults.WrongType(), unknown, shelfwire.ErrMalformed, 1, 1},
		"Redirect":        {faults.Redirect("https://login.example.com/"), unknown, nil, 1, 0},
		"EchoKey":         {faults.EchoKey(), refused, shelfwire.ErrInvalid, 1, 0},
		"403":             {faults.Status(403), refused, shelfwire.ErrForbidden, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			srv.Fail(tc.fault.On("Store.ZeroOutdated"))
			client := srv.Client(nil)
			version, err := client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
			require.NoError(t, err)
			_, err = client.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version)
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.NotContains(t, err.Error(), key)
			assert.Equal(t, tc.requests, srv.Calls("Store.ZeroOutdated"))
			assert.Equal(t, tc.zeroings, srv.Zeroings(1))

			srv.ClearFaults()
			_, err = client.Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version)
			require.NoError(t, err, "the server is well again")
			assert.Equal(t, "8//0.000/v0", formatStock(srv, 1))
		})
	}
}

// An update sets an absolute quantity, and survives every passing fault.
func TestServer_Fail_UpdateOnHand_Passing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		requests int
		before   string // as the client sees it: after a lost response, its own update
	}{
		"Status":       {faults.Status(503), 2, "1.700"},
		"applied":      {faults.Status(500).AfterApplying(), 2, "20.000"},
		"HTML":         {faults.HTML(502), 2, "1.700"},
		"RateLimited":  {faults.RateLimited(""), 2, "1.700"},
		"DropRequest":  {faults.DropRequest(), 2, "1.700"},
		"DropResponse": {faults.DropResponse(), 2, "20.000"},
		"CutBody":      {faults.CutBody(), 2, "20.000"},
		"no length":    {faults.CutBodyWithoutLength(), 2, "20.000"},
		"HTML 200":     {faults.HTML(200), 2, "1.700"},
		"a page":       {faults.HTML(200).AfterApplying(), 2, "20.000"},
		"nothing":      {faults.Status(200), 2, "1.700"},
		"PHPError":     {faults.PHPError(200), 2, "1.700"},
		"WrongType":    {faults.WrongType(), 2, "20.000"},
		"408":          {faults.Status(408), 2, "1.700"},
		"a 520":        {faults.HTML(520), 2, "1.700"},
		"two marks":    {faults.Prefix("\uFEFF\n\uFEFF"), 1, "1.700"},
		"Delay":        {faults.Delay(time.Microsecond), 1, "1.700"},
		"Between":      {faults.Between(func() {}), 1, "1.700"},
		"RepeatPage":   {faults.RepeatPage(), 1, "1.700"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			srv.Fail(tc.fault.On("Store.UpdateOnHand"))
			result, err := srv.Client(nil).Store.UpdateOnHand(t.Context(), updateTo20())
			require.NoError(t, err)
			assert.Equal(t, tc.before, result.OnHandBefore.String())
			assert.Equal(t, [3]int64{3, 8, 1}, [3]int64{result.ID, result.ItemID, result.WarehouseID})
			assert.Equal(t, shelfwire.Set(false), result.IsNew)
			assert.Equal(t, tc.requests, srv.Calls("Store.UpdateOnHand"))
			assert.Equal(t, "8//20.000/v0", formatStock(srv, 1))
		})
	}
}

func TestServer_Fail_UpdateOnHand_Lasting(t *testing.T) {
	t.Parallel()
	const unknown, refused = shelfwire.OutcomeUnknown, shelfwire.OutcomeRejected
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		kind     error
		requests int
		applied  bool
	}{
		"Status":       {faults.Status(503), unknown, nil, 4, false},
		"ErrorBody":    {faults.ErrorBody(400, "no"), refused, shelfwire.ErrInvalid, 1, false},
		"success=0":    {faults.ErrorBody(200, "no"), refused, nil, 1, false},
		"HTML 200":     {faults.HTML(200), unknown, shelfwire.ErrMalformed, 2, false},
		"DropResponse": {faults.DropResponse(), unknown, nil, 4, true},
		"WrongType":    {faults.WrongType(), unknown, shelfwire.ErrMalformed, 2, true},
		"Redirect":     {faults.Redirect("/login"), unknown, nil, 1, false},
		"EchoKey":      {faults.EchoKey(), refused, shelfwire.ErrInvalid, 1, false},
		"401":          {faults.Status(401), refused, shelfwire.ErrUnauthorized, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			srv.Fail(tc.fault.Always())
			_, err := srv.Client(nil).Store.UpdateOnHand(t.Context(), updateTo20())
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
			}
			assert.NotContains(t, err.Error(), key)
			assert.Equal(t, tc.requests, srv.Calls("Store.UpdateOnHand"))
			assert.Equal(t, map[bool]string{false: "8//1.700/v0", true: "8//20.000/v0"}[tc.applied], formatStock(srv, 1))
		})
	}
}

// Reads survive every passing fault before the first row.
func TestServer_Fail_List_Passing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"Status": faults.Status(503), "HTML": faults.HTML(502), "RateLimited": faults.RateLimited(""),
		"DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(), "CutBody": faults.CutBody(),
		"without a length": faults.CutBodyWithoutLength(), "524": faults.HTML(524), "425": faults.Status(425),
		"Between": faults.Between(func() {}), "Delay": faults.Delay(1), "RepeatPage": faults.RepeatPage(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
				srv := newGeneratedServer(t, 1000)
				srv.Fail(fault.Times(2))
				client := srv.Client(nil)
				got, err := client.Store.List(t.Context(), virtpos.StoreQuery{Format: format})
				require.NoError(t, err)
				require.Len(t, got.Warehouses, 2)
				assert.Len(t, got.Warehouses[1].Rows, 1001)
				srv.ClearFaults()
				srv.Fail(fault.On("Store.OnHandVersion").Times(2))
				_, err = client.Store.OnHandVersion(t.Context(), virtpos.WarehouseID(2))
				require.NoError(t, err)
			}
		})
	}
}

func TestServer_Fail_List_Lasting(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		kind     error
		requests int
		rows     bool // some were delivered before
	}{
		"Status":       {faults.Status(503), nil, 4, false},
		"ErrorBody":    {faults.ErrorBody(404, "no"), shelfwire.ErrNotFound, 1, false},
		"success=0":    {faults.ErrorBody(200, "no"), nil, 1, false},
		"HTML 200":     {faults.HTML(200), shelfwire.ErrMalformed, 2, false},
		"PHPError":     {faults.PHPError(200), shelfwire.ErrMalformed, 2, false},
		"nothing":      {faults.Status(200), shelfwire.ErrMalformed, 2, false},
		"WrongType":    {faults.WrongType(), shelfwire.ErrMalformed, 2, false},
		"CutBody":      {faults.CutBody(), nil, 1, true},
		"DropResponse": {faults.DropResponse(), nil, 4, false},
		"EchoKey":      {faults.EchoKey(), shelfwire.ErrInvalid, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
				srv := newGeneratedServer(t, 1000)
				srv.Fail(tc.fault.Always())
				rows, last := 0, error(nil)
				for _, err := range srv.Client(nil).Store.All(t.Context(), virtpos.StoreQuery{Format: format}) {
					if last = err; err == nil {
						rows++
					}
				}
				require.Error(t, last)
				if tc.kind != nil {
					require.ErrorIs(t, last, tc.kind)
				}
				assert.NotContains(t, last.Error(), key)
				assert.Equal(t, tc.requests, srv.Calls("Store.List"))
				assert.Equal(t, tc.rows, rows > 0, "%d rows, %v", rows, last)
			}
		})
	}
}
