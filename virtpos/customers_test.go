package virtpos_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func addCustomers(srv *virtpostest.Server, n int) {
	for range n {
		srv.AddCustomers(virtpostest.Customer{})
	}
}

func customerIDs(t *testing.T, client *virtpos.Client, q virtpos.CustomerQuery) (ids []int64) {
	t.Helper()
	for customer, err := range client.Customers.All(t.Context(), q) {
		require.NoError(t, err)
		ids = append(ids, customer.ID)
	}
	return ids
}

// Each customer comes once, whether the server cuts lists or not, and however it responds to a page behind the last one.
func TestCustomersService_All(t *testing.T) {
	t.Parallel()
	for _, end := range []virtpostest.PastTheEnd{virtpostest.EmptyPage, virtpostest.LastPage} {
		for most, calls := range map[int][3]int{0: {3, 3, 3}, 4: {3, 5, 5}, 5: {3, 4, 5}, 100: {3, 3, 3}} {
			for i, n := range []int{3, 10, 11} {
				t.Run(fmt.Sprint(end, " ", most, " ", n), func(t *testing.T) {
					t.Parallel()
					srv := virtpostest.NewServer(t)
					addCustomers(srv, n)
					srv.SetCustomerCap(most)
					srv.SetPastTheEnd(end)
					ids := customerIDs(t, srv.Client(nil), virtpos.CustomerQuery{})
					require.Len(t, ids, n)
					assert.True(t, slices.IsSorted(ids))
					if end == virtpostest.EmptyPage {
						assert.Equal(t, calls[i], srv.Calls("Customers.All"))
					}
				})
			}
		}
	}
}

func TestCustomersService_All_Pages(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	addCustomers(srv, 5)
	srv.SetCustomerCap(2)
	assert.Equal(t, []int64{1, 2, 3, 4, 5}, customerIDs(t, srv.Client(nil), virtpos.CustomerQuery{Cards: true}))
	var pages []string
	for _, r := range srv.Requests() {
		pages = append(pages, r.Body)
	}
	assert.Equal(t, []string{
		"cards=true", "cards=true&page=1&page_size=2", "cards=true&page=2&page_size=2", "cards=true&page=3&page_size=2",
		"cards=true&page=4&page_size=2",
	}, pages)
}

// A query for one customer, and one without any, makes one call.
func TestCustomersService_All_OneCall(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	srv.AddCustomers(virtpostest.Customer{ExternalID: "C-1"}, virtpostest.Customer{ExternalID: "C-2"})
	client := srv.Client(nil)
	for i, q := range []virtpos.CustomerQuery{{ID: 2}, {ExternalID: "C-2"}, {ID: 3}, {Email: "nobody@example.com"}} {
		assert.Len(t, customerIDs(t, client, q), []int{1, 1, 0, 0}[i])
		assert.Equal(t, i+1, srv.Calls())
	}
}

// Customers who are added during a walk move others onto the next page: these come once.
func TestCustomersService_All_InsertsMeanwhile(t *testing.T) {
	t.Parallel()
	page := func(ids ...int) fakeResponse {
		var list strings.Builder
		for _, id := range ids {
			fmt.Fprintf(&list, "<customer><id>%d</id></customer>", id)
		}
		return successResponse("<customers>" + list.String() + "</customers>")
	}
	s := respondInTurn(page(9, 8, 7), page(9, 8, 7), page(7, 6, 5), page(5, 4), page(4, 5), page())
	assert.Equal(t, []int64{9, 8, 7, 6, 5, 4}, customerIDs(t, s.newClient(t), virtpos.CustomerQuery{}))
	assert.Len(t, s.sentRequests(), 6)
	s = respondInTurn(page(3, 2), page(1, 3, 1))
	var last error
	for _, last = range s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{}) {
	}
	require.ErrorContains(t, last, "row 3: the customer 1 comes twice")
	s = respondInTurn(page(3))
	for _, last = range s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{ID: 4}) {
	}
	require.ErrorContains(t, last, "customer 4 was asked for, and customer 3 came")
}

// Gaps are counted over all pages, in the places that rows have in the whole list. A page that repeats rows adds none.
func TestCustomersService_All_Gaps(t *testing.T) {
	t.Parallel()
	const first = "<customers><customer><id>1</id></customer><customer><id>x</id></customer></customers>"
	const second = "<customers><customer><id>3</id></customer><customer><id/></customer></customers>"
	s := respondInTurn(successResponse(first), successResponse(first), successResponse(second), successResponse(second))
	var ids []int64
	var last error
	for customer, err := range s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{}) {
		if last = err; err == nil {
			ids = append(ids, customer.ID)
		}
	}
	assert.Equal(t, []int64{1, 3}, ids)
	require.ErrorIs(t, last, shelfwire.ErrIncomplete)
	require.EqualError(t, last, `virtpos: Customers.All: incomplete: rows without an id that can be read were left out: 2, first row 2: id "x"`)
	var gaps *virtpos.GapsError
	require.ErrorAs(t, last, &gaps)
	assert.Equal(t, 4, gaps.Gaps[1].Position)
	assert.Len(t, s.sentRequests(), 5)

	s = respondInTurn(successResponse("<customers>" + strings.Repeat("<customer><id>x</id></customer>", 10_001) + "</customers>"))
	last = drain(s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{}))
	require.ErrorAs(t, last, &gaps)
	assert.Len(t, gaps.Gaps, 10_000)
	assert.Equal(t, 10_001, gaps.Count)
	assert.Len(t, s.sentRequests(), 1, "no page of no known size")
}

// Each page is retried by itself.
func TestCustomersService_All_FaultOnLaterPage(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	addCustomers(srv, 5)
	srv.SetCustomerCap(2)
	client := srv.Client(nil)
	failed := false
	var ids []int64
	for customer, err := range client.Customers.All(t.Context(), virtpos.CustomerQuery{}) {
		require.NoError(t, err)
		ids = append(ids, customer.ID)
		if !failed {
			srv.Fail(faults.Status(503))
			failed = true
		}
	}
	assert.Equal(t, []int64{1, 2, 3, 4, 5}, ids)
	assert.Equal(t, 6, srv.Calls())
}
