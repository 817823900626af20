package jsonscan_test

import "testing"

// Tokens and verdict are those of encoding/json, for any text, size of the buffer and way to read it.
func FuzzScanner(f *testing.F) {
	for i, text := range texts {
		f.Add(text, byte(i))
	}
	f.Fuzz(func(t *testing.T, text string, size byte) {
		compareWithJSON(t, text, int(size))
	})
}
