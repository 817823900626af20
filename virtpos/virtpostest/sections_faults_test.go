package virtpostest_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// sectionCalls are the calls that read sections, by operation. They return how many records came.
var sectionCalls = map[string]func(context.Context, *virtpos.Client) (int, error){
	"Warehouses.List": func(ctx context.Context, c *virtpos.Client) (int, error) {
		list, err := c.Warehouses.List(ctx, virtpos.WarehouseQuery{})
		return len(list), err
	},
	"Items.All": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Items.All(ctx, virtpos.ItemQuery{}))
	},
	"ItemGroups.List": func(ctx context.Context, c *virtpos.Client) (int, error) {
		list, err := c.ItemGroups.List(ctx, virtpos.ItemGroupQuery{Format: virtpos.FormatJSON})
		return len(list), err
	},
	"Customers.All": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Customers.All(ctx, virtpos.CustomerQuery{ID: 1}))
	},
	"Documents.Inflows": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Documents.Inflows(ctx, virtpos.DocumentQuery{Format: virtpos.FormatJSON}))
	},
	"Documents.WriteOffs": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Documents.WriteOffs(ctx, virtpos.DocumentQuery{}))
	},
	"Documents.Transfers": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Documents.Transfers(ctx, virtpos.DocumentQuery{}))
	},
	"Documents.Returns": func(ctx context.Context, c *virtpos.Client) (int, error) {
		return countAll(c.Documents.Returns(ctx, virtpos.DocumentQuery{}))
	},
	"Read": func(ctx context.Context, c *virtpos.Client) (int, error) {
		elements, err := c.Read(ctx, "orders", virtpos.ReadQuery{})
		return len(elements), err
	},
}

func countAll[T any](walk iter.Seq2[T, error]) (n int, err error) {
	for _, failed := range walk {
		if err = failed; err != nil {
			break
		}
		n++
	}
	return n, err
}

// newSectionServer has one record in each section.
func newSectionServer(t *testing.T) *virtpostest.Server {
	t.Helper()
	srv := virtpostest.NewServer(t)
	srv.AddWarehouses(virtpostest.Warehouse{ExternalID: "1C-1"})
	srv.AddItems(virtpostest.Item{ExternalID: "X-1"})
	srv.SetStock(virtpostest.Row{WarehouseID: 1, ItemID: 1, OnHand: mustDecimal("3")})
	srv.AddGroups(virtpos.ItemGroup{Name: "group"})
	srv.AddCustomers(virtpostest.Customer{})
	srv.AddInflows(virtpos.Inflow{})
	srv.AddWriteOffs(virtpos.WriteOff{})
	srv.AddTransfers(virtpos.Transfer{})
	srv.AddReturns(virtpos.SupplierReturn{})
	srv.SetSection("orders", virtpos.Element{Name: "orders"})
	return srv
}

// Reads survive every passing fault.
func TestServer_Fail_Sections_Passing(t *testing.T) {
	t.Parallel()
	for op, read := range sectionCalls {
		for name, fault := range map[string]faults.Fault{
			"Status": faults.Status(503), "HTML": faults.HTML(502), "RateLimited": faults.RateLimited(""),
			"DropRequest": faults.DropRequest(), "DropResponse": faults.DropResponse(), "CutBody": faults.CutBody(),
			"without a length": faults.CutBodyWithoutLength(), "WrongType": faults.WrongType(), "a page": faults.HTML(200),
			"PHPError": faults.PHPError(200), "nothing": faults.Status(200), "408": faults.Status(408),
			"Between": faults.Between(func() {}), "Delay": faults.Delay(1), "RepeatPage": faults.RepeatPage(),
			"two marks": faults.Prefix("\uFEFF\n\uFEFF"),
		} {
			t.Run(op+" "+name, func(t *testing.T) {
				t.Parallel()
				srv := newSectionServer(t)
				srv.Fail(fault.On(op))
				n, err := read(t.Context(), srv.Client(nil))
				require.NoError(t, err)
				assert.Equal(t, 1, n)
				assert.Contains(t, []int{1, 2}, srv.Calls(op))
			})
		}
	}
}

