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
	t := shop.Trouble{Order: e.Order, State: e.State, Reason: e.Err.Error()}
	advice := troubles{database: n.database, accounts: n.accounts}.advise(t)
	n.logger.Warn("an order needs a person", "order", t.Order, "state", t.State, "reason", t.Reason, "advice", advice)
	n.mu.Lock()
	defer n.mu.Unlock()
	// On one line each, whatever a provider has written into its error.
	reason := strings.Join(strings.Fields(t.Reason), " ")
	text := fmt.Sprintf("order %d, %s: %s\n      %s", t.Order, t.State, reason, advice)
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
