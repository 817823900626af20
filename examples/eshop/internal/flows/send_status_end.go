package flows

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// reject keeps the reason why a status was not set, and puts the order before a person when that was often enough.
func (s *sending) reject(ctx context.Context, o shop.RemoteInvoiced, reason error) error {
	next := time.Now().Add(shop.StatusPause)
	if err := s.Shop.StatusFailed(ctx, o.Order, reason.Error(), next); err != nil {
		return err
	}
	s.silent = 0
	if o.Tries+1 >= shop.StatusTries {
		return s.park(ctx, o, reason.Error())
	}
	s.Rejected(o.Remote, reason.Error())
	o.NextTry = next
	return s.wait(o, Rejected, reason.Error())
}

// unread decides whether the run goes on after an order that could not be read.
func (s *sending) unread(ctx context.Context, o shop.RemoteInvoiced, err error) error {
	switch {
	case errors.Is(err, shelfwire.ErrNotFound):
		return s.leave(ctx, o, "the channel has it no longer")
	case errors.Is(err, shelfwire.ErrMalformed):
		return s.note(o, Unclear, err.Error())
	case isOfOrder(err):
		return s.note(o, Rejected, err.Error())
	default:
		return err
	}
}

// unclear ends the run when it is not the order, it is the shop.
func (s *sending) unclear(o shop.RemoteInvoiced, err error) error {
	if s.silent++; s.silent == maxSilent {
		return fmt.Errorf("%d requests in a row are unclear, the last one for %s: %w", maxSilent, o.ID, err)
	}
	return s.note(o, Unclear, err.Error())
}

// leave leaves an order as it is, for good.
func (s *sending) leave(ctx context.Context, o shop.RemoteInvoiced, why string) error {
	s.done.Left++
	return s.Shop.EndStatus(ctx, o.Order, shop.StatusLeft, "left as it was: "+why)
}

// park puts an order before a person.
func (s *sending) park(ctx context.Context, o shop.RemoteInvoiced, reason string) error {
	reason = fmt.Sprintf("its invoice is in, and its status could not be set to %s: %s", s.Action.Status(), reason)
	if err := s.Shop.EndStatus(ctx, o.Order, shop.StatusParked, reason); err != nil {
		return err
	}
	s.done.Parked++
	s.Parked(o.Remote, reason)
	return nil
}

// wait says when there is another try.
func (s *sending) wait(o shop.RemoteInvoiced, kind ProblemKind, reason string) error {
	return s.note(o, kind, fmt.Sprintf("%s; it is tried again after %s", reason, o.NextTry.UTC().Format("2 Jan 15:04 MST")))
}

func (s *sending) note(o shop.RemoteInvoiced, kind ProblemKind, reason string) error {
	s.done.note(Problem{Order: o.Order, Kind: kind, Reason: reason})
	return nil
}
