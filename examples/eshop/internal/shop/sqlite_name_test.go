package shop

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// Whatever name leads to a file, one process works on it.
func TestOpen_symbolicLinks(t *testing.T) {
	t.Parallel()
	file := shoptest.File(t)
	elsewhere := t.TempDir()
	link, folder := filepath.Join(elsewhere, "link.db"), filepath.Join(elsewhere, "folder")
	require.NoError(t, os.Symlink(filepath.Dir(file), folder))
	throughFolder := filepath.Join(folder, filepath.Base(file))
	s, err := Open(t.Context(), throughFolder)
	require.NoError(t, err, "it is new")
	defer func() { require.NoError(t, s.Close()) }()
	require.NoError(t, s.SetMark(t.Context(), "products", monday))
	require.NoError(t, os.Symlink(file, link))
	for _, name := range []string{file, link, throughFolder} {
		_, err = Open(t.Context(), name)
		require.ErrorIs(t, err, ErrInUse, name)
		reader, err := OpenToRead(t.Context(), name)
		require.NoError(t, err, name)
		mark, err := reader.Mark(t.Context(), "products")
		require.NoError(t, err)
		assert.True(t, mark.Equal(monday))
		require.NoError(t, reader.Close())
	}
}

func TestOpen_brokenLink(t *testing.T) {
	t.Parallel()
	link := shoptest.File(t)
	require.NoError(t, os.Symlink("nowhere.db", link))
	_, err := Open(t.Context(), link)
	require.ErrorContains(t, err, "it is a symbolic link to nowhere.db, which is not there")
}

func TestOpen_hardLink(t *testing.T) {
	t.Parallel()
	file := shoptest.File(t)
	s, err := Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, os.Link(file, file+".backup"))
	for _, name := range []string{file, file + ".backup"} {
		_, err = Open(t.Context(), name)
		require.ErrorIs(t, err, ErrManyNames, name)
		_, err = OpenToRead(t.Context(), name)
		require.ErrorIs(t, err, ErrManyNames, name)
	}
	require.NoError(t, s.Close())
	require.NoError(t, os.Remove(file+".backup"))
	s, err = Open(t.Context(), file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}
