package demo

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/shelfwire/shelfwire/faults"
)

// Faults make a fake fail now and then, as a network and a server in trouble do. Which calls fail, and how, follows
// from the seed: what the hundredth call meets is the same in each run, whatever call it happens to be.
type Faults struct {
	server breakable
	rate   float64

	mu     sync.Mutex
	random *rand.Rand
	healed bool
}

// breakable is the part of a fake that faults need.
type breakable interface {
	Fail(list ...faults.Fault)
	ClearFaults()
}

// ways are all the ways in which a call fails. Most of them leave it open whether the call was carried out.
func ways() []faults.Fault {
	return []faults.Fault{
		faults.Status(http.StatusServiceUnavailable),
		faults.Status(http.StatusServiceUnavailable).AfterApplying(),
		faults.DropRequest(),
		faults.DropResponse(),
		faults.CutBody(),
		faults.CutBodyWithoutLength(),
		faults.HTML(http.StatusOK).AfterApplying(),
		faults.PHPError(http.StatusOK),
		faults.RateLimited("1"),
		faults.HTML(http.StatusBadGateway),
		faults.Delay(200 * time.Millisecond),
	}
}

// Disturb lets each call fail with a probability, drawn from the seed and the stream, which tells servers apart.
func Disturb(server breakable, rate float64, seed, stream uint64) *Faults {
	f := &Faults{server: server, rate: rate, random: rand.New(rand.NewPCG(seed, stream))} //nolint:gosec // repeatable
	if rate > 0 {
		server.Fail(faults.Between(f.draw).Always())
	}
	return f
}

// draw decides what the next call meets. It runs while a call is being served, for which it is too late.
func (f *Faults) draw() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.healed || f.random.Float64() >= f.rate {
		return
	}
	all := ways()
	f.server.Fail(all[f.random.IntN(len(all))])
}

// ClearFaults ends the faults. Calls that come from now on meet none.
func (f *Faults) ClearFaults() {
	f.mu.Lock() // a call that is under way must not add another one
	defer f.mu.Unlock()
	f.healed = true
	f.server.ClearFaults()
}
