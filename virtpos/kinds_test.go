package virtpos_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// foreign are responses under 200 that are not the provider's.
var foreign = map[string]string{
	"nothing":                  "",
	"spaces":                   " \r\n",
	"a byte order mark":        "\xef\xbb\xbf",
	"a login page":             "<!DOCTYPE html><html><head><title>Login</title></head><body></body></html>",
	"a page without a type":    "<html><body>Checking your browser</body></html>",
	"PHP's words":              "<br />\n<b>Fatal error</b>:  Uncaught PDOException in <b>/var/www/api.php</b> on line <b>3</b><br />\n",
	"PHP's words before XML":   "Warning: x in /var/www/api.php on line 3\n<root><success>1</success><version>4</version></root>",
	"PHP's words before JSON":  "<br />\n<b>Notice</b>: x\n" + `{"success":1,"version":4}`,
	"PHP's words in the root":  "<root>Notice: x<success>1</success></root>",
	"words":                    "OK",
	"an empty list":            "[]",
	"a list":                   `[{"success":1}]`,
	"null":                     "null",
	"false":                    "false",
	"a number":                 "1",
	"a text":                   `"success"`,
	"an empty object":          "{}",
	"an empty root":            "<root/>",
	"another product's JSON":   `{"status":"ok","type":"Salesinvoice","Salesinvoice":{"data":[{"ID":363}]}}`,
	"an error of a router":     `{"message":"no Route matched with those values"}`,
	"another product's XML":    `<?xml version="1.0"?><response><success>1</success><version>4</version></response>`,
	"XML without success":      `<root><type>store</type><version>4</version><warehouses/></root>`,
	"success that is empty":    `<root><success/><version>4</version><warehouses/></root>`,
	"success that is null":     `{"success":null,"version":4,"warehouses":[]}`,
	"success in another place": `{"data":{"success":1,"version":4,"warehouses":[]}}`,
	"info alone":               `<root><info>Service</info></root>`,
	"a picture":                "GIF89a\x01\x00\x01\x00\x80\x00\x00",
}

// A status proves nothing. What is not the provider's leaves a write unknown, and is asked again once where that is safe.
func TestForeignResponses(t *testing.T) {
	t.Parallel()
	good := root(`<type>store</type><version>4</version><warehouses/>`)
	for name, body := range foreign {
		for op, call := range map[string]func(*virtpos.StoreService) error{
			"Get": func(s *virtpos.StoreService) error { _, err := s.List(t.Context(), virtpos.StoreQuery{}); return err },
			"Items": func(s *virtpos.StoreService) (last error) {
				for _, last = range s.All(t.Context(), virtpos.StoreQuery{}) {
				}
				return last
			},
			"OnHandVersion": func(s *virtpos.StoreService) error {
				_, err := s.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
				return err
			},
			"UpdateOnHand": func(s *virtpos.StoreService) error { _, err := s.UpdateOnHand(t.Context(), eight()); return err },
		} {
			t.Run(name+"/"+op, func(t *testing.T) {
				t.Parallel()
				s := says(reply{200, body})
				err := call(s.client(t).Store)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.NotErrorIs(t, err, io.ErrUnexpectedEOF)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				assert.Len(t, s.calls(), 2)

				if op != "UpdateOnHand" {
					require.NoError(t, call(says(reply{200, body}, good).client(t).Store))
					return
				}
				require.NoError(t, call(says(reply{200, body}, root("")).client(t).Store))
			})
		}
		t.Run(name+"/ZeroOutdated", func(t *testing.T) {
			t.Parallel()
			s := says(reply{200, body}, good)
			_, err := s.client(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("4"))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.calls(), 1)
		})
	}
}

