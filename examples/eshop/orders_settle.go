package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// settle takes what a person says about an order: its number, what the answer is about, and the answer.
func settle(ctx context.Context, database string, args []string, stdout io.Writer) error {
	order, about, found := args[0], "", args[len(args)-1]
	if len(args) == 3 {
		about = args[1]
	}
	if channel, remote, ok := strings.Cut(order, ":"); ok {
		return settleRemote(ctx, database, shop.Remote{Channel: channel, ID: remote}, shop.Question(about), found, stdout)
	}
	id, err := strconv.ParseInt(order, 10, 64)
	if err != nil || id < 1 || found == "" {
		return fmt.Errorf("%w: want settle ORDER STEP KEY, such as settle 17 invoice/1 365, or none for the key", errUsage)
	}
	return inShop(ctx, database, shop.Open, func(s *shop.Shop) error {
		if about == "" {
			return needStep(ctx, s, id, found)
		}
		return settleOrder(ctx, s, id, shop.Question(about), found, stdout)
	})
}

// needStep rejects an answer that does not say what it is about: it may have been meant for something else.
func needStep(ctx context.Context, s *shop.Shop, id int64, found string) error {
	asked, err := s.Asked(ctx, id)
	switch {
	case err != nil:
		return err
	case asked.Question == "":
		return fmt.Errorf("order %d needs nothing to be settled", id)
	default:
		return fmt.Errorf("%w: say what %s is about: order %d asks about %s now; eshop orders list says more",
			errUsage, found, id, asked.Question)
	}
}

func settleOrder(
	ctx context.Context, s *shop.Shop, id int64, about shop.Question, found string, stdout io.Writer,
) error {
	if err := s.Settle(ctx, id, about, found); err != nil {
		return err
	}
	if found == shop.Dealt {
		_, err := fmt.Fprintf(stdout, "Order %d is closed: %s was dealt with by hand. To take it up again: %s none\n",
			id, about, troubles{database: s.Argument()}.settle(id, shop.AskedClosed))
		return err
	}
	o, err := s.Order(ctx, id)
	if err != nil {
		return err
	}
	if o.State == shop.OrderFailed { // it is held back: see Shop.Settle
		_, err := fmt.Fprintf(stdout, "%s was settled with %s. Order %d needs a person once more: %s\n", about, found, id, o.Reason)
		return err
	}
	if err := addJob(ctx, s, id); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "Order %d is open again: %s was settled with %s.\n", id, about, found)
	return err
}

// settleRemote takes what a person says about an order of a channel, or back.
func settleRemote(
	ctx context.Context, database string, r shop.Remote, about shop.Question, found string, stdout io.Writer,
) error {
	isBack := about == shop.AskedClosed
	if isBack && found != shop.NotThere || found != shop.NotThere && found != shop.Dealt {
		return fmt.Errorf("%w: want settle %s:%s STEP %s, or %s, with the STEP that list says; or %s %s to take back that it was %s",
			errUsage, r.Channel, r.ID, shop.NotThere, shop.Dealt, shop.AskedClosed, shop.NotThere, shop.Dealt)
	}
	return inShop(ctx, database, shop.Open, func(s *shop.Shop) error {
		var err error
		switch {
		case isBack:
			err = s.TakeBackRemote(ctx, r, about)
		case about == "":
			err = needRemoteStep(ctx, s, r, found)
		default:
			err = s.SettleRemote(ctx, r, about, found)
		}
		if err != nil {
			return err
		}
		said := fmt.Sprintf("%s %s is settled.", r.Channel, r.ID)
		if found == shop.Dealt {
			said += fmt.Sprintf(" To take that back: eshop orders settle -database %s %s %s %s", shellWord(s.Argument()),
				shellWord(r.Channel+":"+r.ID), shop.AskedClosed, shop.NotThere)
		}
		_, err = fmt.Fprintln(stdout, said)
		return err
	})
}

// needRemoteStep is needStep for an order of a channel.
func needRemoteStep(ctx context.Context, s *shop.Shop, r shop.Remote, found string) error {
	asked, err := s.RemoteAsked(ctx, r)
	switch {
	case err != nil:
		return err
	case asked == "":
		return fmt.Errorf("%s %s %w", r.Channel, r.ID, shop.ErrNothingToSettle)
	default:
		return fmt.Errorf("%w: say what %s is about: %s %s asks about %s now; eshop orders list says more",
			errUsage, found, r.Channel, r.ID, asked)
	}
}

// addJob gives an order to whichever process works on orders next.
func addJob(ctx context.Context, s *shop.Shop, order int64) error {
	j, err := jobs.New(ctx, s, jobs.Flows{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(j.Reopen(ctx, order), j.Stop(time.Second))
}
