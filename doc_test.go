package shelfwire_test

import (
	"go/build"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, `^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`, shelfwire.Version)
}

// The clients import this package, so it must not import anything of the module.
func TestImportsNothingOfTheModule(t *testing.T) {
	t.Parallel()
	pkg, err := build.ImportDir(".", 0)
	require.NoError(t, err)
	assert.Contains(t, pkg.Imports, "github.com/shopspring/decimal")
	for _, path := range pkg.Imports {
		assert.NotContains(t, path, "shelfwire")
	}
}
