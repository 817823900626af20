package jsonscan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/jsonscan"
)

// BenchmarkScanner reads the tokens of a list of products, beside the Decoder of encoding/json.
func BenchmarkScanner(b *testing.B) {
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, `{"id":%d,"name":"Корм для собак \"%d\"","quantity":"%d.000","prices":[{"id":4,"price":%d.50}]},`+"\n", i, i, i%100, i)
	}
	text := "[" + list.String() + "null]"
	for name, newTokens := range map[string]func() func() error{
		"scanner": func() func() error {
			s := jsonscan.New(strings.NewReader(text), 32<<10)
			return func() error { _, err := s.Next(); return err }
		},
		"encoding/json": func() func() error {
			dec := json.NewDecoder(strings.NewReader(text))
			return func() error { _, err := dec.Token(); return err }
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				next := newTokens()
				var err error
				for err == nil {
					err = next()
				}
				require.True(b, errors.Is(err, io.EOF))
			}
		})
	}
}
