package erpxttest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"
)

func TestServer_List_Order(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	srv.AddProducts(
		erpxt.Product{Name: "b", ItemCode: "2", SaleGrossPrice: price("10")},
		erpxt.Product{Name: "a", ItemCode: "2", SaleGrossPrice: price("9.90")},
		erpxt.Product{Name: "B", ItemCode: "1", SaleGrossPrice: price("10.0")},
		erpxt.Product{Name: "a", ItemCode: "1", SaleGrossPrice: shelfwire.Null[shelfwire.Decimal]()},
	)
	for name, tc := range map[string]struct{ order, want string }{
		"by id":             {"Id", "1 2 3 4"},
		"ascending":         {"Id asc", "1 2 3 4"},
		"descending":        {"Id desc", "4 3 2 1"},
		"text":              {"Name", "3 2 4 1"},
		"text descending":   {"Name desc", "1 2 4 3"},
		"several":           {"Name desc, Id desc", "1 4 2 3"},
		"several, tight":    {"ItemCode,Name desc", "4 3 1 2"},
		"numbers":           {"SaleGrossPrice", "4 2 1 3"},
		"null is last":      {"SaleGrossPrice desc", "1 3 2 4"},
		"the id goes first": {"Id, Name desc", "1 2 3 4"},
	} {
		assert.Equal(t, tc.want, listIDs(t, srv, "$orderby", tc.order), name)
	}
	for name, order := range map[string]string{
		"empty": "", "unknown property": "Price", "other direction": "Id down", "capitals": "Id DESC",
		"too much": "Id desc desc", "a comma at the end": "Id,", "other case": "id",
	} {
		r := mustReject(t, srv, http.MethodGet, listPath("$orderby", order), "")
		assert.Equal(t, "ODataException", r.Code, name)
		assert.Equal(t, "$orderby", r.Data["Option"], name)
	}
}

func TestServer_List_SkipAndTop(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 6)
	for name, tc := range map[string]struct {
		query []string
		want  string
	}{
		"nothing":          {nil, "1 2 3 4 5 6"},
		"top":              {[]string{"$top", "2"}, "1 2"},
		"top 0":            {[]string{"$top", "0"}, ""},
		"skip":             {[]string{"$skip", "4"}, "5 6"},
		"skip all":         {[]string{"$skip", "7", "$top", "1"}, ""},
		"both":             {[]string{"$skip", "1", "$top", "2"}, "2 3"},
		"ordered":          {[]string{"$skip", "1", "$top", "2", "$orderby", "Id desc"}, "5 4"},
		"ordered, to end":  {[]string{"$skip", "5", "$top", "2", "$orderby", "Id desc"}, "1"},
		"ordered, beyond":  {[]string{"$skip", "9", "$orderby", "Name"}, ""},
		"filtered":         {[]string{"$skip", "1", "$top", "2", "$filter", "Id ne 2"}, "3 4"},
		"filtered, skip":   {[]string{"$skip", "2", "$filter", "Id ne 2"}, "4 5 6"},
		"all of them":      {[]string{"$skip", "1", "$top", "2", "$filter", "Id ne 5", "$orderby", "Id desc"}, "4 3"},
		"by key":           {[]string{"$orderby", "Id", "$top", "2", "$filter", "(Name ne 'x') and Id gt 3"}, "4 5"},
		"other parameters": {[]string{"page", "2", "$top", "1"}, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, listIDs(t, srv, tc.query...))
		})
	}
}

func TestServer_List_RejectedOptions(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 1)
	for name, tc := range map[string]struct {
		query  []string
		option string
	}{
		"negative top":  {[]string{"$top", "-1"}, "$top"},
		"empty top":     {[]string{"$top", ""}, "$top"},
		"negative skip": {[]string{"$skip", "-1"}, "$skip"},
		"half a skip":   {[]string{"$skip", "1.5"}, "$skip"},
		"top twice":     {[]string{"$top", "1", "$top", "2"}, "$top"},
		"unknown":       {[]string{"$count", "true"}, "$count"},
	} {
		r := mustReject(t, srv, http.MethodGet, listPath(tc.query...), "")
		assert.Equal(t, tc.option, r.Data["Option"], name)
	}
}

func TestServer_SetMaxPageSize(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 5)
	srv.SetMaxPageSize(3)
	for _, query := range [][]string{nil, {"$top", "4"}, {"$orderby", "Name"}, {"$filter", "Id gt 0"}} {
		assert.Equal(t, "1 2 3", listIDs(t, srv, query...), query)
	}
	assert.Equal(t, "1 2", listIDs(t, srv, "$top", "2"))
	srv.SetMaxPageSize(0)
	assert.Equal(t, "1 2 3 4 5", listIDs(t, srv))
}

// Results that the server keeps of a list end with the next change.
func TestServer_List_AfterChanges(t *testing.T) {
	t.Parallel()
	srv := erpxttest.NewServer(t)
	addNumbered(srv, 3)
	byName := []string{"$orderby", "Name desc", "$filter", "Name ne 'Product 9'"}
	require.Equal(t, "3 2 1", listIDs(t, srv, byName...))
	srv.AddProducts(erpxt.Product{Name: "Z"})
	require.Equal(t, "4 3 2 1", listIDs(t, srv, byName...))
	srv.DeleteProducts(3)
	require.Equal(t, "4 2 1", listIDs(t, srv, byName...))
	srv.AddProducts(erpxt.Product{ID: 1, Name: "ZZ"})
	require.Equal(t, "1 4 2", listIDs(t, srv, byName...))
	srv.AddProducts(erpxt.Product{ID: 4, Name: "Product 9"})
	require.Equal(t, "1 2", listIDs(t, srv, byName...))
	for _, order := range []string{"Name", "ItemCode desc"} {
		for range 20 { // more results than are kept
			order += ",Id"
			require.NotEmpty(t, listIDs(t, srv, "$orderby", order))
		}
	}
	assert.Equal(t, "1 2", listIDs(t, srv, byName...))
}
