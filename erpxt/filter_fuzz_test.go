package erpxt_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// intruders are texts that would change a filter if they could leave their place.
var intruders = []string{
	"", "x", "O'Neil", "'", "''", "'''", "' or Id ne '", "') or (Id ne 1", `\' or Id ne 1`, "x' eq null", "null", "not",
	"Id eq 1 or Name", "Name eq '", "(", ")", "datetime'", "Name)", "a'b''c",
	"\x00'", "\xff'", "\u2019 or \u02bc", "%27 or 1 eq 1",
}

func addIntruders(f *testing.F) {
	f.Helper()
	for _, s := range intruders {
		f.Add(s)
	}
}

// No text breaks out of its literal.
func FuzzTextLiteral(f *testing.F) {
	addIntruders(f)
	f.Fuzz(func(t *testing.T, s string) {
		filter := erpxt.ProductName.Eq(s).Or(erpxt.ProductID.Gt(1))
		if !utf8.ValidString(s) {
			require.Contains(t, filter.String(), notAFilter)
			return
		}
		read, err := parseFilter(filter.String())
		require.NoError(t, err)
		want := joinTrees("or",
			&tree{op: "eq", field: "Name", literal: literal{"text", s}},
			&tree{op: "gt", field: "Id", literal: literal{"number", "1"}})
		require.Equal(t, want.String(), read.String())
	})
}

// No name of a field is more than a name.
func FuzzFieldName(f *testing.F) {
	addIntruders(f)
	f.Fuzz(func(t *testing.T, s string) {
		filter := erpxt.TextField(s).Eq("x").Or(erpxt.ProductID.Gt(1))
		if strings.HasPrefix(filter.String(), notAFilter) {
			return
		}
		read, err := parseFilter(filter.String())
		require.NoError(t, err)
		want := joinTrees("or",
			&tree{op: "eq", field: s, literal: literal{"text", "x"}},
			&tree{op: "gt", field: "Id", literal: literal{"number", "1"}})
		require.Equal(t, want.String(), read.String())
	})
}

// A raw filter stays inside the parentheses that it is given.
func FuzzRawFilter(f *testing.F) {
	addIntruders(f)
	f.Fuzz(func(t *testing.T, s string) {
		filter := erpxt.RawFilter(s).And(erpxt.ProductID.Gt(1))
		if strings.HasPrefix(filter.String(), notAFilter) {
			return
		}
		text := filter.String()
		require.Equal(t, "("+s+") and Id gt 1", text)
		require.Equal(t, len(s)+1, parenthesisPairs(text)[0], "the first parenthesis closes behind the raw filter")
	})
}
