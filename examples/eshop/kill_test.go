package main

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop/shoptest"
)

const (
	killSeed = "ESHOP_KILL_SEED" // repeats a failure, as far as the scheduler allows
	enough   = 60 * time.Second  // is long for all the kills: then the fewest will do
	longest  = 20 * time.Second  // without the moment that a kill waits for: then any moment will do
)

// size is how much of it there is.
type size struct{ orders, kills, fewest int } // the fewest kills, where they take long

var skirmish = size{orders: 60, kills: 12, fewest: 10}

// The program is killed again and again, at random moments, while orders go out to providers that fail now and then. In
// the end every order is in the accounts exactly once, line by line, or waits: in Resico for a person, who settles it, and
// in ERP XT until its request cannot arrive any more. Then every order is there exactly once.
//
//	go test ./eshop -run TestKill -v
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	program := build(t)
	for accounts, test := range map[string]struct {
		books books
		size  size
	}{
		"Resico": {resicoBooks{}, campaign},
		"ERP XT": {erpxtBooks{}, skirmish}, // the writes of products and channels are the same
	} {
		for name, on := range map[string]struct {
			database  func(shoptest.TB) string
			processes int
		}{
			"SQLite":     {shoptest.File, 1},
			"PostgreSQL": {shoptest.Postgres, 2},
		} {
			if on.processes > 1 && !isKilledOnPostgres {
				continue
			}
			t.Run(accounts+" on "+name, func(t *testing.T) {
				t.Parallel() // with each other, and no other test
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				b := newBattle(ctx, t, program, on.database(t), on.processes)
				b.books, b.size = test.books, test.size
				b.prepare()
				b.fight()
				b.finish()
				b.settleAll()
				b.checkChannels()
			})
		}
	}
}

// battle is a shop whose program is being killed, and the fakes that outlive it.
type battle struct {
	t        *testing.T
	ctx      context.Context
	program  string
	books    books
	size     size
	database string
	isShared bool       // the database can be looked into while the program runs
	shop     *shop.Shop // then
	seed     uint64
	random   *rand.Rand
	fakes    *fakes
	children []*child // nil where none has been started
	seen     look     // the last one
	movesOn  bool     // orders of the MerchantPro shop, when their invoice is in
	hits     hits
}

// hits say what the kills have interrupted.
type hits struct {
	starts   int
	kills    int
	atWrites int            // how many of them came while a write for an order was under way
	atJobs   map[string]int // how many came while such a job was running
}

func newBattle(ctx context.Context, t *testing.T, program, database string, processes int) *battle {
	t.Helper()
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv(killSeed), strconv.FormatInt(time.Now().Unix(), 10)), 10, 64)
	require.NoError(t, err, killSeed)
	t.Logf("to repeat it: %s=%d", killSeed, seed)
	return &battle{
		t: t, ctx: ctx, program: program, database: database, isShared: processes > 1,
		seed: seed, random: rand.New(rand.NewPCG(seed, 0)),
		fakes: startProviders(ctx, t, program,
			"-products", "60", "-latency", "25ms", "-faults", "0.04", "-seed", strconv.FormatUint(seed, 10)),
		children: make([]*child, processes), hits: hits{atJobs: map[string]int{}}, movesOn: true,
	}
}

// prepare runs the program once where orders wait for its other work, so that the kills meet orders.
func (b *battle) prepare() {
	b.t.Helper()
	if b.books.name() == erpxtAccounts {
		b.checkEnd(b.start(0))
	}
}

// fight kills the program until it has been killed often enough, and into a write for an order at least once.
func (b *battle) fight() {
	b.t.Helper()
	began := time.Now()
	for !b.isWon(time.Since(began)) {
		require.NoError(b.t, b.ctx.Err(), "%d kills so far", b.hits.kills)
		b.reinforce()
		victim := b.random.IntN(len(b.children))
		c := b.children[victim]
		b.await(c)
		c.kill()
		if c.cmd.ProcessState.Exited() { // before: it has done all there was to do
			b.checkEnd(c)
			continue
		}
		b.hits.kills++
		b.assess()
	}
	for _, c := range b.children {
		if c != nil && !c.hasEnded() {
			b.checkEnd(c)
		}
	}
	b.t.Logf("%d starts, %d kills in %.0f s, %d of them into writes for orders; into jobs: %v; %d orders so far",
		b.hits.starts, b.hits.kills, time.Since(began).Seconds(), b.hits.atWrites, b.hits.atJobs, b.seen.orders)
	assert.Positive(b.t, b.hits.atWrites, "the kills have hit nothing, so nothing is proved")
}

