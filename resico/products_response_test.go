package resico_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// bodiesWithoutList are responses without a list where one belongs.
func bodiesWithoutList() map[string]string {
	return map[string]string{
		"no payload":             `{"status":"ok","type":"Products"}`,
		"a payload of null":      successBody("Products", `null`),
		"an empty payload":       successBody("Products", `{}`),
		"an empty list":          successBody("Products", `[]`),
		"a list of rows":         successBody("Products", `[{"SKU":"A"}]`),
		"a text":                 successBody("Products", `"timeout"`),
		"an error":               successBody("Products", `{"error":"query timeout"}`),
		"an error alone":         `{"error":"query timeout"}`,
		"no data":                successBody("Products", `{"current_page":1,"last_page":1,"total":37}`),
		"data of null":           successBody("Products", `{"current_page":1,"data":null,"total":37}`),
		"data of false":          successBody("Products", `{"data":false}`),
		"data as an empty text":  successBody("Products", `{"data":""}`),
		"data with an error":     successBody("Products", `{"data":{"error":"query timeout"}}`),
		"data with numbers, odd": successBody("Products", `{"data":{"0":{"SKU":"A"},"error":"x"}}`),
		"another type":           successBody("ProductsBalance", `{"data":[]}`),
		"a bare list":            `[]`,
		"null":                   `null`,
		"a page":                 `<html><title>Just a moment</title></html>`,
		"PHP's words":            `<b>Fatal error</b>: Allowed memory size exhausted`,
		"nothing":                ``,
		"half of it":             successBody("Products", `{"data":[{"SKU":"A"}]}`)[:95],
	}
}

// A response without a list differs from an empty page: it is requested once more, and then the walk fails
// and keeps its old checkpoint, also in the middle.
func TestProductsService_All_WithoutAList(t *testing.T) {
	t.Parallel()
	first := successBody("Products", `{"current_page":1,"last_page":2,"per_page":2,"total":3,"data":[{"SKU":"C"},{"SKU":"B"}]}`)
	second := successBody("Products", `{"current_page":2,"last_page":2,"per_page":2,"total":3,"data":[{"SKU":"A"}]}`)
	for name, body := range bodiesWithoutList() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for before, pages := range [][]string{{}, {first}} {
				client := newCannedClient(t, append(slices.Clone(pages), body)...)
				changes := client.Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{PageSize: 2})
				rows, err := collectChanges(changes)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.Len(t, rows, 2*before)
				_, ok := changes.Checkpoint()
				assert.False(t, ok)
			}
			got, err := collectSKUs(t.Context(), newCannedClient(t, body, first, body, second), resico.ProductQuery{PageSize: 2})
			require.NoError(t, err, "read again")
			assert.Equal(t, []string{"C", "B", "A"}, got)
		})
	}
}

func collectChanges(changes *resico.Changes) (rows []string, err error) {
	for p, err := range changes.All() {
		if err != nil {
			return rows, err
		}
		rows = append(rows, p.SKU)
	}
	return rows, nil
}

