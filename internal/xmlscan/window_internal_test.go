package xmlscan

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The buffer grows for long names and declarations alone.
func TestScanner_Buffer(t *testing.T) {
	t.Parallel()
	const size = 50
	long := strings.Repeat("€a-", 100)
	for name, tc := range map[string]struct {
		document string
		most     int
	}{
		"text":                {long, size},
		"CDATA":               {"<![CDATA[" + long + "]]>", size},
		"text of one kind":    {strings.Repeat("€", 100) + strings.Repeat("Ж", 100), size},
		"comment":             {"<!-- " + long + " -->", size},
		"instruction":         {"<?a " + long + "?>", size},
		"attribute":           {"<abc b='" + long + "'/>", size},
		"spaces in a tag":     {"<a" + strings.Repeat(" ", 500) + "/>", size},
		"number":              {"&#" + strings.Repeat("0", 500) + "65;", size},
		"many short ones":     {strings.Repeat("<é>€&amp;</é>", 100), size},
		"name":                {"<" + strings.Repeat("a", 150) + "/>", 4 * size},
		"declaration":         {"<?xml " + strings.Repeat("a", 150) + "?>", 4 * size},
		"name that just fits": {"<" + strings.Repeat("a", size-1) + "/>", size},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scanner := NewScanner(strings.NewReader(tc.document), size)
			var err error
			for err == nil {
				_, err = scanner.Next()
			}
			require.Equal(t, io.EOF, err)
			assert.LessOrEqual(t, len(scanner.buf), tc.most)
		})
	}
}

// Names beyond ASCII are remembered up to a bound.
func TestScanner_WideNames(t *testing.T) {
	t.Parallel()
	scanner := NewScanner(nil, 0)
	for i := range 2 * maxWideNames {
		require.True(t, scanner.isWideName([]byte("é"+strings.Repeat("a", i))))
	}
	assert.Len(t, scanner.wideNames, maxWideNameLen-1)
	for i := range rune(2 * maxWideNames) {
		require.True(t, scanner.isWideName([]byte(string('一'+i))))
	}
	assert.Len(t, scanner.wideNames, maxWideNames)
}
