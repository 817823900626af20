package erpxt_test

import (
	"errors"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// importerFunc is an importer of one package.
type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// compile returns what the compiler has against an expression that uses this package; "" for nothing.
func compile(t *testing.T, expression string) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := goparser.ParseFile(fset, "user.go", "package user\nimport \"erpxt\"\nvar _ = "+expression+"\n", 0)
	require.NoError(t, err)
	var problems []string
	config := types.Config{
		Importer: importerFunc(func(string) (*types.Package, error) { return erpxtTypes(t, fset), nil }),
		Error:    func(err error) { problems = append(problems, err.Error()) },
	}
	_, _ = config.Check("user", fset, []*ast.File{file}, nil)
	return strings.Join(problems, "\n")
}

// erpxtTypes returns the types of this package, read from its source. What it imports stays unknown, which is no matter
// for the types that are its own.
func erpxtTypes(t *testing.T, fset *token.FileSet) *types.Package {
	t.Helper()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := goparser.ParseFile(fset, name, nil, 0)
		require.NoError(t, err)
		files = append(files, file)
	}
	config := types.Config{
		Importer: importerFunc(func(string) (*types.Package, error) { return nil, errors.New("left out") }),
		Error:    func(error) {},
	}
	pkg, _ := config.Check("erpxt", fset, files, nil)
	pkg.MarkComplete()
	return pkg
}
