package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
)

// build makes the program as a user has it.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "eshop")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	output, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", output)
	return program
}

// child is a process of the program.
type child struct {
	cmd   *exec.Cmd
	out   bytes.Buffer // for when it has ended
	ended chan struct{}
	quota int // the most orders that it may place
}

// start runs the program in the background. The end of the test ends it, at the latest.
func start(ctx context.Context, t *testing.T, program string, args ...string) *child {
	t.Helper()
	c := &child{cmd: exec.CommandContext(ctx, program, args...), ended: make(chan struct{})}
	c.cmd.Env = environmentWithout("RESICO_", "ERPXT_", "MERCHANTPRO_", "VIRTPOS_", "ESHOP_")
	c.cmd.Stdout, c.cmd.Stderr = &c.out, &c.out
	require.NoError(t, c.cmd.Start())
	go func() {
		_ = c.cmd.Wait() // the status is asked for later
		close(c.ended)
	}()
	t.Cleanup(c.kill)
	return c
}

// environmentWithout leaves out what would lead the program to a real provider.
func environmentWithout(prefixes ...string) (kept []string) {
	for _, pair := range os.Environ() {
		isOut := false
		for _, prefix := range prefixes {
			isOut = isOut || strings.HasPrefix(pair, prefix)
		}
		if !isOut {
			kept = append(kept, pair)
		}
	}
	return kept
}

// kill ends the process with SIGKILL, unless it has ended, and waits until it is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	<-c.ended
}

func (c *child) hasEnded() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// status waits for the end of the process.
func (c *child) status() int {
	<-c.ended
	return c.cmd.ProcessState.ExitCode()
}

// fakes are the four in a process of their own.
type fakes struct {
	t       *testing.T
	address string
	client  *http.Client
}

// startProviders starts the fakes, on ports that the system chooses.
func startProviders(ctx context.Context, t *testing.T, program string, args ...string) *fakes {
	t.Helper()
	reader, writer := io.Pipe()
	cmd := exec.CommandContext(ctx, program, append([]string{"providers", "-listen", "127.0.0.1:0"}, args...)...)
	cmd.Stdout, cmd.Stderr = writer, os.Stderr
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = reader.Close() // so that nothing waits for a reader
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(reader)
	for lines.Scan() {
		if _, address, found := strings.Cut(lines.Text(), "ESHOP_PROVIDERS="); found {
			go func() { _, _ = io.Copy(io.Discard, reader) }()
			transport := &http.Transport{}
			t.Cleanup(transport.CloseIdleConnections)
			return &fakes{t: t, address: address, client: &http.Client{Transport: transport}}
		}
	}
	require.FailNow(t, "the fakes have not started")
	return nil
}

// ask sends a request to the address beside the fakes.
func (o *fakes) ask(method, path string, into any) {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.t.Context(), method, o.address+path, http.NoBody)
	require.NoError(o.t, err)
	response, err := o.client.Do(request)
	require.NoError(o.t, err)
	defer func() { assert.NoError(o.t, response.Body.Close()) }()
	require.Less(o.t, response.StatusCode, http.StatusBadRequest)
	if into != nil {
		require.NoError(o.t, json.NewDecoder(response.Body).Decode(into))
	}
}

func (o *fakes) state() (s demo.State) {
	o.t.Helper()
	o.ask(http.MethodGet, "/state", &s)
	return s
}

func (o *fakes) calls() (n int) {
	o.t.Helper()
	o.ask(http.MethodGet, "/calls", &n)
	return n
}