// A failure is a failure in any of its forms, and 404 is "not found" in the provider's words only.
func TestStrangersStatuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply   reply
		outcome shelfwire.Outcome
		kind    error
		not     error
	}{
		"a router's 404": {reply{404, `{"message":"Not Found"}`}, shelfwire.OutcomeRefused, shelfwire.ErrMalformed, shelfwire.ErrNotFound},
		"a page's 404":   {reply{404, `<html><title>404</title></html>`}, shelfwire.OutcomeRefused, shelfwire.ErrMalformed, shelfwire.ErrNotFound},
		"its own 404":    {reply{404, `<root><success>0</success><info>no</info></root>`}, shelfwire.OutcomeRefused, shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		"a proxy's 400":  {reply{400, `<html><title>400</title></html>`}, shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, shelfwire.ErrInvalid},
		"its own 400":    {reply{400, `{"success":0,"info":"no"}`}, shelfwire.OutcomeRefused, shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		"a proxy's 403":  {reply{403, ``}, shelfwire.OutcomeRefused, shelfwire.ErrForbidden, shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := says(tc.reply).client(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), version("4"))
			require.ErrorIs(t, err, tc.kind)
			require.NotErrorIs(t, err, tc.not)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
		})
	}
}

func oneRow(warehouse, item int64, more string) reply {
	return root(fmt.Sprintf(`<type>store</type><warehouses><warehouse><id>%d</id><items><item><id>%d</id>%s</item></items>`+
		`</warehouse></warehouses>`, warehouse, item, more))
}

// A response is held against the question. What was not asked for is named, and asked again once before the first row.
func TestStoreService_Items_AnotherThingThanAskedFor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		query virtpos.StoreQuery
		reply reply
		says  string // "" where it is what was asked for
	}{
		"a warehouse":          {virtpos.StoreQuery{WarehouseID: 3}, oneRow(3, 8, ""), ""},
		"another warehouse":    {virtpos.StoreQuery{WarehouseID: 1}, oneRow(3, 8, ""), "warehouse 1 was asked for, and warehouse 3 came"},
		"an empty one":         {virtpos.StoreQuery{WarehouseID: 2}, root(strings.Replace(twoShops, "<id>1</id>", "<id>3</id>", 1)), "warehouse 2 was asked for, and warehouse 3 came"},
		"an item":              {virtpos.StoreQuery{ItemID: 8}, oneRow(3, 8, ""), ""},
		"another item":         {virtpos.StoreQuery{ItemID: 8}, oneRow(3, 80, ""), "item 8 was asked for, and item 80 came"},
		"an article":           {virtpos.StoreQuery{Article: "a-1 "}, oneRow(3, 8, "<article>A-1</article>"), ""},
		"another article":      {virtpos.StoreQuery{Article: "A-1"}, oneRow(3, 8, "<article>A-10</article>"), `article "A-1" was asked for, and item 8 with article "A-10" came`},
		"articles not shown":   {virtpos.StoreQuery{Article: "A-1"}, oneRow(3, 8, ""), ""},
		"an unread article":    {virtpos.StoreQuery{Article: "A-1"}, oneRow(3, 8, "<article>B</article><article>C</article>"), ""},
		"everything":           {virtpos.StoreQuery{}, oneRow(3, 8, "<article>B</article>"), ""},
		"a Cyrillic article":   {virtpos.StoreQuery{Article: "шт"}, oneRow(3, 8, "<article>ШТ</article>"), ""},
		"nothing of that kind": {virtpos.StoreQuery{WarehouseID: 1, ItemID: 7, Article: "x"}, root(`<type>store</type><warehouses/>`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(tc.reply)
			_, err := s.client(t).Store.List(t.Context(), tc.query)
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Len(t, s.calls(), 2)
			s = says(tc.reply)
			for _, err = range s.client(t).Store.All(t.Context(), tc.query) {
			}
			require.ErrorContains(t, err, tc.says)
			assert.Len(t, s.calls(), 2)
		})
	}
}

