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

func readGuideFixture(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "guide", name+".response.txt"))
	require.NoError(t, err)
	for bytes.HasPrefix(text, []byte("#")) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return bytes.TrimSpace(text)
}

func TestReadStock_GuideResponse(t *testing.T) {
	t.Parallel()
	for name, slow := range map[string]func(io.Reader) io.Reader{
		"at once":           func(r io.Reader) io.Reader { return r },
		"byte by byte":      iotest.OneByteReader,
		"by halves":         iotest.HalfReader,
		"data with the EOF": iotest.DataErrReader,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var c stockCollector
			require.NoError(t, c.readBody(slow(bytes.NewReader(readGuideFixture(t, "store")))))
			want := sameItems[0].rows[0]
			want.WarehouseID, want.WarehouseName = 3, "Магазин 1"
			assert.Equal(t, []string{`warehouse 3 "Магазин 1"`, formatStockRow(want)}, c.events)
		})
	}
}

// Wherever and however a response breaks off, the rows before the break are delivered, and then an error says
// what happened.
func TestReadStock_CutAtEachByte(t *testing.T) {
	t.Parallel()
	second := "<item><id>5</id></item>"
	xml := strings.Replace(string(readGuideFixture(t, "store")), "</items>", second+"</items>", 1)
	json := wrapJSON("[" + strings.Trim(sameItems[0].json[0], "[]") + `,{"id":5}]`)
	windows := documentInWindows1251(t, xml)
	for name, document := range map[string]string{"XML": xml, "JSON": json, "windows-1251": windows} {
		firstEnd := strings.Index(document, second)
		if name == "JSON" {
			firstEnd = strings.Index(document, `,{"id":5`)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, err := collectStock(document)
			require.NoError(t, err)
			require.Len(t, whole.rows, 2)
			for at := range len(document) {
				for _, reason := range []error{io.ErrUnexpectedEOF, context.Canceled, errors.New("reset by peer")} {
					body := io.MultiReader(strings.NewReader(document[:at]), iotest.ErrReader(reason))
					if errors.Is(reason, io.ErrUnexpectedEOF) {
						body = strings.NewReader(document[:at])
					}
					var c stockCollector
					err := c.readBody(body)
					if at == 0 && errors.Is(reason, io.ErrUnexpectedEOF) {
						require.ErrorContains(t, err, "empty")
						require.NotErrorIs(t, err, reason)
						continue
					}
					require.ErrorIs(t, err, reason, "at %d: %v", at, c.events)
					require.Equal(t, strings.Join(whole.events[:len(c.events)], "\n"), strings.Join(c.events, "\n"))
					if at >= firstEnd {
						require.NotEmpty(t, c.rows, "at %d", at)
					}
				}
			}
		})
	}
}

// A read error after the root is still an error: more may have been to come.
func TestReadStock_ErrorAfterEnd(t *testing.T) {
	t.Parallel()
	for _, broken := range []error{errors.New("reset by peer"), fmt.Errorf("a proxy: %w", io.EOF)} {
		for _, document := range []string{wrapXML(`<item><id>1</id></item>`), wrapJSON(`[{"id":1}]`)} {
			var c stockCollector
			require.ErrorIs(t, c.readBody(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken))), broken)
			assert.Len(t, c.rows, 1)
		}
	}
}

// A read error of the body overrules a failure in the response: it may be retried.
func TestReadStock_ErrorWhileReadingInfo(t *testing.T) {
	t.Parallel()
	broken := errors.New("reset by peer")
	for _, document := range []string{`<root><success>0</success>`, `{"success":0,`} {
		var c stockCollector
		require.ErrorIs(t, c.readBody(io.MultiReader(strings.NewReader(document), iotest.ErrReader(broken))), broken)
	}
}

func TestReadStock_ConsumerLeaves(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"XML":  wrapXML(`<item><id>1</id></item><item><id>2</id></item><item><id>3</id></wrong>`),
		"JSON": wrapJSON(`[{"id":1},{"id":2},{"id":3}],wrong`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events []string
			body := iotest.OneByteReader(strings.NewReader(document))
			from := listSource{body: body, itemDone: func() { events = append(events, "done") }}
			err := readStock(from, StoreQuery{}, stockSink{
				addWarehouse: func(w WarehouseStock) { events = append(events, fmt.Sprint("warehouse ", w.ID)) },
				addRow: func(row StockRow) bool {
					events = append(events, fmt.Sprint("item ", row.ItemID))
					return row.ItemID < 2
				},
			})
			require.NoError(t, err)
			assert.Equal(t, []string{"done", "warehouse 3", "item 1", "done", "item 2"}, events)
		})
	}
}

// Rows share no memory: the tree that they come from is reused.
func TestReadStock_RowsKeepTheirValues(t *testing.T) {
	t.Parallel()
	for name, items := range map[string]string{
		"XML": wrapXML(`<item><id>1</id><name>first</name><x><y>deep</y></x></item>
			<item><id>2</id><name>other</name><x><y>DEEP</y></x></item>`),
		"JSON": wrapJSON(`[{"id":1,"name":"first","x":{"y":"deep"}},{"id":2,"name":"other","x":{"y":"DEEP"}}]`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := collectStock(items)
			require.NoError(t, err)
			require.Len(t, c.rows, 2)
			for _, row := range c.rows {
				assert.Contains(t, c.events, formatStockRow(row))
			}
		})
	}
}