// An empty page is the end, unless the paginator shows that it is not.
func TestProductsService_All_EmptyPages(t *testing.T) {
	t.Parallel()
	page := func(n int, rest string) string {
		return successBody("Products", fmt.Sprintf(`{"current_page":%d,"per_page":1,%s}`, n, rest))
	}
	for name, tc := range map[string]struct {
		bodies   []string
		want     []string
		err      string // "" for none
		requests int
	}{
		"no sign of more":      {[]string{page(1, `"data":[]`)}, nil, "", 1},
		"a total of zero":      {[]string{page(1, `"data":[],"total":0,"last_page":1,"next_page_url":null`)}, nil, "", 1},
		"a total":              {[]string{page(1, `"data":[],"total":37,"last_page":1`)}, nil, "the server counts 37 products, and no page had any", 2},
		"a quoted total":       {[]string{page(1, `"data":[],"total":"37.0","last_page":"1"`)}, nil, "the server counts 37 products", 2},
		"a total by numbers":   {[]string{page(1, `"data":[],"total":1`)}, nil, "the server counts 1 product", 2},
		"an unreadable total":  {[]string{page(1, `"data":[],"total":"many"`)}, nil, "", 1},
		"a total, then rows":   {[]string{page(1, `"data":[],"total":1`), page(1, `"data":[{"SKU":"A"}],"total":1`)}, []string{"A"}, "", 2},
		"a total, then zero":   {[]string{page(1, `"data":[],"total":1`), page(1, `"data":[],"total":0`)}, nil, "", 2},
		"last_page, then rows": {[]string{page(1, `"data":[],"last_page":2`), page(1, `"data":[],"last_page":2`), page(2, `"data":[{"SKU":"A"}],"last_page":2`)}, []string{"A"}, "", 4},
		"last_page, no rows":   {[]string{page(1, `"data":[],"last_page":2`), page(1, `"data":[],"last_page":2`), page(2, `"data":[],"last_page":2`)}, nil, "", 3},
		"a next page, and rows": {[]string{page(1, `"data":[],"next_page_url":"x"`), page(1, `"data":[],"next_page_url":"x"`), page(2, `"data":[{"SKU":"A"}],"last_page":2`)},
			[]string{"A"}, "", 4},
		"no next page":         {[]string{page(1, `"data":[],"next_page_url":""`)}, nil, "", 1},
		"a next page of false": {[]string{page(1, `"data":[],"next_page_url":false`)}, nil, "", 1},
		"total by pages":       {[]string{page(1, `"data":[],"total":2`), page(1, `"data":[],"total":2`), page(2, `"data":[{"SKU":"A"}],"total":2`)}, []string{"A"}, "", 3},
		"empty in the middle":  {[]string{page(1, `"data":[{"SKU":"C"}],"last_page":3,"total":3`), page(2, `"data":[],"last_page":3,"total":3`), page(2, `"data":[],"last_page":3,"total":3`), page(3, `"data":[{"SKU":"A"}],"last_page":3,"total":3`)}, []string{"C", "A"}, "", 4},
		"empty at the end":     {[]string{page(1, `"data":[{"SKU":"C"}],"last_page":2,"total":2`), page(2, `"data":[],"last_page":2,"total":2`)}, []string{"C"}, "", 3},
		"empty once":           {[]string{page(1, `"data":[{"SKU":"C"}],"last_page":2,"total":2`), page(2, `"data":[],"last_page":2,"total":2`), page(2, `"data":[{"SKU":"A"}],"last_page":2,"total":2`)}, []string{"C", "A"}, "", 3},
		"two empty in a row":   {[]string{page(1, `"data":[],"last_page":3`), page(1, `"data":[],"last_page":3`), page(2, `"data":[],"last_page":3`), page(2, `"data":[],"last_page":3`), page(3, `"data":[{"SKU":"A"}],"last_page":3`)}, []string{"A"}, "", 6},
		"empty without a sign": {[]string{page(1, `"data":[{"SKU":"C"}]`), page(2, `"data":[]`)}, []string{"C"}, "", 2},
		"a total that moves meanwhile": {[]string{page(1, `"data":[{"SKU":"D"}],"last_page":3,"total":3`), page(2, `"data":[],"last_page":4,"total":4`), page(2, `"data":[],"last_page":4,"total":4`), page(3, `"data":[{"SKU":"A"}],"last_page":4,"total":4`)},
			[]string{"D"}, "page 1 was asked for, and page 3 came", 4},
		"another page's number": {[]string{page(7, `"data":[]`)}, nil, "page 1 was asked for, and page 7 came", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: tc.bodies}
			changes := provider.newClient(t, nil).Products.ChangedSince(t.Context(), serverTime, resico.ProductQuery{PageSize: 1})
			got, err := collectChanges(changes)
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.requests, provider.requests)
			_, hasCheckpoint := changes.Checkpoint()
			assert.Equal(t, tc.err == "", hasCheckpoint)
			if tc.err == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrIncomplete)
			require.ErrorContains(t, err, tc.err)
		})
	}
}

