package flows

import (
	"context"
	"errors"
	"sync"

	"github.com/shelfwire/shelfwire"
)

// Gate is a limiter for the client of a flow whose writes must not happen twice. A call passes when the limiter behind it
// lets it, and only then is it recorded that the write is about to be sent. So a program that is killed while a call waits
// for its turn, which is most of the time at two calls a second, has recorded nothing: the write was certainly not sent,
// and no person has to look.
type Gate struct{ shelfwire.Limiter }

// Wait waits for the limiter, and then lets a write that is sent by writeOnce have its record. One that must not be sent is
// withdrawn: its call is canceled, which the client does not take for a failure.
func (g *Gate) Wait(ctx context.Context) error {
	if err := g.Limiter.Wait(ctx); err != nil {
		return err
	}
	if p, ok := ctx.Value(passageKey{}).(*passage); ok {
		if err := p.pass(ctx); err != nil {
			p.withdraw(err)
			return err
		}
	}
	return nil
}

type passageKey struct{}

// passage is the way of one write to the gate and through it: once, however often it is sent.
type passage struct {
	begin    func(context.Context) (result string, done bool, err error)
	withdraw context.CancelCauseFunc // cancels the call

	mu     sync.Mutex
	passed bool
	result string
	done   bool
	err    error
}

var errStepDone = errors.New("the step is done")

// pass records that the write is about to be sent, and says why it may not.
func (p *passage) pass(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.passed {
		p.passed = true
		p.result, p.done, p.err = p.begin(ctx)
	}
	if p.done {
		return errStepDone
	}
	return p.err
}
