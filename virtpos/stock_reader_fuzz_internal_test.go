package virtpos

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func addSeeds(f *testing.F, want byte) {
	f.Helper()
	var documents []string
	for _, tc := range sameItems {
		for _, items := range tc.xml {
			documents = append(documents, items, wrapXML(items))
		}
		for _, items := range tc.json {
			documents = append(documents, items, wrapJSON(items))
		}
	}
	for _, tc := range sameStock {
		documents = append(documents, tc.documents...)
	}
	for _, tc := range malformedItems {
		if len(tc.xml)+len(tc.json) < 1000 {
			documents = append(documents, wrapXML(tc.xml), wrapJSON("["+tc.json+"]"))
		}
	}
	for _, tc := range malformedStock {
		documents = append(documents, tc.document)
	}
	for _, tc := range successCases {
		documents = append(documents, "{"+tc.members+"}")
	}
	documents = append(documents, string(readGuideFixture(f, "store")), documentInWindows1251(f, string(readGuideFixture(f, "store"))))
	for _, document := range documents {
		if len(document) < 10_000 && (strings.IndexByte(document, want) >= 0 || len(document) < 100) {
			f.Add(document)
		}
	}
}

// assertWellFormed checks the properties of every response, accepted or rejected.
func assertWellFormed(t *testing.T, document string) (stockCollector, error) {
	c, err := collectStock(document)
	if err != nil {
		require.NotEmpty(t, err.Error())
	}
	for _, row := range c.rows {
		require.Positive(t, row.WarehouseID)
		require.Positive(t, row.ItemID)
		for _, price := range row.Prices {
			require.GreaterOrEqual(t, price.PriceListID, int64(0))
		}
	}
	return c, err
}

// Every stock that can be streamed can be parsed as a tree, too.
func FuzzXML(f *testing.F) {
	addSeeds(f, '<')
	f.Fuzz(func(t *testing.T, document string) {
		_, err := assertWellFormed(t, document)
		root, parseErr := parseTree([]byte(document), nil)
		if err == nil {
			require.NoError(t, parseErr)
			verdict := readEnvelope(root)
			require.True(t, verdict.isSuccess())
		}
		require.Equal(t, "root", root.copyElement(0).Name)
	})
}

// Every accepted JSON document is valid JSON in UTF-8, and reads the same with all letters escaped.
func FuzzJSON(f *testing.F) {
	addSeeds(f, '{')
	f.Fuzz(func(t *testing.T, document string) {
		if strings.HasPrefix(document, "{") {
			assertSameAsXML(t, document)
		}
		assertSameAsXML(t, wrapJSON(document))
	})
}

func assertSameAsXML(t *testing.T, document string) {
	t.Helper()
	c, err := assertWellFormed(t, document)
	if err == nil {
		require.True(t, json.Valid([]byte(document)))
		again, err := collectStock(" " + escapeJSON(document))
		require.NoError(t, err)
		require.Equal(t, strings.Join(c.events, "\n"), strings.Join(again.events, "\n"))
	}
	if _, err := parseTree([]byte(document), nil); err == nil {
		require.True(t, json.Valid([]byte(document)))
	}
}

// escapeJSON escapes everything beyond ASCII as \u….
func escapeJSON(document string) string {
	var out strings.Builder
	for _, r := range document {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
