package main

import (
	"net/http"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// checkRemote: each order of the MerchantPro shop that is paid is one order here that was moved on once there, and no other
// is any, or was. It returns how many are paid.
func (b *battle) checkRemote(state *demo.State) (paid int) {
	b.t.Helper()
	here := map[string]int{}
	for _, o := range b.orders() {
		here[o.Remote.ID]++
	}
	for _, o := range state.MerchantPro.Orders {
		want := 0
		if o.IsPaid {
			want = 1
			paid++
		}
		assert.Equal(b.t, want, here[o.ID], "the MerchantPro order %s", o.ID)
		assert.Len(b.t, o.Statuses, want, "statuses that the MerchantPro order %s was set to", o.ID)
	}
	assert.Positive(b.t, paid, "people have ordered there, too")
	b.t.Logf("%d orders in the MerchantPro shop, %d of them paid; %d calls that set a status",
		len(state.MerchantPro.Orders), paid, state.MerchantPro.Calls["Orders.SetStatus"])
	return paid
}

// statusKills is how often the program is killed while it moves orders on.
const statusKills = 8

// fightForStatuses kills the program while it moves on the orders that were invoiced meanwhile. Then it lets so much time go
// by that no request can arrive any more, and the program go on.
func (b *battle) fightForStatuses() {
	b.t.Helper()
	b.movesOn = true
	sets := func() int { return b.fakes.state().MerchantPro.Calls["Orders.SetStatus"] }
	killed := 0
	for range statusKills {
		b.fakes.ask(http.MethodPost, "/touch", nil) // people order, so that there is always one to move on
		c, until := b.start(0), sets()+1+b.random.IntN(3)
		for !c.hasEnded() && sets() < until {
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(time.Duration(b.random.IntN(30)) * time.Millisecond)
		c.kill()
		if !c.cmd.ProcessState.Exited() {
			killed++
		}
	}
	b.run() // which finds what has arrived
	var unclear []shop.RemoteInvoiced
	b.withShop(func(s *shop.Shop) {
		var err error
		unclear, err = s.RemoteInvoiced(b.ctx, flows.MerchantPro, time.Time{})
		require.NoError(b.t, err)
		passTime(b.t, s, shop.LandingTime)
	})
	b.run()
	b.t.Logf("%d kills while orders were moved on, %d of which were then looked for in vain", killed, len(unclear))
	assert.Positive(b.t, killed)
}
