package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	accounts, asked := cmp.Or(l.accounts, shop.InResico), t.Asked
	switch {
	case t.WaitsFor != 0:
		return fmt.Sprintf("goes on by itself when order %d is settled", t.WaitsFor)
	case t.State == shop.OrderOpen:
		return "goes on by itself, with the next run at the latest"
	case asked.Step.State == "parked":
		return fmt.Sprintf("look in %s, then: %s KEY, or none for the key if it is not there",
			accounts, l.settle(t.Order, asked.Question))
	}
	advice := fmt.Sprintf("put it right, then try again: %s none, or done for none when you have invoiced it by hand",
		l.settle(t.Order, asked.Question))
	switch asked.Customer {
	case "":
	case asked.Question:
		advice += fmt.Sprintf(", or the key of the customer if %s has it", accounts)
	default:
		advice += fmt.Sprintf("; if that is not the customer: %s KEY", l.settle(t.Order, asked.Customer))
	}
	return advice
}

// settle is the command that answers a question of an order, without the answer.
func (l troubles) settle(order int64, about shop.Question) string {
	return fmt.Sprintf("eshop orders settle -database %s %d %s", shellWord(l.database), order, shellWord(string(about)))
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// shellWord is a text as one word of a shell.
func shellWord(text string) string {
	switch {
	case plainWord.MatchString(text):
		return text
	case !utf8.ValidString(text), strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		quoted := strconv.QuoteToASCII(text)
		return "$'" + strings.ReplaceAll(quoted[1:len(quoted)-1], "'", `\'`) + "'"
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// remind says which orders have been waiting for a person, and from now on which ones begin to.
func (a *app) remind(ctx context.Context) error {
	waiting := troubles{database: a.shop.Argument(), accounts: a.cfg.accounts.kind()}
	all, err := a.shop.Troubles(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.State != shop.OrderOpen {
			waiting.orders = append(waiting.orders, t)
		}
	}
	there, err := findRemoteTroubles(ctx, a.shop)
	if err != nil {
		return err
	}
	a.board.Say("")
	waiting.print(a.board)
	there.print(a.board)
	a.notices.show(a.board)
	return nil
}
