package main

import (
	"context"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
)

// channel is a way out of the shop: what goes on to one provider, and in the end what came of it. It is good for one run
// of the program.
//
// Each has a file of its own, named after the provider: all that this package knows of it, but for the configuration. To
// add one, write such a file, and name it in connect.
type channel struct {
	provider   string   // for people
	work       string   // what goes there, likewise
	job        string   // the kind of its job
	needsStock bool     // and not only products
	account    string   // ties the shop's database to it; empty when nothing is remembered of it
	remarks    []string // for people: what is special about it, or why it is left out

	// open connects to the provider and adds the channel's flow; nil leaves the channel out.
	open func(context.Context, *app, *shelfwire.Options) error
	// push runs the job. A result beside an error says how far it has come.
	push func(ctx context.Context, j *jobs.Jobs, everything bool) (result, error)

	precedesOrders bool // the orders of a cycle need what it pushes

	name  string // of the provider that is connected
	close func() // nil when there is nothing to close
	track *progress.Track
	calls progress.Tally
	done  result // nil until the job has run, and when it failed
}

// result is what came of a push, for people.
type result interface {
	summary() string // in one line
	count(t *table)  // adds to the closing table
	attention() attention
}

// attention is what of a push needs a person or another run.
type attention struct {
	what   string // could not be pushed, in the singular
	advice map[flows.ProblemKind]string
	flows.Attention
}

// introduce says where the channel leads.
func (c *channel) introduce(board *progress.Board) {
	lines := c.remarks
	if c.open != nil {
		lines = append([]string{c.name}, lines...)
	}
	board.Field(c.provider, lines...)
}

// pushTo runs a channel and says what came of it: nothing when it failed.
func (a *app) pushTo(ctx context.Context, c *channel) (err error) {
	c.done, err = c.push(ctx, a.jobs, a.cfg.everything)
	if c.done == nil {
		c.track.End("failed")
		return err
	}
	c.track.End("%s", c.done.summary())
	return err
}

// keepApart keeps the demo and the real world apart, and says why a channel has to be left out: a fake is for the
// products of the fake Resico, a real provider for your own.
func (c *channel) keepApart(cfg config, isReal bool, variables string) {
	switch {
	case isReal && !cfg.hasResico():
		c.leaveOut("the products are the demo's, and nothing of it gets into a real " + c.provider)
	case !isReal && cfg.hasResico():
		c.leaveOut("there is no fake one for the products of a real Resico;", "set "+variables+" for the real one")
	}
}

func (c *channel) leaveOut(why ...string) {
	c.open = nil
	c.remarks = append([]string{"left out: " + why[0]}, why[1:]...)
}
