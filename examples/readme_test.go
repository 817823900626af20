// Package examples_test holds what the documents show against the programs.
package examples_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The first program of the README is a program of this module, so that it is known to compile.
func TestREADMEShowsTheFirstProgram(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	program, err := os.ReadFile("first/main.go")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(readme), "```go\n")
	require.True(t, found)
	shown, _, _ := strings.Cut(rest, "```")
	assert.Equal(t, string(program), shown)
}
