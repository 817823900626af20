package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
)

// apart are fakes that outlive the runs of the program.
func apart(t *testing.T) *demo.Providers {
	t.Helper()
	p, err := demo.StartProviders(t.Context(), demo.Options{Listen: "127.0.0.1:0", Products: 30, Seed: 1})
	require.NoError(t, err)
	t.Cleanup(p.Close)
	return p
}

func TestRun_providers(t *testing.T) {
	t.Parallel()
	p := apart(t)
	database := filepath.Join(t.TempDir(), "eshop.db")
	args := []string{"-database", database, "-orders", "4"}
	env := environment("ESHOP_PROVIDERS", p.URL())
	var out, errs bytes.Buffer
	require.Equal(t, statusOK, run(t.Context(), args, env, &out, &errs), "%s%s", &out, &errs)
	assert.Contains(t, out.String(), "a fake in another process, "+p.Directory().Resico.URL)
	assert.Contains(t, out.String(), "price list  29 product cards created, 0 edited")
	assert.Len(t, p.State().Resico.Invoices, 6, "two of them sold by MerchantPro")

	// They remember, and only what changed is sent.
	out.Reset()
	require.Equal(t, statusOK, run(t.Context(), args, env, &out, &errs), "%s%s", &out, &errs)
	assert.Len(t, p.State().Resico.Invoices, 10)
	assert.Contains(t, out.String(), "price list  0 product cards created, 0 edited")

	// Others know nothing of what this database knows.
	out.Reset()
	other := apart(t)
	require.Equal(t, statusUsage, run(t.Context(), append(args, "-providers", other.URL()), env, &out, &errs))
	assert.Contains(t, errs.String(), "the database belongs to "+p.Directory().Account)
	assert.Empty(t, other.State().Resico.Invoices)
	require.Equal(t, statusUsage, run(t.Context(), append(args, "-providers", ""), env, &out, &errs))
}

// People order in the fake MerchantPro shop in the currency of the program's accounts, so that no order needs a person.
func TestRun_providersERPXT(t *testing.T) {
	t.Parallel()
	p := apart(t)
	args := []string{
		"-database", filepath.Join(t.TempDir(), "eshop.db"), "-providers", p.URL() + "/", "-orders", "0", "-accounts", "erpxt",
	}
	fakes := &fakes{t: t, address: p.URL(), client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	for _, want := range []int{2, 4} { // one of the new ones is paid, and one that was there before
		var out, errs bytes.Buffer
		require.Equal(t, statusOK, run(t.Context(), args, environment(), &out, &errs), "%s%s", &out, &errs)
		assert.Contains(t, out.String(), "Everything is where it belongs.")
		assert.Len(t, p.State().ERPXT.Invoices, want)
		fakes.ask(http.MethodPost, "/touch", nil)
	}
}

// Whatever fails, no order is there twice; what is unclear waits for a person.
func TestRun_faults(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "eshop.db")
	args := []string{"-database", database, "-products", "30", "-orders", "4", "-faults", "0.2", "-seed", "3"}
	var out bytes.Buffer
	require.Equal(t, statusWork, run(t.Context(), args, environment(), &out, io.Discard), &out)
	assert.Contains(t, out.String(), "the change may or may not have been made")
}

// What is given to the fakes inside the program is not for others.
func TestRun_wrongProviders(t *testing.T) {
	t.Parallel()
	const fakes = "http://127.0.0.1:1"
	for name, test := range map[string]struct {
		args []string
		env  func(string) string
		want string
	}{
		"real Resico":      {[]string{"-providers", fakes}, bothKeys(), "names fakes, but the credentials"},
		"faults for real":  {[]string{"-faults", "0.1"}, bothKeys(), "are about the fakes, but the credentials"},
		"faults":           {[]string{"-providers", fakes, "-faults", "0.1"}, environment(), "give them to `eshop prov"},
		"products":         {[]string{"-products", "3"}, environment("ESHOP_PROVIDERS", fakes), "give them to `eshop prov"},
		"another machine":  {[]string{"-providers", "http://192.0.2.1:9000"}, environment(), "want what `eshop prov"},
		"another scheme":   {[]string{"-providers", "127.0.0.1:9000"}, environment(), "want what `eshop providers` says"},
		"nobody there":     {[]string{"-providers", fakes}, environment(), "cannot find the providers at " + fakes},
		"too many faults":  {[]string{"-faults", "1.1"}, environment(), "-faults must be between 0 and 1"},
		"no number at all": {[]string{"-faults", "NaN"}, environment(), "-faults must be between 0 and 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			assert.Equal(t, statusUsage, run(t.Context(), test.args, test.env, &out, &errs))
			assert.Contains(t, errs.String(), test.want)
			assert.Empty(t, out.String())
		})
	}
}

func TestProvidersCommand_wrongUsage(t *testing.T) {
	t.Parallel()
	busy := strings.TrimPrefix(apart(t).URL(), "http://")
	for _, test := range []struct{ args, want string }{
		{"-listen 0.0.0.0:9000", "want a loopback address"},
		{"-listen :9000", "want a loopback address"},
		{"-listen 192.0.2.1:9000", "want a loopback address"},
		{"-listen 127.0.0.1", "want a loopback address"},
		{"-listen 127.0.0.1:x", "is not a port"},
		{"-listen " + busy, "address already in use"},
		{"-products 0", "-products must be from 1 to 100000"},
		{"-latency -1s", "-latency must not be negative"},
		{"-faults -0.1", "-faults must be between 0 and 1"},
		{"-frobnicate", "frobnicate"},
		{"now", `unexpected argument "now"`},
	} {
		var out, errs bytes.Buffer
		args := append([]string{"providers"}, strings.Fields(test.args)...)
		assert.Equal(t, statusUsage, run(t.Context(), args, environment(), &out, &errs), test.args)
		assert.Contains(t, errs.String(), test.want)
		assert.Empty(t, out.String())
	}
	var out, errs bytes.Buffer
	assert.Equal(t, statusOK, run(t.Context(), []string{"providers", "-help"}, environment(), &out, &errs))
	assert.Contains(t, errs.String(), "Usage: eshop providers [flags]")
}

// It says where the fakes are, and ends when it is told to.
func TestProvidersCommand(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var errs bytes.Buffer
	out := &until{text: "-database fakes.db", then: cancel}
	assert.Equal(t, statusOK, run(ctx, []string{"providers", "-listen", "localhost:0"}, environment(), out, &errs))
	assert.Regexp(t, `^Resico      http://127\.0\.0\.1:\d+/json/v1\nERP XT      http://127.*\nMerchantPro http://127.*\n`+
		`VirtualPOS  http://127.*\n`, out.String())
	assert.Regexp(t, `export ESHOP_PROVIDERS=http://127\.0\.0\.1:\d+\n`, out.String())
	assert.Empty(t, errs.String())
	assert.Equal(t, statusOK, run(ctx, []string{"providers", "-listen", "localhost:0"}, environment(), out, &errs),
		"interrupted before they are there")
	assert.Empty(t, errs.String())
}

// until does something as soon as a text is written.
type until struct {
	bytes.Buffer

	text string
	then func()
}

func (u *until) Write(text []byte) (int, error) {
	defer func() {
		if strings.Contains(u.String(), u.text) {
			u.then()
		}
	}()
	return u.Buffer.Write(text)
}
