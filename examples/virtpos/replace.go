package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire/virtpos"
)

func replace(ctx context.Context, client *virtpos.Client, warehouse int64, file string, apply bool) error {
	count, err := readLines(ctx, client, virtpos.KeyArticle, file, sampleCount)
	if err != nil {
		return err
	}
	options := virtpos.PreviewOptions{Fields: []virtpos.StockField{virtpos.StockArticle}}
	preview, err := client.Store.PreviewReplace(ctx, virtpos.WarehouseID(warehouse), count.feed(), options)
	if err != nil {
		return err
	}
	show(&preview, count.codes)
	if preview.Obstacle != "" {
		return errors.New(preview.Obstacle)
	} else if !apply {
		return nil
	}
	report, err := client.Store.ReplaceOnHand(ctx, preview.Warehouse, count.feed(), virtpos.ReplaceOptions{})
	for _, row := range report.Rows {
		if row.Err != nil {
			fmt.Printf("line %d, %s: %s: %v\n", row.Index+1, count.codes[row.Index], row.Outcome(), row.Err)
		}
	}
	fmt.Printf("%d updated, %d failed, %d unknown; zeroing: %s; %d have no stock any more\n",
		report.Updated(), report.Failed(), report.Unknown(), report.ZeroOutcome, len(report.Missing))
	return errors.Join(err, report.CheckErr) // why nothing was zeroed, that too much was, or that nobody looked
}

// show prints what a count changes.
func show(preview *virtpos.ReplacePreview, codes []string) {
	for _, row := range preview.Rows {
		if row.Kind != virtpos.PreviewUnchanged {
			fmt.Printf("%-8s %-9s %-9s becomes %-6s was", codes[row.Index], row.Update.LotNumber.Or(""), row.Kind, row.Update.OnHand)
			for _, now := range row.Now {
				fmt.Print(" ", now.OnHand)
			}
			fmt.Println()
		}
	}
	for _, row := range preview.Zeroed {
		fmt.Printf("%-8s %-9s %-9s becomes %-6s was %s\n", row.Article, row.LotNumber, "uncounted", "0", row.OnHand)
	}
	for _, row := range preview.InDoubt {
		fmt.Printf("%-8s %-9s %-9s becomes %-6s was %s\n", row.Article, row.LotNumber, "in doubt", "0?", row.OnHand)
	}
}
