package virtpos_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// customerPages is a server with customers 1 to total, in pages of a kind.
type customerPages struct {
	total int
	cut   int // of a response without a page
	most  int // of a page; 0 for the size asked for
	own   int // of every page, whatever size is asked for; 0 for none
	base  int // of the first page
	count int // of every response; 0 for none, -1 for its rows

	again bool // a page beyond the last one is the last one again
	same  bool // every response is the first one
}

func (p customerPages) respond(_ int, r *sentRequest) fakeResponse {
	begin, size := 0, p.cut
	if page, err := strconv.Atoi(r.form.Get("page")); err == nil && !p.same {
		size, _ = strconv.Atoi(r.form.Get("page_size"))
		if p.most > 0 {
			size = min(size, p.most)
		}
		if p.own > 0 {
			size = p.own
		}
		if begin = (page - p.base) * size; p.again {
			begin = min(begin, (p.total-1)/size*size)
		}
	}
	end := min(begin+size, p.total)
	var list strings.Builder
	for i := begin; i < end; i++ {
		fmt.Fprintf(&list, "<customer><id>%d</id></customer>", i+1)
	}
	count := ""
	switch {
	case p.count > 0:
		count = fmt.Sprintf("<count>%d</count>", p.count)
	case p.count < 0:
		count = fmt.Sprintf("<count>%d</count>", max(end-begin, 0))
	}
	return successResponse(count + "<customers>" + list.String() + "</customers>")
}

// All customers come once, in order, however a server pages and whatever it counts; or the loop says that some are lacking.
func TestCustomersService_All_Paging(t *testing.T) {
	t.Parallel()
	const whole = 1000
	for name, tc := range map[string]struct {
		pages customerPages
		came  int
		calls int
		says  string // of the error; "" for none
	}{
		"at once":                        {customerPages{total: 3, cut: whole, base: 1}, 3, 3, ""},
		"at once, all counted":           {customerPages{total: 3, cut: whole, base: 1, count: 3}, 3, 3, ""},
		"at once, too many counted":      {customerPages{total: 3, cut: whole, base: 1, count: 4}, 3, 3, "a response counts 4 customers, and 3 came"},
		"at once, from 0":                {customerPages{total: 3, cut: whole}, 3, 3, ""},
		"at once, short pages":           {customerPages{total: 200, cut: whole, most: 50, base: 1}, 200, 6, ""},
		"cut":                            {customerPages{total: 650, cut: 200, base: 1}, 650, 6, ""},
		"cut, rows counted":              {customerPages{total: 650, cut: 200, base: 1, count: -1}, 650, 6, ""},
		"cut, all counted":               {customerPages{total: 650, cut: 200, base: 1, count: 650}, 650, 6, ""},
		"cut, from 0":                    {customerPages{total: 650, cut: 200}, 650, 5, ""},
		"cut in two, from 0":             {customerPages{total: 350, cut: 200, count: -1}, 350, 3, ""},
		"cut, pages of 100":              {customerPages{total: 650, cut: 200, most: 100, base: 1}, 650, 9, ""},
		"cut, pages of 50":               {customerPages{total: 650, cut: 200, most: 50, base: 1}, 650, 15, ""},
		"cut, pages of 30":               {customerPages{total: 650, cut: 200, most: 30, base: 1}, 650, 24, ""},
		"cut, pages of 50 from 0":        {customerPages{total: 650, cut: 200, most: 50}, 650, 14, ""},
		"cut, pages of 50, again":        {customerPages{total: 650, cut: 200, most: 50, base: 1, again: true}, 650, 16, ""},
		"cut, again":                     {customerPages{total: 601, cut: 200, base: 1, again: true}, 601, 7, ""},
		"cut, pages of 250":              {customerPages{total: 650, cut: 200, own: 250, base: 1}, 650, 5, ""},
		"cut, one long page":             {customerPages{total: 230, cut: 200, own: 250, base: 1}, 230, 3, ""},
		"cut, pages of 250 from 0":       {customerPages{total: 650, cut: 200, own: 250}, 600, 4, "pages are counted from 0 and longer than the 200 customers asked for"},
		"pages ignored":                  {customerPages{total: 200, cut: 200, same: true}, 200, 3, ""},
		"pages ignored, cut":             {customerPages{total: 650, cut: 200, same: true, count: 650}, 200, 3, "a response counts 650 customers, and 200 came"},
		"pages ignored, more than asked": {customerPages{total: 1, cut: whole, same: true, count: 2}, 1, 3, "a response counts 2 customers, and 1 came"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &fakeTransport{respond: tc.pages.respond}
			var ids []int64
			var last error
			for customer, err := range s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{}) {
				if last = err; err == nil {
					ids = append(ids, customer.ID)
				}
			}
			assert.Len(t, ids, tc.came)
			assert.IsIncreasing(t, append([]int64{0}, ids...))
			assert.Len(t, s.sentRequests(), tc.calls)
			if tc.says == "" {
				require.NoError(t, last)
				return
			}
			require.ErrorIs(t, last, shelfwire.ErrIncomplete)
			require.NotErrorIs(t, last, shelfwire.ErrMalformed)
			require.ErrorContains(t, last, tc.says)
		})
	}
}

