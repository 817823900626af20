package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// mostToIssue is how many orders' goods are listed at once: what one command takes.
const mostToIssue = 50

// listGoods says what is to be issued in Resico, and how to say that it was.
func listGoods(ctx context.Context, s *shop.Shop, stdout io.Writer) error {
	goods, err := s.GoodsToIssue(ctx, mostToIssue)
	if err != nil {
		return err
	}
	board := progress.New(stdout)
	if len(goods.Orders) == 0 {
		board.Say("There are no goods to issue in Resico.")
		return board.Err()
	}
	board.Say("To issue in Resico, which does not know of these sales: until then they are held back from what can be sold.")
	for _, g := range goods.Goods {
		board.Say("  %10s  %s %s, from %s", g.Quantity, g.SKU, g.Name, cmp.Or(g.Location, "anywhere"))
	}
	board.Say("When that is entered: eshop orders issued -database %s %s",
		shellWord(s.Argument()), shop.OrderList(goods.Orders))
	if goods.More > 0 {
		board.Say("%d more come then.", goods.More)
	}
	return board.Err()
}

// goodsIssued takes a person's word that the goods of orders were issued in Resico.
func goodsIssued(ctx context.Context, s *shop.Shop, args []string, stdout io.Writer) error {
	orders := make([]int64, len(args))
	for i, text := range args {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return fmt.Errorf("%w: %q is not the number of an order", errUsage, text)
		}
		orders[i] = id
	}
	if err := s.GoodsIssued(ctx, orders); err != nil {
		return err
	}
	_, err := fmt.Fprintf(stdout, "Issued: the goods of %s.\n", shop.OrderList(orders))
	return err
}

// remindOfGoods says that goods are to be issued in Resico.
func remindOfGoods(board *progress.Board, n int, database string) {
	if n > 0 {
		board.Say("Resico does not know of the goods of %d invoiced orders yet: eshop orders goods -database %s",
			n, shellWord(database))
	}
}