// Pages that a server filters until they are empty are skipped: any number while the server counts rows, else
// up to a limit.
func TestProductsService_All_FilteredPages(t *testing.T) {
	t.Parallel()
	s := &shelf{rows: numberedSKUs(1500), hidden: map[string]bool{}}
	for _, sku := range s.rows[:1499] {
		s.hidden[sku] = true
	}
	got, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: 1})
	require.NoError(t, err)
	assert.Equal(t, s.rows[1499:], got)
	assert.LessOrEqual(t, len(s.requests), 1802)

	page := successBody("Products", `{"data":[],"next_page_url":"https://api.example.com/?page=2"}`)
	provider := &cannedBodies{bodies: []string{page}}
	_, err = collectSKUs(t.Context(), provider.newClient(t, nil), resico.ProductQuery{})
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.ErrorContains(t, err, "1001 empty pages in a row, and the server shows more of them")
	assert.Less(t, provider.requests, 1210)
}

// An empty page costs a walk no rows as long as the server recovers, also when many pages stay empty.
func TestProductsService_All_EmptyOnce(t *testing.T) {
	t.Parallel()
	for _, size := range []int{7, 100} {
		s := &shelf{rows: numberedSKUs(500)}
		s.change = func(p map[string]any) {
			if len(s.requests)%2 == 0 {
				p["data"] = []any{}
			}
		}
		got, err := collectSKUs(t.Context(), s.newClient(t), resico.ProductQuery{PageSize: size})
		require.NoError(t, err)
		assert.Equal(t, s.rows, got)
	}
}

// Rows that were not asked for are an error that names them.
func TestProductsService_All_OtherSKUs(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wanted []string
		rows   string
		want   []string
		text   string // of the error; "" for none
	}{
		"what was asked for":     {[]string{"A", "B"}, `[{"SKU":"B"},{"SKU":"A"}]`, []string{"B", "A"}, ""},
		"fewer":                  {[]string{"A", "B"}, `[{"SKU":"B"}]`, []string{"B"}, ""},
		"none":                   {[]string{"A"}, `[]`, nil, ""},
		"another one":            {[]string{"A"}, `[{"SKU":"B"}]`, nil, `not asked for: "B"`},
		"another one, too":       {[]string{"A"}, `[{"SKU":"A"},{"SKU":"AB"},{"SKU":"C"}]`, nil, `not asked for: "AB", "C"`},
		"in small letters":       {[]string{"A-Ķ"}, `[{"SKU":"a-ķ"}]`, []string{"a-ķ"}, ""},
		"with a space":           {[]string{"A"}, `[{"SKU":"A "}]`, []string{"A "}, ""},
		"a number":               {[]string{"1000010"}, `[{"SKU":1000010}]`, []string{"1000010"}, ""},
		"a number cut":           {[]string{"1000010"}, `[{"SKU":100001}]`, nil, `not asked for: "100001"`},
		"anything, unless asked": {nil, `[{"SKU":"B"}]`, []string{"B"}, ""},
		"twenty":                 {[]string{"A"}, "[" + strings.Repeat(`{"SKU":"X"},`, 19) + `{"SKU":"X"}]`, nil, `"X" and 15 more`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := &cannedBodies{bodies: []string{successBody("Products", `{"data":`+tc.rows+`,"last_page":1}`)}}
			got, err := collectSKUs(t.Context(), provider.newClient(t, nil), resico.ProductQuery{SKUs: tc.wanted})
			assert.Equal(t, tc.want, got)
			if tc.text == "" {
				require.NoError(t, err)
				assert.Equal(t, 1, provider.requests)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.text)
			assert.Equal(t, 2, provider.requests, "read again once")
		})
	}
}

