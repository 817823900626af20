package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// troubles are orders that are not in the accounts, and the database that they are in, as -database takes it.
type troubles struct {
	orders   []shop.Trouble
	database string
	accounts shop.Accounts // where the orders go; empty for the default
}

// print names each order that a person has to look at. Orders that go on by themselves are counted when they have the
// same reason.
func (l troubles) print(board *progress.Board) {
	heading(board, len(l.orders), "order")
	alike := map[shop.Trouble]int{}
	for _, t := range l.orders {
		alike[group(t)]++
	}
	for _, t := range l.orders {
		g := group(t)
		switch n := alike[g]; n {
		case 0: // counted already
			continue
		case 1:
			board.Say("  order %d, %s: %s", t.Order, t.State, cmp.Or(t.Reason, "its turn has not come"))
		default:
			board.Say("  %d orders, %s: %s", n, t.State, cmp.Or(t.Reason, "their turn has not come"))
		}
		board.Say("      %s", l.advise(t))
		alike[g] = 0
	}
}

// group is the same for open orders with the same reason, and for no others.
func group(t shop.Trouble) shop.Trouble {
	if t.State == shop.OrderOpen {
		t.Order = 0
	}
	return t
}

// advise says what a person can do about an order. The command can be pasted: it names the database, wherever it is run.
func (l troubles) advise(t shop.Trouble) string {
	settle := fmt.Sprintf("eshop orders settle -database %s %d", shellWord(l.database), t.Order)
	switch t.State {
	case shop.OrderParked:
		return fmt.Sprintf("look in %s, then: %s KEY, or none for the key if it is not there",
			cmp.Or(l.accounts, shop.InResico), settle)
	case shop.OrderFailed:
		return "put it right, then try again: " + settle + " none"
	default:
		return "goes on by itself, with the next run at the latest"
	}
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// shellWord is a text as one word of a POSIX shell.
func shellWord(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// remind says which orders have been waiting for a person, and from now on which ones begin to.
func (a *app) remind(ctx context.Context) error {
	waiting := troubles{database: a.shop.Argument(), accounts: a.cfg.accounts.kind()}
	all, err := a.shop.Troubles(ctx, time.Time{})
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.State != shop.OrderOpen {
			waiting.orders = append(waiting.orders, t)
		}
	}
	parked, err := a.shop.RemoteToSettle(ctx, namedRemote)
	if err != nil {
		return err
	}
	a.board.Say("")
	waiting.print(a.board)
	remoteTroubles{parked, a.shop.Argument()}.print(a.board)
	a.notices.show(a.board)
	return nil
}
