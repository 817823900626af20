package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const ordersUsage = `Usage: eshop orders list [flags]
       eshop orders settle [flags] ORDER KEY

list names the orders that need a person, and those that are on their way.

settle goes on with a parked order, once a person has looked in Resico, or in ERP XT where orders go there. KEY is what the
unclear write made: in Resico the code of the customer, the ID of the invoice or the ID of the line, in ERP XT the ID of
the customer or the invoice; none when it is not there, and then it is sent again. A failed order is tried again with
none. An SQLite file must not be in use for that; with PostgreSQL a running program goes on at once. A program that
serves settles orders on its pages.

An order of a channel is named such as MerchantPro:95750870.3. KEY is none when nothing was done about it, so that the next
run takes it up anew, or done when a person has dealt with it.

`

// errUsage says that a command was not called as it wants to be.
var errUsage = errors.New("wrong usage")

// ordersCommand is what a person does about orders.
func ordersCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := orderCommand(ctx, args, stdout, stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return statusOK
	case errors.Is(err, errUsage), isWrongUsage(err):
		_, _ = fmt.Fprintln(stderr, "eshop orders:", err)
		return statusUsage
	default:
		_, _ = fmt.Fprintln(stderr, "eshop orders:", err)
		return statusWork
	}
}

func orderCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("eshop orders", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprint(stderr, ordersUsage)
		flags.PrintDefaults()
	}
	if len(args) > 0 && args[0] == "help" {
		args = []string{"-help"}
	}
	database := flags.String("database", defaultDatabase, databaseHelp)
	if len(args) == 0 {
		return fmt.Errorf("%w: say list or settle; eshop orders -help explains both", errUsage)
	}
	command := args[0]
	if command == "list" || command == "settle" {
		args = args[1:]
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return err
	} else if err != nil {
		return errors.Join(errUsage, err)
	}
	switch {
	case command == "list" && flags.NArg() == 0:
		return inShop(ctx, *database, openToList, func(s *shop.Shop) error { return listOrders(ctx, s, stdout) })
	case command == "settle" && flags.NArg() == 2:
		return settleOrder(ctx, *database, flags.Arg(0), flags.Arg(1), stdout)
	default:
		return fmt.Errorf("%w: want list, or settle ORDER KEY, with flags before ORDER", errUsage)
	}
}

// inShop works on a database that is there. Making one would only hide that its name is misspelt.
func inShop(
	ctx context.Context, database string, open func(context.Context, string) (*shop.Shop, error),
	work func(*shop.Shop) error,
) error {
	if !shop.Exists(database) {
		return fmt.Errorf("%w: there is no database %s", errUsage, database)
	}
	s, err := open(ctx, database)
	if err != nil {
		return err
	}
	return errors.Join(work(s), s.Close())
}

// openToList opens a database that may be in use. One of an older version is brought up to date first, and for that it must
// not be.
func openToList(ctx context.Context, database string) (*shop.Shop, error) {
	s, err := shop.OpenToRead(ctx, database)
	if errors.Is(err, shop.ErrOlder) {
		return shop.Open(ctx, database)
	}
	return s, err
}

func listOrders(ctx context.Context, s *shop.Shop, stdout io.Writer) error {
	orders, err := s.Troubles(ctx, time.Time{})
	if err != nil {
		return err
	}
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	parked, err := s.RemoteToSettle(ctx, namedRemote)
	if err != nil {
		return err
	}
	board := progress.New(stdout)
	troubles{orders, s.Argument(), accounts}.print(board)
	remoteTroubles{parked, s.Argument()}.print(board)
	if len(orders)+len(parked) == 0 {
		board.Say("No order is open, parked or failed.")
	}
	return nil
}

func settleOrder(ctx context.Context, database, order, key string, stdout io.Writer) error {
	if channel, remote, ok := strings.Cut(order, ":"); ok {
		return settleRemote(ctx, database, shop.Remote{Channel: channel, ID: remote}, key, stdout)
	}
	id, err := strconv.ParseInt(order, 10, 64)
	if err != nil || id < 1 || key == "" {
		return fmt.Errorf("%w: want settle ORDER KEY or settle ORDER none, such as settle 17 365", errUsage)
	}
	return inShop(ctx, database, shop.Open, func(s *shop.Shop) error {
		if err := s.Settle(ctx, id, key); err != nil {
			return err
		}
		if err := addJob(ctx, s, id); err != nil {
			return err
		}
		_, err := fmt.Fprintf(stdout, "Order %d is open again.\n", id)
		return err
	})
}

// settleRemote takes what a person says about an order of a channel.
func settleRemote(ctx context.Context, database string, r shop.Remote, found string, stdout io.Writer) error {
	if found != shop.NotThere && found != shop.Dealt {
		return fmt.Errorf("%w: want settle %s:%s %s, or %s", errUsage, r.Channel, r.ID, shop.NotThere, shop.Dealt)
	}
	return inShop(ctx, database, shop.Open, func(s *shop.Shop) error {
		if err := s.SettleRemote(ctx, r, found); err != nil {
			return err
		}
		_, err := fmt.Fprintf(stdout, "%s %s is settled.\n", r.Channel, r.ID)
		return err
	})
}

// addJob gives an order to whichever process works on orders next.
func addJob(ctx context.Context, s *shop.Shop, order int64) error {
	j, err := jobs.New(ctx, s, jobs.Flows{}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(j.Reopen(ctx, order), j.Stop(time.Second))
}
