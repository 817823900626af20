package shopinventory_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

const (
	made   = `{"id":1,"inventory_enabled":"on","stock":1}`
	denied = `{"error":{"name":"denied","message":"no"}}`
)

// runAll makes n adjustments by SKU in virtual time, the i-th of which gets the response kinds[i], and the rest the
// last. "!" is a change that is rejected before it is sent.
func runAll(t *testing.T, n int, kinds ...string) (results []shopinventory.UpdateResult, sent int) {
	synctest.Test(t, func(t *testing.T) {
		responses := map[string]response{
			"page": {status: 200, body: botCheck}, "silence": {}, "503": {status: 503, body: `{}`}, "522": {status: 522},
			"404": {status: 404, body: botCheck}, "400": {status: 400, body: `{"message":"no"}`},
			"made": {status: 200, body: made}, "denied": {status: 400, body: denied}, "401": {status: 401},
			"403": {status: 403, body: denied}, "slow": {status: 429, header: []string{"Retry-After", "3600"}},
			"other": {status: 200, body: `{"id":1,"sku":"OTHER"}`}, "502": {status: 502, body: botCheck},
		}
		kindAt := func(i int) string { return kinds[min(i, len(kinds)-1)] }
		var list []change
		var queue []response
		for i := range n {
			if kindAt(i) == "!" {
				list = append(list, change{sku(i), shopinventory.ItemUpdate{}})
				continue
			}
			list = append(list, adjustOnHandOf(sku(i), 1))
			queue = append(queue, responses[kindAt(i)])
		}
		s := newShop(queue...)
		updates := s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 1})
		results, sent = slices.Collect(updates), len(s.calls())
	})
	return results, sent
}

// Ten changes in a row without a response from the shop end UpdateAll.
func TestInventoryService_UpdateAll_GivesUp(t *testing.T) {
	t.Parallel()
	repeat := func(n int, kind string) []string { return slices.Repeat([]string{kind}, n) }
	for name, tc := range map[string]struct {
		kinds []string
		sent  int    // of 60 changes
		says  string // empty when it goes on to the end
	}{
		"pages":           {[]string{"page"}, 10, "Just a moment..."},
		"silence":         {[]string{"silence"}, 10, "10 calls in a row"},
		"503":             {[]string{"503"}, 10, "503"},
		"522":             {[]string{"522"}, 10, "522"},
		"502":             {[]string{"502"}, 10, "502"},
		"strangers' 404":  {[]string{"404"}, 10, "404"},
		"strangers' 400":  {[]string{"400"}, 10, "400"},
		"another product": {[]string{"other"}, 10, `SKU "OTHER"`},
		"after responses": {append(repeat(20, "made"), "page"), 30, "Just a moment..."},
		"rejected input":  {append(append(repeat(5, "page"), repeat(20, "!")...), "page"), 10, "10 calls in a row"},
		"only input":      {[]string{"!"}, 0, ""},
		"nine":            {append(repeat(9, "503"), "made"), 60, ""},
		"nine and nine":   {append(append(append(repeat(9, "503"), "denied"), repeat(9, "silence")...), "made"), 60, ""},
		"refusals":        {[]string{"denied"}, 60, ""},
		"a long wait":     {[]string{"made", "slow"}, 2, "rate limited"},
		"a key":           {[]string{"made", "made", "401"}, 3, "the shop has rejected the key"},
		"a locked key":    {[]string{"made", "403"}, 2, "the shop has rejected the key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			results, sent := runAll(t, 60, tc.kinds...)
			assert.Equal(t, tc.sent, sent)
			last := results[len(results)-1]
			if tc.says == "" {
				assert.Len(t, results, 60)
				assert.NotErrorIs(t, last.Err, shelfwire.ErrIncomplete)
				return
			}
			require.ErrorIs(t, last.Err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, last.Err, "this change and those after it were not sent")
			require.ErrorContains(t, last.Err, tc.says)
			assert.Equal(t, shelfwire.OutcomeNotSent, last.Outcome())
			assert.Len(t, results, tc.sent+strings.Count(strings.Join(tc.kinds, ""), "!")+1)
			assert.Equal(t, len(results)-1, last.Index)
			for _, r := range results[:len(results)-1] {
				assert.NotErrorIs(t, r.Err, shelfwire.ErrIncomplete)
			}
		})
	}
}