// Behind the first row nothing is asked again.
func TestStoreService_Items_AnotherItemBehindTheFirst(t *testing.T) {
	t.Parallel()
	s := says(root(`<type>store</type><warehouses><warehouse><id>1</id><items><item><id>7</id></item><item><id>8</id></item>` +
		`</items></warehouse></warehouses>`))
	var rows int
	var last error
	for _, err := range s.client(t).Store.All(t.Context(), virtpos.StoreQuery{ItemID: 7}) {
		if last = err; err == nil {
			rows++
		}
	}
	require.ErrorContains(t, last, "warehouse 1, row 2: item 7 was asked for, and item 8 came")
	assert.Equal(t, 1, rows)
	assert.Len(t, s.calls(), 1)
}

// A body that ends too early without a length looks whole to HTTP. It is asked for again like one that was cut.
func TestStoreService_BreaksOffWithoutALength(t *testing.T) {
	t.Parallel()
	whole := oneRow(1, 7, "").body
	for _, at := range []int{len(`<?xml version="1.0" encoding="UTF-8"?>`), strings.Index(whole, "<id>1"), strings.Index(whole, "</item>"), len(whole) - 1} {
		t.Run(fmt.Sprint(at, " bytes"), func(t *testing.T) {
			t.Parallel()
			s := says(reply{200, whole[:at]}, reply{200, whole[:at]}, reply{200, whole})
			stock, err := s.client(t).Store.List(t.Context(), virtpos.StoreQuery{})
			require.NoError(t, err)
			assert.Len(t, stock.Warehouses[0].Rows, 1)
			assert.Len(t, s.calls(), 3)

			s = says(reply{200, whole[:at]})
			var last error
			for _, last = range s.client(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
			}
			require.ErrorIs(t, last, io.ErrUnexpectedEOF)
			require.ErrorIs(t, last, shelfwire.ErrMalformed)
			assert.Equal(t, at == len(whole)-1, len(s.calls()) == 1, "the row had come whole")
		})
	}
}

const withGaps = `<type>store</type><warehouses><warehouse><id>1</id><items><item><id>7</id><price>1 126.00</price></item>` +
	`<item><quantity>5</quantity></item><item><id>8</id></item></items></warehouse><warehouse><id>2</id><name><b>x</b></name>` +
	`<items><item><id>x</id></item></items></warehouse></warehouses>`

// Rows without an id do not end a walk, and are named at its end.
func TestStoreService_Items_Gaps(t *testing.T) {
	t.Parallel()
	var rows []string
	var last error
	for row, err := range says(root(withGaps)).client(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		if last = err; err == nil {
			rows = append(rows, fmt.Sprint(row.ItemID, row.Unread))
		}
	}
	assert.Equal(t, []string{"7 [{price 1 126.00}]", "8 []"}, rows)
	assertGaps(t, last)
	for range says(root(withGaps)).client(t).Store.All(t.Context(), virtpos.StoreQuery{}) {
		break // and nothing is yielded after that
	}

	stock, err := says(root(withGaps)).client(t).Store.List(t.Context(), virtpos.StoreQuery{})
	assertGaps(t, err)
	require.Len(t, stock.Warehouses, 2)
	assert.Len(t, stock.Warehouses[0].Rows, 2)
	assert.Equal(t, "[] [{name <b>x</b>}]", fmt.Sprint(stock.Warehouses[0].Unread, stock.Warehouses[1].Unread))
}

func assertGaps(t *testing.T, err error) {
	t.Helper()
	var gaps *virtpos.GapsError
	require.ErrorAs(t, err, &gaps)
	require.ErrorIs(t, err, shelfwire.ErrIncomplete)
	require.EqualError(t, err, `virtpos: Store.List: incomplete: rows of stock without an id that can be read were left out: 2, first `+
		`warehouse 1, row 2: quantity "5"`)
	assert.Equal(t, []virtpos.Gap{
		{WarehouseID: 1, Position: 2, Unread: []shelfwire.Unread{{Field: "quantity", Raw: "5"}}},
		{WarehouseID: 2, Position: 1, Unread: []shelfwire.Unread{{Field: "id", Raw: "x"}}},
	}, gaps.Gaps)
}