// A page that repeats one row for ever ends the walk at once, however many customers are known.
func TestCustomersService_All_RepeatedPage(t *testing.T) {
	t.Parallel()
	s := &fakeTransport{respond: func(n int, r *sentRequest) fakeResponse {
		if n > 1 {
			return customerPages{total: 1, cut: 1, same: true}.respond(n, r)
		}
		return customerPages{total: 100, cut: 100}.respond(n, r)
	}}
	assert.Len(t, customerIDs(t, s.newClient(t), virtpos.CustomerQuery{}), 100)
	assert.Len(t, s.sentRequests(), 3)
}

// A count is about all customers where it is about more than came: without those whose ids cannot be read it is reached,
// and for one customer it says nothing.
func TestCustomersService_All_Count(t *testing.T) {
	t.Parallel()
	const rows = "<customers><customer><id>1</id></customer><customer><id>x</id></customer></customers>"
	for count, says := range map[int]string{2: "rows without an id", 3: "a response counts 3 customers, and 1 came"} {
		counted := successResponse(fmt.Sprintf("<count>%d</count>", count) + rows)
		s := respondInTurn(counted, counted, successResponse(fmt.Sprintf("<count>%d</count><customers/>", count)))
		last := drain(s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{}))
		require.ErrorIs(t, last, shelfwire.ErrIncomplete)
		require.ErrorContains(t, last, says)
	}
	one := respondInTurn(successResponse("<count>3</count><customers><customer><id>1</id></customer></customers>"))
	require.Equal(t, []int64{1}, customerIDs(t, one.newClient(t), virtpos.CustomerQuery{ID: 1}))
	none := respondInTurn(successResponse("<count>3</count><customers/>"))
	require.ErrorIs(t, drain(none.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{})), shelfwire.ErrIncomplete)
}

// A page that has nothing but customers without an id has gaps of its own; one that repeats known customers has none.
func TestCustomersService_All_PageOfGaps(t *testing.T) {
	t.Parallel()
	list := func(ids ...string) fakeResponse {
		return successResponse("<customers><customer><id>" + strings.Join(ids, "</id></customer><customer><id>") + "</id></customer></customers>")
	}
	empty := successResponse("<customers/>")
	for name, tc := range map[string]struct {
		responses []fakeResponse
		positions []int
	}{
		"counted from 1": {[]fakeResponse{list("1", "2"), list("1", "2"), list("3", "x"), list("y"), empty}, []int{4, 5}},
		"counted from 0": {[]fakeResponse{list("1", "2"), list("x", "3"), list("4", "y"), empty}, []int{3, 6}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(tc.responses...)
			var gaps *virtpos.GapsError
			require.ErrorAs(t, drain(s.newClient(t).Customers.All(t.Context(), virtpos.CustomerQuery{})), &gaps)
			var positions []int
			for _, gap := range gaps.Gaps {
				positions = append(positions, gap.Position)
			}
			assert.Equal(t, tc.positions, positions)
			assert.Equal(t, len(tc.positions), gaps.Count)
			assert.Len(t, s.sentRequests(), len(tc.responses))
		})
	}
}