// Each run counts for itself.
func TestInventoryService_UpdateAll_Twice(t *testing.T) {
	t.Parallel()
	var list []change
	for i := range 6 {
		list = append(list, adjustOnHandOf(sku(i), 1))
	}
	s := newShop(response{status: 503})
	updates := s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{})
	for range 3 {
		for _, r := range slices.Collect(updates) {
			assert.Equal(t, shelfwire.OutcomeUnknown, r.Outcome())
		}
	}
	assert.Len(t, s.calls(), 18)
}

// Until the shop has responded once, changes are made one by one, also after foreign responses.
func TestInventoryService_UpdateAll_OneByOneAtFirst(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		first response
		takes time.Duration
	}{
		"a page":          {response{status: 200, body: botCheck}, 4 * time.Second},
		"silence":         {response{}, 4 * time.Second},
		"503":             {response{status: 503}, 4 * time.Second},
		"another product": {response{status: 200, body: `{"id":1,"sku":"B"}`}, 4 * time.Second},
		"a refusal":       {response{status: 400, body: denied}, 3 * time.Second},
		"a response":      {response{status: 200, body: made}, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &shop{}
				s.respond = func(n int, r *http.Request) (*http.Response, error) {
					time.Sleep(time.Second)
					if n <= 2 {
						return respond(r, tc.first)
					}
					return respond(r, response{status: 200, body: made})
				}
				var list []change
				for i := range 11 {
					list = append(list, adjustOnHandOf(sku(i), 1))
				}
				began := time.Now()
				for range s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 8}) {
				}
				assert.Equal(t, tc.takes, time.Since(began), "alone until the first response, and then eight at a time")
				assert.Len(t, s.calls(), 11)
			})
		})
	}
}

// A rejected key is noticed before anything more is begun, however many changes are under way, and also while the
// caller is busy with a result: until then work goes on up to twice the workers ahead of him.
func TestInventoryService_UpdateAll_NothingAfterARejectedKey(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		takes []int // seconds until the response to the n-th request
		key   int   // the request that is rejected, from 0
		busy  int   // seconds that the caller takes for each result
		sent  int
	}{
		"the first":                           {[]int{1, 1, 1}, 0, 0, 1},
		"behind a slow one":                   {[]int{1, 9, 2, 9}, 2, 0, 4},
		"together with others":                {[]int{1, 2, 2, 3}, 3, 10, 7},
		"as the last while the caller reads":  {[]int{1, 4, 3, 2}, 1, 10, 7},
		"as the first while the caller reads": {[]int{1, 2, 3, 4}, 1, 10, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &shop{}
				s.respond = func(n int, r *http.Request) (*http.Response, error) {
					if n <= len(tc.takes) {
						time.Sleep(time.Duration(tc.takes[n-1]) * time.Second)
					}
					if n-1 == tc.key {
						return respond(r, response{status: 401})
					}
					return respond(r, response{status: 200, body: made})
				}
				var list []change
				for i := range 50 {
					list = append(list, adjustOnHandOf(sku(i), 1))
				}
				var last shopinventory.UpdateResult
				for r := range s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 3}) {
					time.Sleep(time.Duration(tc.busy) * time.Second)
					last = r
				}
				require.ErrorIs(t, last.Err, shelfwire.ErrIncomplete)
				require.ErrorContains(t, last.Err, "the shop has rejected the key")
				assert.Equal(t, tc.sent, last.Index)
				assert.Len(t, s.calls(), tc.sent)
			})
		})
	}
}