// Gaps and rows of a response that breaks off are those of the one that follows it.
func TestStoreService_Get_GapsOfTheLastResponse(t *testing.T) {
	t.Parallel()
	whole := root(withGaps)
	_, err := says(reply{200, whole.body[:len(whole.body)-9]}, whole).client(t).Store.List(t.Context(), virtpos.StoreQuery{})
	assertGaps(t, err)
	stock, err := says(reply{200, whole.body[:len(whole.body)-9]}, root(twoShops)).client(t).Store.List(t.Context(), virtpos.StoreQuery{})
	require.NoError(t, err)
	assert.Len(t, stock.Warehouses, 2)
}

// An empty list is a stock without rows; what is no list, or announces rows that are not there, is none.
func TestStoreService_Get_EmptyStock(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<root><success>1</success><type>store</type><warehouses/></root>`:                              "",
		`{"success":1,"type":"store","warehouses":[]}`:                                                  "",
		`{"success":1,"type":"store","count":0,"warehouses":[]}`:                                        "",
		`{"success":1,"type":"store"}`:                                                                  "no list of warehouses",
		`{"success":1,"type":"store","warehouses":null}`:                                                "no list of warehouses",
		`{"success":1,"type":"store","warehouses":""}`:                                                  "no list of warehouses",
		`{"success":1,"type":"store","warehouses":"none"}`:                                              "no list of warehouses",
		`{"success":1,"type":"store","warehouses":false}`:                                               "no list of warehouses",
		`{"success":1,"type":"store","warehouses":{"error":"query timeout"}}`:                           "without an id",
		`{"success":1,"type":"warehouse","warehouses":[]}`:                                              "not store",
		`<root><success>1</success><type>store</type><warehouses>none</warehouses></root>`:              "none",
		`<root><success>1</success><type>store</type><count>37</count><warehouses></warehouses></root>`: "counts 37",
	} {
		s := says(reply{200, body})
		stock, err := s.client(t).Store.List(t.Context(), virtpos.StoreQuery{})
		if want == "" {
			require.NoError(t, err, body)
			assert.Empty(t, stock.Warehouses)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		require.ErrorContains(t, err, want, body)
		assert.Equal(t, strings.Contains(body, "37"), errors.Is(err, shelfwire.ErrIncomplete))
		assert.Len(t, s.calls(), 2, "it is asked again once")
	}
}

// The charset that Content-Type names is that of streams and of small responses alike.
func TestCharsetOfContentType(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ contentType, body string }{
		"XML":          {"text/xml; charset=windows-1251", "<root><success>0</success><info>\xcd\xe5\xe2\xe5\xf0\xed\xfb\xe9 \xea\xeb\xfe\xf7</info></root>"},
		"JSON":         {`application/json; charset="Windows-1251"`, "{\"success\":0,\"info\":\"\xcd\xe5\xe2\xe5\xf0\xed\xfb\xe9 \xea\xeb\xfe\xf7\"}"},
		"wrong":        {"text/xml; charset=windows-1251", "<root><success>0</success><info>Неверный ключ</info></root>"},
		"two marks":    {"text/xml", "\xef\xbb\xbf\xef\xbb\xbf<root><success>0</success><info>Неверный ключ</info></root>"},
		"spaces, mark": {"text/xml", "\r\n \xef\xbb\xbf<root><success>0</success><info>Неверный ключ</info></root>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := says(reply{200, tc.body})
			s.contentType = tc.contentType
			_, err := s.client(t).Store.List(t.Context(), virtpos.StoreQuery{})
			assert.Equal(t, "Неверный ключ", clienttest.Error(t, err).Message)
			_, err = s.client(t).Store.UpdateOnHand(t.Context(), eight())
			assert.Equal(t, "Неверный ключ", clienttest.Error(t, err).Message)
			assert.Equal(t, shelfwire.OutcomeRefused, shelfwire.OutcomeOf(err))
		})
	}
}
