package main

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// notices say which orders need a person, at the moment when they begin to: in the log, and on a board once there is one.
type notices struct {
	logger   *slog.Logger
	database string
	accounts shop.Accounts

	mu    sync.Mutex
	board *progress.Board // nil for none
	early []string        // notices from before there was one
}

// closed is for flows.SubmitOrder.
func (n *notices) closed(e *flows.ClosedError) {
	t := shop.Trouble{Order: e.Order, State: e.State, Reason: e.Err.Error(), Asked: e.Asked}
	advice := troubles{database: n.database, accounts: n.accounts}.advise(t)
	n.logger.Warn("an order needs a person", "order", t.Order, "state", t.State, "reason", t.Reason, "advice", advice)
	n.say(fmt.Sprintf("order %d, %s: %s\n      %s", t.Order, t.State, onOneLine(t.Reason), advice))
}

// unrecorded is for flows.SubmitOrder. The key is no secret, and nothing else has it.
func (n *notices) unrecorded(e *flows.UnrecordedError) {
	n.logger.Error("a key could not be written down: keep it for when the order asks", "order", e.Order, "made", e.Target,
		"key", e.Key, "error", e.Err)
	n.say(fmt.Sprintf("order %d: the key of %s could not be written down: keep it for when the order asks: %s",
		e.Order, e.Target, e.Key))
}

// onOneLine is for what a provider may have written into its error.
func onOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (n *notices) say(text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.board == nil {
		n.early = append(n.early, text)
		return
	}
	n.board.Say("%s", text)
}

// show lets the notices go to a board from now on, the early ones first.
func (n *notices) show(board *progress.Board) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, text := range n.early {
		board.Say("%s", text)
	}
	n.board, n.early = board, nil
}
