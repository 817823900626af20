package examples_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the output of the programs into the documents")

// sample is a block that shows a command and what it prints.
var sample = regexp.MustCompile("(?m)^```\n\\$ go run -C examples (\\./\\S+)(.*)\n((?:.*\n)*?)```$")

// The samples in the documents are what the programs print, but for what differs from run to run. With -update those
// that are no longer so are written anew.
func TestDocuments_output(t *testing.T) {
	t.Parallel()
	for _, document := range []string{"README.md", "eshop/README.md"} {
		data, err := os.ReadFile(document)
		require.NoError(t, err)
		text := string(data)
		samples := sample.FindAllStringSubmatch(text, -1)
		require.NotEmpty(t, samples, document)
		for _, found := range samples {
			block, program, args, shown := found[0], found[1], strings.Fields(found[2]), found[3]
			printed := runProgram(t, program, args)
			if *update && masked(printed) != masked(shown) {
				written := strings.TrimSuffix(block, shown+"```") + printed + "```"
				text = strings.Replace(text, block, written, 1)
				shown = printed
			}
			assert.Equal(t, masked(printed), masked(shown), "%s: %s; go test . -update writes it anew", document, program)
		}
		if text != string(data) {
			require.NoError(t, os.WriteFile(document, []byte(text), 0o600))
		}
	}
}

// runProgram returns what a program of this module prints in an empty folder, on its fakes.
func runProgram(t *testing.T, program string, args []string) string {
	t.Helper()
	folder := t.TempDir()
	binary := filepath.Join(folder, "program")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", binary, program)
	build.Env = append(os.Environ(), "GOFLAGS=") // without the race detector, which would take minutes to link
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	run := exec.CommandContext(t.Context(), binary, args...)
	run.Dir = folder
	run.Env = slices.DeleteFunc(os.Environ(), isSetting)
	printed, err := run.Output()
	require.NoError(t, err, program)
	return progressLine.ReplaceAllString(string(printed), "")
}

// isSetting reports whether a variable would lead a program away from its fakes.
func isSetting(variable string) bool {
	return slices.ContainsFunc([]string{"RESICO_", "ERPXT_", "MERCHANTPRO_", "VIRTPOS_", "ESHOP_"},
		func(prefix string) bool { return strings.HasPrefix(variable, prefix) })
}

var (
	progressLine = regexp.MustCompile(`(?m)^\S.{11}\d+ of \d+\n`) // which a terminal shows as a bar
	port         = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	figure       = regexp.MustCompile(`(?m)^( +(?:calls|retries|changed|seconds)) +[\d.]+`)
)

// masked is a text without what differs from run to run: ports, times, calls, and which of several is ready first.
func masked(text string) string {
	text = figure.ReplaceAllString(port.ReplaceAllString(text, "127.0.0.1:0"), "$1 0")
	parts := strings.Split(text, "\n\n")
	for i, part := range parts {
		if strings.Contains(part, " settled") {
			lines := strings.Split(part, "\n")
			slices.Sort(lines)
			parts[i] = strings.Join(lines, "\n")
		}
	}
	return strings.Join(parts, "\n\n")
}

func TestMasked(t *testing.T) {
	t.Parallel()
	const text = "at http://127.0.0.1:123/\n\nb 2 up to date\na 1 settled\n\n  calls          179  to Resico\n  seconds  5.7\n"
	assert.Equal(t, "at http://127.0.0.1:0/\n\na 1 settled\nb 2 up to date\n\n  calls 0  to Resico\n  seconds 0\n", masked(text))
	assert.NotEqual(t, masked("cards 283"), masked("cards 284"))
	assert.Equal(t, "a\n", progressLine.ReplaceAllString("price list  60 of 293\na\n", ""))
	assert.NotEmpty(t, progressLine.ReplaceAllString("orders      40 of 40 settled\n", ""))
}

// What the documents lead to is there.
func TestDocuments_links(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	for _, document := range []string{"README.md", "eshop/README.md", "eshop/OPERATE.md", "eshop/GO-LIVE.md"} {
		data, err := os.ReadFile(document)
		require.NoError(t, err)
		links := link.FindAllStringSubmatch(string(data), -1)
		require.NotEmpty(t, links, document)
		for _, found := range links {
			assert.FileExists(t, targetOf(document, found[1]), document)
		}
	}
}

// targetOf is the file that a link means: of a folder, its first file.
func targetOf(document, link string) string {
	target := filepath.Join(filepath.Dir(document), link)
	if info, err := os.Stat(target); err == nil && info.IsDir() {
		return filepath.Join(target, "doc.go")
	}
	return target
}
