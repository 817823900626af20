package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// deliver adds a delivery to the stock. VirtualPOS takes absolute quantities only: a sale between reading and setting is
// lost, so this is for the time before the shop opens.
func deliver(ctx context.Context, client *virtpos.Client, warehouse int64, file string, apply bool) error {
	goods, err := readLines(ctx, client, virtpos.KeyBarcode, file, sampleDelivery)
	if err != nil {
		return err
	}
	preview, err := client.Store.PreviewReplace(ctx, virtpos.WarehouseID(warehouse), goods.feed(), virtpos.PreviewOptions{})
	if err != nil {
		return err
	}
	for i := range preview.Rows {
		row := &preview.Rows[i]
		if row.Kind == virtpos.PreviewUnclear {
			row.Err = errors.New("its stock is in lots, and the line names none")
		}
		if row.Err != nil {
			return fmt.Errorf("line %d, %s, so nothing was added: %w", i+1, goods.codes[i], row.Err)
		}
		now := shelfwire.NewDecimal(0)
		if len(row.Now) > 0 {
			now = row.Now[0].OnHand.Or(now)
		}
		sum := now.Add(row.Update.OnHand.Or(now))
		fmt.Printf("%-14s %8s  becomes %s\n", goods.codes[i], now, sum)
		row.Update.OnHand = shelfwire.Set(sum)
	}
	for i := 0; apply && i < len(preview.Rows); i++ {
		if _, err := client.Store.UpdateOnHand(ctx, preview.Rows[i].Update); err != nil {
			return fmt.Errorf("line %d, %s: %s; the lines before it are in: %w", i+1, goods.codes[i], shelfwire.OutcomeOf(err), err)
		}
	}
	return nil
}
