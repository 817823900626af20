package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const ordersUsage = `Usage: eshop orders list [flags]
       eshop orders settle [flags] ORDER STEP KEY
       eshop orders goods [flags]
       eshop orders issued [flags] ORDER...

list names the orders that need a person, and those that are on their way.

settle goes on with a parked order, once a person has looked in Resico, or in ERP XT where orders go there. STEP is what the
order asks about, and which try of it, as list says it: invoice/1. KEY is what the unclear write made: in Resico the code
of the customer, the ID of the invoice or the ID of the line, in ERP XT the ID of the customer or the invoice; none when
it is not there, and then it is sent again. A failed order is tried again with none. As long as it has no invoice, it takes
the key of a customer who is there already, or of another one: with the STEP customer/1, or customer=C-1 for the one it has.
KEY is done when the order was dealt with by hand: then it is closed. With the STEP closed, none takes it up again.

An SQLite file must not be in use for that, nor for issued; with PostgreSQL a running program goes on at once. A program
that serves settles orders on its pages.

An order of a channel is named such as MerchantPro:95750870.3, and its STEP such as 3f9c01d7: another one when something has
come to what it asks. KEY is none when nothing was done about it, so that the next run takes it up anew, or done when a
person has dealt with it. With the STEP closed, none takes that back.

goods lists, where orders go to ERP XT, the goods of invoiced orders, which Resico still has in its stock: they are held back
from what can be sold. issued says that the goods issue of these orders is entered in Resico.

`

// errUsage says that a command was not called as it wants to be.
var errUsage = errors.New("wrong usage")

// ordersCommand is what a person does about orders.
func ordersCommand(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := orderCommand(ctx, args, stdout, stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return statusOK
	case errors.Is(err, shop.ErrInUse):
		_, _ = fmt.Fprintf(stderr, "eshop orders: %v; if it serves, say it on its page /office\n", err)
		return statusUsage
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
		return fmt.Errorf("%w: say list, settle, goods or issued; eshop orders -help explains them", errUsage)
	}
	command := args[0]
	if slices.Contains([]string{"list", "settle", "goods", "issued"}, command) {
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
	case command == "settle" && (flags.NArg() == 2 || flags.NArg() == 3):
		return settle(ctx, *database, flags.Args(), stdout)
	case command == "goods" && flags.NArg() == 0:
		return inShop(ctx, *database, openToList, func(s *shop.Shop) error { return listGoods(ctx, s, stdout) })
	case command == "issued" && flags.NArg() > 0:
		return inShop(ctx, *database, shop.Open, func(s *shop.Shop) error { return goodsIssued(ctx, s, flags.Args(), stdout) })
	default:
		return fmt.Errorf("%w: want list, settle ORDER STEP KEY, goods, or issued ORDER..., with flags before ORDER", errUsage)
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
	orders, err := s.Troubles(ctx)
	if err != nil {
		return err
	}
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	there, err := findRemoteTroubles(ctx, s)
	if err != nil {
		return err
	}
	board := progress.New(stdout)
	troubles{orders, s.Argument(), accounts}.print(board)
	there.print(board)
	if len(orders)+there.count == 0 {
		board.Say("No order is open, parked or failed.")
	}
	goods, err := s.CountToIssue(ctx)
	if err != nil {
		return err
	}
	remindOfGoods(board, goods, s.Argument())
	return board.Err()
}
