package virtpos

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestSource_NoProgress(t *testing.T) {
	t.Parallel()
	_, err := io.ReadAll(newSource(idleReader{}, readSize, "", nil))
	require.ErrorIs(t, err, io.ErrNoProgress)
	require.ErrorIs(t, readStock(listSource{body: idleReader{}}, StoreQuery{}, stockSink{}), io.ErrNoProgress)
}

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }

// The source gives the same bytes for any size of its buffer and of the reads.
func TestSource_Read(t *testing.T) {
	t.Parallel()
	text := "{" + strings.Repeat("aЖ€😀", 100) + "}"
	for size := range 40 {
		src := newSource(strings.NewReader(text), size, "", nil)
		_, err := src.peekFirstByte()
		require.NoError(t, err)
		require.NoError(t, iotest.TestReader(src, []byte(text)))
	}
	_, err := io.ReadAll(newSource(strings.NewReader("{\xe2\x82"), 16, "", nil))
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}