// What lasts is an error, and never a list.
func TestServer_Fail_Sections_Lasting(t *testing.T) {
	t.Parallel()
	for op, read := range sectionCalls {
		for name, tc := range map[string]struct {
			fault    faults.Fault
			kind     error // nil for none of the known ones
			outcome  shelfwire.Outcome
			requests int
		}{
			"Status":       {faults.Status(503), nil, shelfwire.OutcomeUnknown, 4},
			"ErrorBody":    {faults.ErrorBody(404, "no"), shelfwire.ErrNotFound, shelfwire.OutcomeRejected, 1},
			"success=0":    {faults.ErrorBody(200, "no"), nil, shelfwire.OutcomeRejected, 1},
			"HTML 200":     {faults.HTML(200), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"PHPError":     {faults.PHPError(200), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"Prefix":       {faults.Prefix("<br />\n<b>Warning</b>: x\n"), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"nothing":      {faults.Status(200), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"null":         {faults.JSON(200, "null"), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"WrongType":    {faults.WrongType(), shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 2},
			"CutBody":      {faults.CutBody(), nil, shelfwire.OutcomeUnknown, 4},
			"DropRequest":  {faults.DropRequest(), nil, shelfwire.OutcomeUnknown, 4},
			"DropResponse": {faults.DropResponse(), nil, shelfwire.OutcomeUnknown, 4},
			"RateLimited":  {faults.RateLimited("").Always(), shelfwire.ErrRateLimited, shelfwire.OutcomeRejected, 4},
			"Redirect":     {faults.Redirect("/login"), nil, shelfwire.OutcomeUnknown, 1},
			"EchoKey":      {faults.EchoKey(), shelfwire.ErrInvalid, shelfwire.OutcomeRejected, 1},
			"403":          {faults.Status(403), shelfwire.ErrForbidden, shelfwire.OutcomeRejected, 1},
		} {
			t.Run(op+" "+name, func(t *testing.T) {
				t.Parallel()
				srv := newSectionServer(t)
				srv.Fail(tc.fault.On(op).Always())
				n, err := read(t.Context(), srv.Client(nil))
				require.Error(t, err)
				if tc.kind != nil {
					require.ErrorIs(t, err, tc.kind)
				}
				assert.Zero(t, n)
				assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
				assert.NotContains(t, err.Error(), key)
				assert.True(t, strings.HasPrefix(err.Error(), "virtpos: "+op+": "), err)
				assert.Equal(t, tc.requests, srv.Calls(op), err)
			})
		}
	}
}

// A preview is complete, or there is none.
func TestServer_Fail_PreviewReplace(t *testing.T) {
	t.Parallel()
	feed := yieldList([]virtpos.OnHandUpdate{{Item: virtpos.ItemID(1), OnHand: setDecimal("3")}}, nil)
	for _, op := range []string{"Warehouses.List", "Store.List"} {
		for name, fault := range map[string]faults.Fault{
			"503": faults.Status(503), "page": faults.HTML(200), "cut": faults.CutBody(), "short": faults.CutBodyWithoutLength(),
			"no": faults.ErrorBody(200, "no"),
		} {
			t.Run(op+" "+name, func(t *testing.T) {
				t.Parallel()
				srv := newSectionServer(t)
				srv.Fail(fault.On(op).Always())
				preview, err := srv.Client(nil).Store.PreviewReplace(t.Context(), virtpos.ExternalWarehouseID("1C-1"), feed, virtpos.PreviewOptions{})
				require.ErrorContains(t, err, op)
				assert.Equal(t, virtpos.ReplacePreview{}, preview)
			})
		}
	}
}

func TestSections_Cancellation(t *testing.T) {
	t.Parallel()
	for op, read := range sectionCalls {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			srv := newSectionServer(t)
			ctx, cancel := context.WithCancel(t.Context())
			srv.Fail(faults.Between(cancel).On(op), faults.Delay(time.Hour).On(op))
			_, err := read(ctx, srv.Client(nil))
			require.ErrorIs(t, err, context.Canceled)
			assert.NotErrorIs(t, err, shelfwire.ErrMalformed)
			_, err = read(ctx, srv.Client(nil))
			require.ErrorIs(t, err, context.Canceled)
			assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
		})
	}
}

// Leaving a loop ends the response; its goroutines are gone when the tests end.
func TestSections_Break(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.GenerateItems(200_000)
	client := srv.Client(nil)
	for item, err := range client.Items.All(t.Context(), virtpos.ItemQuery{}) {
		require.NoError(t, err)
		assert.Equal(t, int64(1_000_001), item.ID)
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n, err := 0, error(nil)
	for _, err = range client.Items.All(ctx, virtpos.ItemQuery{}) {
		n++
		cancel()
	}
	require.ErrorIs(t, err, context.Canceled)
	assert.Less(t, n, 200_000)

	for range 300 {
		srv.AddCustomers(virtpostest.Customer{})
	}
	for range client.Customers.All(t.Context(), virtpos.CustomerQuery{}) {
		break
	}
	assert.Equal(t, 1, srv.Calls("Customers.All"), "no further page")
	srv.AddInflows(virtpos.Inflow{}, virtpos.Inflow{})
	srv.SetDaysLimit(3)
	for range client.Documents.Inflows(t.Context(), virtpos.DocumentQuery{Period: virtpos.Period{Days: 30}}) {
		break
	}
}

func TestSections_PreviewReplace_Cancellation(t *testing.T) {
	t.Parallel()
	srv := newSectionServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	feed := func(yield func(virtpos.OnHandUpdate, error) bool) {
		cancel()
		yield(virtpos.OnHandUpdate{Item: virtpos.ItemID(1), OnHand: setDecimal("3")}, nil)
	}
	preview, err := srv.Client(nil).Store.PreviewReplace(ctx, virtpos.WarehouseID(1), feed, virtpos.PreviewOptions{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, virtpos.ReplacePreview{}, preview)
}