// isWon reports whether there were kills enough. On a machine that is so busy that all have missed, there are more.
func (b *battle) isWon(took time.Duration) bool {
	switch {
	case b.hits.atWrites == 0:
		return b.hits.kills >= 5*b.size.kills
	case took > enough:
		return b.hits.kills >= b.size.fewest
	default:
		return b.hits.kills >= b.size.kills
	}
}

// await waits for the moment to kill a process. It is told by what the program has done and not by a clock, so that it
// falls into work however busy the machine is: after so many calls, or so many writes for orders; and now and then at some
// other time, when the program has just been started perhaps.
func (b *battle) await(c *child) {
	b.t.Helper()
	done, patience := b.fakes.calls, longest
	until := done() + b.random.IntN(70)
	switch b.random.IntN(8) {
	case 0:
		patience = time.Duration(b.random.IntN(500)) * time.Millisecond
	case 1, 2, 3:
		done = b.orderWrites
		until = done() + 1 + b.random.IntN(5)
	}
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) && !c.hasEnded() && done() < until {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(time.Duration(b.random.IntN(50)) * time.Millisecond)
}

// orderWrites is how many writes for orders the accounts have got.
func (b *battle) orderWrites() (n int) {
	b.t.Helper()
	state := b.fakes.state()
	calls := b.books.calls(&state)
	for _, op := range []string{
		"Customers.Create", "Customers.Update", "Invoices.Create", "Invoices.AddLine", "Invoices.Confirm",
	} {
		n += calls[op]
	}
	return n
}

// reinforce starts the program where it does not run. Each start places its share of the orders, and something has
// changed in Resico, so that there is always work.
func (b *battle) reinforce() {
	b.t.Helper()
	for i, c := range b.children {
		if c != nil && !c.hasEnded() {
			continue
		}
		b.fakes.ask(http.MethodPost, "/touch", nil)
		if c != nil && b.isShared { // the other process may have placed some
			b.look()
		}
		left := b.size.orders - b.seen.orders
		for other, c := range b.children { // may still place as many as it was told to
			if other != i && c != nil && !c.hasEnded() {
				left -= c.quota
			}
		}
		// Every other start, or so, is killed before it gets to that.
		share := 1 + 2*left/max(1, b.size.kills-b.hits.kills)
		b.hits.starts++
		b.children[i] = b.start(max(0, min(left, share)))
	}
}

func (b *battle) start(orders int) *child {
	b.t.Helper()
	args := []string{
		"-database", b.database, "-providers", b.fakes.address, "-accounts", b.books.name(), "-orders", strconv.Itoa(orders),
		"-orders-since", "2020-01-01", "-seed", strconv.FormatUint(b.seed, 10),
	}
	if b.movesOn {
		args = append(args, "-order-status", "in_process")
	}
	c := start(b.ctx, b.t, b.program, args...)
	c.quota = orders
	return c
}

// checkEnd looks at a process that has ended by itself.
func (b *battle) checkEnd(c *child) {
	b.t.Helper()
	require.Contains(b.t, []int{statusOK, statusWork}, c.status(), &c.out)
	assert.NotContains(b.t, c.out.String(), "panic")
	b.look()
}

// assess looks at what a kill has left.
func (b *battle) assess() {
	b.t.Helper()
	before := b.seen
	b.look()
	if len(added(before.sending, b.seen.sending)) > 0 {
		b.hits.atWrites++
	}
	kinds := map[string]bool{}
	for _, job := range added(before.running, b.seen.running) {
		kinds[strings.Fields(job)[0]] = true
	}
	for kind := range kinds {
		b.hits.atJobs[kind]++
	}
}
