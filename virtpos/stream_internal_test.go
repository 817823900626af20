package virtpos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func guideFixture(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "guide", name+".reply.txt"))
	require.NoError(t, err)
	for bytes.HasPrefix(text, []byte("#")) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return bytes.TrimSpace(text)
}

func TestGuideStock(t *testing.T) {
	t.Parallel()
	for name, slow := range map[string]func(io.Reader) io.Reader{
		"at once":           func(r io.Reader) io.Reader { return r },
		"byte by byte":      iotest.OneByteReader,
		"by halves":         iotest.HalfReader,
		"data with the EOF": iotest.DataErrReader,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c collected
			require.NoError(t, c.read(slow(bytes.NewReader(guideFixture(t, "store")))))
			want := sameItems[0].rows[0]
			want.WarehouseID, want.WarehouseName = 3, "Магазин 1"
			assert.Equal(t, []string{`warehouse 3 "Магазин 1"`, shown(want)}, c.told)
		})
	}
}

func TestGuideUpdate(t *testing.T) {
	t.Parallel()
	root := parsed(t, string(guideFixture(t, "update")))
	want := Element{Name: "root", Children: []Element{
		{Name: "success", Text: "1"}, {Name: "id", Text: "3"}, {Name: "itemid", Text: "8"},
		{Name: "warehouseid", Text: "1"}, {Name: "isnew", Text: "0"}, {Name: "quantity_before", Text: "1.700"},
	}}
	assert.Equal(t, want, root)
	for _, document := range []string{
		`{"success":1,"id":3,"itemid":8,"warehouseid":1,"isnew":0,"quantity_before":1.700}`,
		`{"root":{"success":"1","id":"3","itemid":"8","warehouseid":"1","isnew":false,"quantity_before":"1.700"}}`,
	} {
		assert.Equal(t, want, parsed(t, document))
	}
}

// In which way and wherever a response breaks off: what came before is delivered, and then there is an error, which says
// what happened.
func TestBreakAtEachByte(t *testing.T) {
	t.Parallel()
	second := "<item><id>5</id></item>"
	xml := strings.Replace(string(guideFixture(t, "store")), "</items>", second+"</items>", 1)
	json := inJSON("[" + strings.Trim(sameItems[0].json[0], "[]") + `,{"id":5}]`)
	windows := inWindows1251(t, xml)
	for name, document := range map[string]string{"XML": xml, "JSON": json, "windows-1251": windows} {
		firstEnd := strings.Index(document, second)
		if name == "JSON" {
			firstEnd = strings.Index(document, `,{"id":5`)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, err := collect(document)
			require.NoError(t, err)
			require.Len(t, whole.rows, 2)
			for at := range len(document) {
				for _, reason := range []error{io.ErrUnexpectedEOF, context.Canceled, errors.New("reset by peer")} {
					body := io.MultiReader(strings.NewReader(document[:at]), iotest.ErrReader(reason))
					if errors.Is(reason, io.ErrUnexpectedEOF) {
						body = strings.NewReader(document[:at])
					}
					var c collected
					err := c.read(body)
					if at == 0 && errors.Is(reason, io.ErrUnexpectedEOF) {
						require.ErrorContains(t, err, "empty")
						require.NotErrorIs(t, err, reason)
						continue
					}
					require.ErrorIs(t, err, reason, "at %d: %v", at, c.told)
					require.Equal(t, strings.Join(whole.told[:len(c.told)], "\n"), strings.Join(c.told, "\n"))
					if at >= firstEnd {
						require.NotEmpty(t, c.rows, "at %d", at)
					}
				}
			}
		})
	}
}

// A response that ends with an error ends with it also behind the root: it may be that more was to come.
func TestErrorBehindTheEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("reset by peer")
	for _, document := range []string{inXML(`<item><id>1</id></item>`), inJSON(`[{"id":1}]`)} {
		var c collected
		require.ErrorIs(t, c.read(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken))), broken)
		assert.Len(t, c.rows, 1)
	}
}

// An error of the body counts for more than what the response says of its success: it may be tried again.
func TestErrorWhileReadingTheInfo(t *testing.T) {
	t.Parallel()
	broken := errors.New("reset by peer")
	for _, document := range []string{`<root><success>0</success>`, `{"success":0,`} {
		var c collected
		require.ErrorIs(t, c.read(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken))), broken)
	}
}

func TestReaderThatDoesNothing(t *testing.T) {
	t.Parallel()
	_, err := io.ReadAll(newSource(idle{}, readSize, "", nil))
	require.ErrorIs(t, err, io.ErrNoProgress)
	require.ErrorIs(t, readStock(stockSource{body: idle{}}, stockSink{}), io.ErrNoProgress)
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestConsumerLeaves(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"XML":  inXML(`<item><id>1</id></item><item><id>2</id></item><item><id>3</id></wrong>`),
		"JSON": inJSON(`[{"id":1},{"id":2},{"id":3}],wrong`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			body := iotest.OneByteReader(strings.NewReader(document))
			from := stockSource{body: body, itemDone: func() { told = append(told, "done") }}
			err := readStock(from, stockSink{
				warehouse: func(w WarehouseStock) { told = append(told, fmt.Sprint("warehouse ", w.ID)) },
				row: func(row StockRow) bool {
					told = append(told, fmt.Sprint("item ", row.ItemID))
					return row.ItemID < 2
				},
			})
			require.NoError(t, err)
			assert.Equal(t, []string{"done", "warehouse 3", "item 1", "done", "item 2"}, told)
		})
	}
}

// Two rows of one item have nothing in common in memory: the tree that they came from is used again.
func TestRowsKeepTheirValues(t *testing.T) {
	t.Parallel()
	for name, items := range map[string]string{
		"XML": inXML(`<item><id>1</id><name>first</name><x><y>deep</y></x></item>
			<item><id>2</id><name>other</name><x><y>DEEP</y></x></item>`),
		"JSON": inJSON(`[{"id":1,"name":"first","x":{"y":"deep"}},{"id":2,"name":"other","x":{"y":"DEEP"}}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := collect(items)
			require.NoError(t, err)
			require.Len(t, c.rows, 2)
			for _, row := range c.rows {
				assert.Contains(t, c.told, shown(row))
			}
		})
	}
}
