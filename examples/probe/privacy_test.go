package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/erpxt"
)

// No output has a key, a token, a name, an address or a number of the company in it.
func TestRun_OutputsTellNothing(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"", "-json", "-issue"} {
		w := newWorld(t)
		for _, p := range providers {
			args := everything[p.name]
			if form != "" {
				args = append([]string{form}, args...)
			}
			w.run(t.Context(), p.name, args...)
			shape, err := os.ReadFile(w.shape)
			require.NoError(t, err)
			assert.NotEmpty(t, shape)
			w.checkPrivate(t, w.stdout.String())
			w.checkPrivate(t, string(shape))
		}
		assert.Contains(t, w.stdout.String(), "resico/envelope")
	}
}

// The shape has the URLs that were asked.
func TestRun_ShapeOfResources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assert.Zero(t, w.run(t.Context(), "erpxt"))
	shape, err := os.ReadFile(w.shape)
	require.NoError(t, err)
	for _, r := range (&erpxtProbe{client: &erpxt.Client{}}).resources() {
		assert.Contains(t, string(shape), "erpxt "+r.path+": GET ")
	}
	assert.Contains(t, string(shape), "GET /api2/public/v1.2/customers")
	assert.Contains(t, string(shape), "erpxt Token: POST /api2/public/token")
}

// The shape has every name of the APIs: what it hides in responses of the fakes are codes of locations.
func TestRun_ShapeNamesMembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, p := range providers {
		w.run(t.Context(), p.name, everything[p.name]...)
		shape, err := os.ReadFile(w.shape)
		require.NoError(t, err)
		before := ""
		for line := range strings.Lines(string(shape)) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "*") {
				assert.Regexp(t, "^Balance(Detailed)?[ :]", before)
			}
			before = line
		}
	}
}

// checkPrivate looks for what the fakes hold and for the keys.
func (w *world) checkPrivate(t *testing.T, text string) {
	t.Helper()
	private := []string{
		"BOWL", "CUP/11", "Clay bowl", "PROBE-12", "Paraugs", "anna@", "Shop\"", "Keyboard", "TEAPOT", "VOUCHER", "4750000000017", "17007", "0000-17",
		"Чай", "TEA-3", "2026-01", "Магазин", "112.6", "59.5", "127.0.0.1",
		"Przykład", "6770065406", "ola@", "Przelew", "przykładowy", "firmowy", "4711", "81.29", "199.98", "FS/",
		"SCARF", "TVA", "5001", "5002", "5003", "ana@", "Exemplu",
		"4600000000017", "Чаи", "Вера", "vera@", "oleg@", "900 000", "WB-7", "Поставщик", "WO-8", "RT-9",
	}
	for name, value := range w.variables {
		private = append(private, value)
		assert.NotContains(t, text, value, name)
	}
	for _, value := range private {
		assert.NotContains(t, text, value)
	}
}
