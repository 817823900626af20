package virtpos_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func newCatalogue(t *testing.T) *virtpostest.Server {
	srv := virtpostest.NewServer(t)
	srv.AddItems(
		virtpostest.Item{ID: 1, ExternalID: "X-1", Article: "A", Barcodes: []string{"0401", "0402", "0401"}},
		virtpostest.Item{ID: 2, ExternalID: "X-2", Article: "A", Barcodes: []string{"0402"}, Disabled: true},
		virtpostest.Item{ID: 3, Article: "B", Barcodes: []string{"0402"}},
		virtpostest.Item{ID: 4, ExternalID: "x-1"},
	)
	return srv
}

func TestItemsService_Index(t *testing.T) {
	t.Parallel()
	srv := newCatalogue(t)
	for name, tc := range map[string]struct {
		by        virtpos.ItemKey
		query     virtpos.ItemQuery
		items     int
		found     map[string]int64
		ambiguous string
		none      []string
	}{
		"by external id": {virtpos.KeyExternalID, virtpos.ItemQuery{}, 4, map[string]int64{"X-1": 1, " X-2\t": 2, "x-1": 4}, "", []string{"", "X-3", "A", "x-2"}},
		"by article":     {virtpos.KeyArticle, virtpos.ItemQuery{}, 4, map[string]int64{"B": 3}, "A [1 2]", []string{"", "b", "0401"}},
		"by barcode":     {virtpos.KeyBarcode, virtpos.ItemQuery{}, 4, map[string]int64{"0401": 1}, "0402 [1 2 3]", []string{"401", "0403"}},
		"enabled only":   {virtpos.KeyArticle, virtpos.ItemQuery{EnabledOnly: true}, 3, map[string]int64{"A": 1, "B": 3}, "", []string{"X-2"}},
		"one item":       {virtpos.KeyBarcode, virtpos.ItemQuery{Item: virtpos.ExternalItemID("X-2")}, 1, map[string]int64{"0402": 2}, "", []string{"0401"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			index, err := srv.Client(nil).Items.Index(t.Context(), tc.by, tc.query)
			require.NoError(t, err)
			assert.Equal(t, tc.items, index.Len())
			for key, want := range tc.found {
				id, err := index.Lookup(key)
				require.NoError(t, err)
				assert.Equal(t, want, id)
			}
			for _, key := range tc.none {
				id, err := index.Lookup(key)
				require.ErrorIs(t, err, shelfwire.ErrNotFound)
				assert.Zero(t, id)
			}
			var ambiguous []string
			for key, ids := range index.Ambiguous() {
				ambiguous = append(ambiguous, fmt.Sprint(key, " ", ids))
				ids[0] = 0 // it is a copy
				id, err := index.Lookup(key)
				require.ErrorIs(t, err, shelfwire.ErrConflict)
				require.ErrorContains(t, err, fmt.Sprintf("%d items have the %s %q, 1 and 2 among them", len(ids), tc.by, key))
				assert.Zero(t, id)
			}
			assert.Equal(t, tc.ambiguous, strings.Join(ambiguous, "; "))
			for range index.Ambiguous() {
				break
			}
		})
	}
}

// An index finds what a map of all keys would find, in whatever order items come.
func TestItemsService_Index_LikeMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SampledFrom([]string{"", "a", "b", "c", " a"})
		want := map[string]map[int64]bool{}
		var items strings.Builder
		for _, id := range rapid.SliceOfNDistinct(rapid.Int64Range(1, 9), 0, 9, rapid.ID).Draw(t, "ids") {
			list := rapid.SliceOfN(keys, 0, 3).Draw(t, "keys")
			for _, key := range list {
				if key = strings.TrimSpace(key); key != "" && want[key] == nil {
					want[key] = map[int64]bool{}
				}
				if key != "" {
					want[key][id] = true
				}
			}
			fmt.Fprintf(&items, "<item><id>%d</id><barcodes>%s</barcodes></item>", id, strings.Join(list, ","))
		}
		s := respondInTurn(successResponse("<items>" + items.String() + "</items>"))
		index, err := s.newClient(t).Items.Index(t.Context(), virtpos.KeyBarcode, virtpos.ItemQuery{})
		require.NoError(t, err)
		ambiguous := 0
		for _, key := range []string{"a", "b", "c"} {
			id, err := index.Lookup(key)
			switch len(want[key]) {
			case 0:
				require.ErrorIs(t, err, shelfwire.ErrNotFound)
			case 1:
				require.NoError(t, err)
				require.True(t, want[key][id])
			default:
				require.ErrorIs(t, err, shelfwire.ErrConflict)
				ambiguous++
			}
		}
		for key, ids := range index.Ambiguous() {
			require.Len(t, ids, len(want[key]))
			require.IsIncreasing(t, ids)
			ambiguous--
		}
		require.Zero(t, ambiguous)
	})
}