// The numbers of the paginator in other forms; unreadable ones count as absent and are listed in Unread.
func TestProductsService_Pages_Paginator(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		numbers               string
		page, lastPage, total int
		unread                []string
	}{
		"numbers":             {`"current_page":1,"last_page":1,"per_page":100,"total":1`, 1, 1, 1, nil},
		"quoted":              {`"current_page":"1","last_page":"1","per_page":"100","total":"1"`, 1, 1, 1, nil},
		"with a point":        {`"current_page":1.0,"last_page":"1.0","per_page":1e2,"total":1.0`, 1, 1, 1, nil},
		"null":                {`"current_page":null,"last_page":null,"per_page":null,"total":null`, 0, 0, 0, nil},
		"empty":               {`"current_page":"","last_page":"","per_page":"","total":""`, 0, 0, 0, nil},
		"absent":              {`"path":"x"`, 0, 0, 0, nil},
		"words":               {`"current_page":"first","last_page":[],"per_page":false,"total":1.5`, 0, 0, 0, []string{"Products.current_page", "Products.last_page", "Products.per_page", "Products.total"}},
		"too large":           {`"total":9999999999`, 0, 0, 0, []string{"Products.total"}},
		"negative, of a size": {`"per_page":-1,"last_page":1`, 0, 1, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := collectPages(t, newCannedClient(t, successBody("Products", `{"data":[{"SKU":"A"}],`+tc.numbers+`}`)), resico.ProductQuery{})
			require.Len(t, pages[0].Products, 1)
			assert.Equal(t, []int{tc.page, tc.lastPage, tc.total}, []int{pages[0].Page, pages[0].LastPage, pages[0].Total})
			var fields []string
			for _, unread := range pages[0].Unread {
				fields = append(fields, unread.Field)
			}
			assert.Equal(t, tc.unread, fields)
		})
	}
}

// One row in place of a list is one row.
func TestProductsService_All_SingleRow(t *testing.T) {
	t.Parallel()
	got, err := collectSKUs(t.Context(), newCannedClient(t, successBody("Products", `{"data":{"SKU":"A","Price":1},"last_page":1}`)), resico.ProductQuery{})
	require.NoError(t, err)
	assert.Equal(t, []string{"A"}, got)
}

// Two lists of rows in one response are no list: the rows of one of them would be lost.
func TestProductsService_ListTwice(t *testing.T) {
	t.Parallel()
	for _, payload := range []string{
		`{"data":[{"SKU":"A"}],"data":[{"SKU":"B"}],"last_page":1}`,
		`{"data":[{"SKU":"A"}],"last_page":1},"Products":{"data":[{"SKU":"B"}]}`,
	} {
		_, err := newCannedClient(t, successBody("Products", payload)).Products.List(t.Context(), resico.ProductQuery{}, 1)
		require.ErrorIs(t, err, shelfwire.ErrMalformed, payload)
		require.ErrorContains(t, err, "twice, and not alike")
	}
	body := successBody("Products", `{"data":[{"SKU":"A","Balance":{"L1":1},"Balance":{"L2":1}},{"SKU":"B"}],"last_page":1}`)
	page, err := newCannedClient(t, body).Products.List(t.Context(), resico.ProductQuery{}, 1)
	require.NoError(t, err, "one row does not end a list")
	require.Len(t, page.Products, 2)
	assert.Equal(t, []shelfwire.Unread{{Field: "Balance", Raw: `{"L1":1}`}}, page.Products[0].Unread)
	assert.Empty(t, page.Products[1].Unread)
	body = successBody("ProductsBalance", `{"data":[{"SKU":"A"}],"data":[{"SKU":"B"}]}`)
	_, err = newCannedClient(t, body).Products.Balance(t.Context(), "B")
	require.ErrorContains(t, err, `"data" twice, and not alike`)
}
