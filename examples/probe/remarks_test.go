package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	remark    = regexp.MustCompile(`\(probe: ([a-z]+/[a-z0-9-]+(?:, [a-z]+/[a-z0-9-]+)*)\)`)
	anyRemark = regexp.MustCompile(`(?i)probe:`)
	lineBreak = regexp.MustCompile(`\n\s*//`)
)

// readRemarks returns the rows that the comments of a package name.
func readRemarks(t *testing.T, provider string) (ids []string) {
	t.Helper()
	files, err := filepath.Glob("../../" + provider + "/*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		joined := lineBreak.ReplaceAllString(string(text), "")
		found := remark.FindAllStringSubmatch(joined, -1)
		assert.Len(t, anyRemark.FindAllString(joined, -1), len(found), "%s has a remark in another form", file)
		for _, each := range found {
			ids = append(ids, strings.Split(each[1], ", ")...)
		}
	}
	return ids
}

// The comments of the packages name rows that exist. The undocumented rows that no comment names are in a file: go test
// ./probe -update writes it anew.
func TestRows_AreNamedInComments(t *testing.T) {
	t.Parallel()
	var unnamed strings.Builder
	_, stdout, _ := runAlone(t, "-json")
	for _, p := range decodeReports(t, stdout) {
		named := readRemarks(t, p.Provider)
		assert.Greater(t, len(named), 10, p.Provider)
		var rows []string
		for _, r := range p.Rows {
			rows = append(rows, r.ID)
			if !slices.Contains(named, r.ID) && r.Source == undocumented {
				unnamed.WriteString(r.ID + "\n")
			}
		}
		for _, id := range named {
			assert.Contains(t, rows, id)
		}
	}
	const file = "testdata/unnamed.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(unnamed.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), unnamed.String())
}