// An index is made of a complete catalogue only.
func TestItemsService_Index_Incomplete(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		items string
		by    virtpos.ItemKey
		says  string
	}{
		"a gap":            {`<item><id>x</id></item>`, virtpos.KeyArticle, `row 2: id "x"`},
		"an unread key":    {`<item><id>2</id><article><a>B</a></article></item>`, virtpos.KeyArticle, `the article of item 2 cannot be read: "<a>B</a>"`},
		"a key twice":      {`<item><id>2</id><external_id>A</external_id><external_id>B</external_id></item>`, virtpos.KeyExternalID, "the external id of item 2"},
		"an unread one":    {`<item><id>2</id><article>B</article><vat_percent>x</vat_percent></item>`, virtpos.KeyArticle, ""},
		"an item twice":    {`<item><id>1</id></item>`, virtpos.KeyArticle, "row 2: the item 1 comes twice"},
		"an item in parts": {`<item><id>2</id>`, virtpos.KeyBarcode, "row 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(successResponse("<items><item><id>1</id></item>" + tc.items + "</items>"))
			index, err := s.newClient(t).Items.Index(t.Context(), tc.by, virtpos.ItemQuery{})
			if tc.says == "" {
				require.NoError(t, err)
				assert.Equal(t, 2, index.Len())
				return
			}
			require.ErrorContains(t, err, tc.says)
			assert.Nil(t, index)
			assert.Len(t, s.sentRequests(), 1)
		})
	}
	whole := successResponse("<items><item><id>1</id></item><item><id>2</id></item></items>").body
	for at := range len(whole) {
		options := respondInTurn(fakeResponse{200, whole[:at]}).options()
		options.Retry.MaxAttempts = 1
		index, err := newClientWith(t, testCred, options).Items.Index(t.Context(), virtpos.KeyArticle, virtpos.ItemQuery{})
		require.ErrorIs(t, err, shelfwire.ErrMalformed)
		require.Nil(t, index)
	}
	empty, err := respondInTurn(successResponse("<items/>")).newClient(t).Items.Index(t.Context(), virtpos.KeyArticle, virtpos.ItemQuery{})
	require.NoError(t, err)
	assert.Zero(t, empty.Len())
}

func TestItemsService_Index_Invalid(t *testing.T) {
	t.Parallel()
	for _, by := range []virtpos.ItemKey{"", "name"} {
		_, err := newUnusedClient(t).Items.Index(t.Context(), by, virtpos.ItemQuery{})
		clienttest.AssertRejected(t, err, "by")
	}
	_, err := newUnusedClient(t).Items.Index(t.Context(), virtpos.KeyArticle, virtpos.ItemQuery{PriceListID: -1})
	clienttest.AssertRejected(t, err, "PriceListID")
}

// An index takes about 100 bytes per item.
func TestItemsService_Index_Memory(t *testing.T) {
	const items = 50_000
	srv := virtpostest.NewServer(t)
	srv.GenerateItems(items)
	client := srv.Client(nil)
	before := clienttest.LiveHeap()
	index, err := client.Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
	require.NoError(t, err)
	assert.Less(t, int64(clienttest.LiveHeap())-int64(before), int64(items*150))
	id, err := index.Lookup("1C-1000001")
	require.NoError(t, err)
	assert.Equal(t, int64(1_000_001), id)
	_, _ = io.WriteString(io.Discard, fmt.Sprint(index.Len()))
}

// Whatever is not certainly a key makes no index: a part of a list that is true, or an object of other members.
func TestItemsService_Index_OddParts(t *testing.T) {
	t.Parallel()
	for barcodes, keys := range map[string]string{
		`["46","47"]`:                         "46 47",
		`"46,47"`:                             "46 47",
		`46`:                                  "46",
		`["46",null,""]`:                      "46",
		`["46",["47"]]`:                       "46 47",
		`{"barcode":["46","47"]}`:             "46 47",
		`[{"barcode":"46"},{"barcode":"47"}]`: "46 47",
		`{"item":"46"}`:                       "46",
		`{"0":"46","1":"47"}`:                 "46 47",
		`["46",{"x":1}]`:                      "",
		`[{"x":1},"46"]`:                      "",
		`["46",true]`:                         "",
		`true`:                                "",
		`[false]`:                             "",
		`{"barcode":true}`:                    "",
		`{"barcode":"46","type":"EAN"}`:       "",
		`{"barcode":{"value":"46"}}`:          "",
		`[{"":"46"}]`:                         "",
		`{"s":"46"}`:                          "",
	} {
		body := `{"success":1,"items":[{"id":7,"barcodes":` + barcodes + `}]}`
		index, err := respondInTurn(fakeResponse{200, body}).newClient(t).Items.Index(t.Context(), virtpos.KeyBarcode, virtpos.ItemQuery{})
		if keys == "" {
			require.ErrorIs(t, err, shelfwire.ErrIncomplete, barcodes)
			require.ErrorContains(t, err, "the barcode of item 7 cannot be read", barcodes)
			continue
		}
		require.NoError(t, err, barcodes)
		for key := range strings.FieldsSeq(keys) {
			id, err := index.Lookup(key)
			require.NoError(t, err, "%s: %s", barcodes, key)
			assert.Equal(t, int64(7), id)
		}
		_, err = index.Lookup("1")
		require.ErrorIs(t, err, shelfwire.ErrNotFound)
	}
}

// A count that is greater than the list is no error: what it counts is not documented.
func TestItemsService_Index_Count(t *testing.T) {
	t.Parallel()
	s := respondInTurn(successResponse(`<count>5000</count><items><item><id>1</id><external_id>A</external_id></item></items>`))
	index, err := s.newClient(t).Items.Index(t.Context(), virtpos.KeyExternalID, virtpos.ItemQuery{})
	require.NoError(t, err)
	assert.Equal(t, 1, index.Len())
}
