package flows_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/erpxt/erpxttest"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

// The variables of a process that is going to be killed, or that goes on after one.
const (
	victimDatabase = "ESHOP_VICTIM_DATABASE"
	victimURL      = "ESHOP_VICTIM_URL"
	victimID       = "ESHOP_VICTIM_ID"
	victimSecret   = "ESHOP_VICTIM_SECRET"
	victimCall     = "ESHOP_VICTIM_CALL"   // the number of the call that kills it, from 1; 0 for none
	victimMoment   = "ESHOP_VICTIM_MOMENT" // before or after the provider has the call
)

// Statuses of such a process.
const (
	victimDone = 0 // the order is sent
	victimOpen = 3 // the order is still open
)

func TestMain(m *testing.M) {
	if os.Getenv(victimDatabase) != "" {
		os.Exit(beVictim(context.Background()))
	}
	flows.LosePatience()
	os.Exit(m.Run())
}

// beVictim submits order 1 and dies on the way.
func beVictim(ctx context.Context) int {
	s, err := shop.Open(ctx, os.Getenv(victimDatabase))
	if err != nil {
		panic(err)
	}
	call, err := strconv.Atoi(os.Getenv(victimCall))
	if err != nil {
		panic(err)
	}
	options := behindGate()
	options.BaseURL = os.Getenv(victimURL)
	options.Retry = shelfwire.RetryPolicy{BaseDelay: time.Millisecond, MaxDelay: 2 * time.Millisecond}
	options.HTTPClient = &http.Client{Transport: &processKiller{call: call, after: os.Getenv(victimMoment) == "after"}}
	client, err := erpxt.New(erpxt.Credentials{
		ClientID: shelfwire.NewSecret(os.Getenv(victimID)), ClientSecret: shelfwire.NewSecret(os.Getenv(victimSecret)),
	}, options)
	if err != nil {
		panic(err)
	}
	if err := newBillingFlow(s, client).Run(ctx, 1); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return victimOpen
	}
	return victimDone
}

// processKiller kills the process at a call, as kill -9 does.
type processKiller struct {
	call  int
	after bool
	calls int
}

func (k *processKiller) RoundTrip(r *http.Request) (*http.Response, error) {
	k.calls++
	if k.calls == k.call && !k.after {
		die()
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if k.calls == k.call {
		die()
	}
	return response, err
}

func die() {
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {} // until it takes effect
}

// The process is killed at each of its calls, before and after the provider has it. Whatever the moment, in the end there
// is one card of the buyer and one invoice, confirmed once, and no person was asked.
func TestSubmitToERPXT_killed(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(shoptest.TB) string{"SQLite": shoptest.File, "PostgreSQL": shoptest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kills := 0
			for _, moment := range []string{"before", "after"} {
				call := 1
				for killAt(t, database(t), call, moment) {
					call++
				}
				kills += call - 1
			}
			t.Logf("%d kills", kills)
			assert.GreaterOrEqual(t, kills, 2*10, "the token, six calls that look, a card, a draft, and a confirmation")
		})
	}
}

// killAt kills the program once, lets others go on, and reports whether it had come to that call.
func killAt(t *testing.T, database string, call int, moment string) (killed bool) {
	t.Helper()
	s, err := shop.Open(t.Context(), database)
	require.NoError(t, err)
	server := erpxttest.NewServer(t)
	fillBilling(t, s, server)
	require.NoError(t, s.Close())

	status, said := runVictim(t, server, database, call, moment)
	killed = status == -1
	require.Equal(t, killed, status != victimDone, said)
	for tries := 0; status != victimDone; tries++ {
		require.Less(t, tries, 6, "%s call %d: %s", moment, call, said)
		if status == victimOpen { // what is unclear becomes clear in time
			s, err := shop.Open(t.Context(), database)
			require.NoError(t, err)
			shoptest.Age(t, s.DB(), shop.LandingTime)
			require.NoError(t, s.Close())
		}
		status, said = runVictim(t, server, database, 0, moment)
		require.NotEqual(t, -1, status, said)
	}
	s, err = shop.Open(t.Context(), database)
	require.NoError(t, err)
	o, err := s.Order(t.Context(), 1)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	checkBilled(t, server, o)
	for _, op := range []string{"Customers.Create", "Invoices.Create"} {
		assert.LessOrEqual(t, created(server, op), 1, "%s, killed %s call %d", op, moment, call)
	}
	return killed
}

// created counts the requests that have made something.
func created(server *erpxttest.Server, op string) (n int) {
	for _, r := range server.Requests() {
		if r.Op == op && r.Status < http.StatusBadRequest {
			n++
		}
	}
	return n
}

// runVictim runs the test's own program as such a process. Its status is -1 when it was killed.
func runVictim(t *testing.T, server *erpxttest.Server, database string, call int, moment string) (status int, said string) {
	t.Helper()
	cred := server.Credentials()
	var out bytes.Buffer
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), victimDatabase+"="+database, victimURL+"="+server.URL(),
		victimID+"="+cred.ClientID.Reveal(), victimSecret+"="+cred.ClientSecret.Reveal(),
		victimCall+"="+strconv.Itoa(call), victimMoment+"="+moment)
	c.Stdout, c.Stderr = &out, &out
	_ = c.Run() // the status says it
	status = c.ProcessState.ExitCode()
	require.Contains(t, []int{-1, victimDone, victimOpen}, status, &out)
	return status, out.String()
}
