package shelfwire_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// oddWords are words for which the field has others, which a reader would search for. Connections are refused, as the
// operating system says.
var oddWords = map[*regexp.Regexp]string{
	regexp.MustCompile(`(?i)\brepl(y|ies)\b`):          "response",
	regexp.MustCompile(`(?i)\brefus(es?|als?|ed)\b`):   "reject",
	regexp.MustCompile(`(?i)\bunderway\b|\bunbegun\b`): "in progress",
}

// Comments speak the field's language, so that a search finds things.
func TestCommentsUseStandardWords(t *testing.T) {
	t.Parallel()
	files := 0
	require.NoError(t, filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (entry.Name() == "examples" || entry.Name() == ".git" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, group := range file.Comments {
			checkComment(t, set, group)
		}
		return nil
	}))
	assert.Greater(t, files, 100)
}

func checkComment(t *testing.T, set *token.FileSet, group *ast.CommentGroup) {
	t.Helper()
	text := strings.ReplaceAll(group.Text(), "connection refused", "")
	for odd, word := range oddWords {
		for _, found := range odd.FindAllString(text, -1) {
			t.Errorf("%s: %q in a comment; the field says %q", set.Position(group.Pos()), found, word)
		}
	}
}
