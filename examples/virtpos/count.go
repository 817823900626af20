package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"os"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// line is a line of a count.
type line struct {
	article, lot string
	quantity     shelfwire.Decimal
}

// fill gives a fake what the sample counts, and a little more.
func fill(fake *virtpostest.Server) {
	fake.AddWarehouses(virtpostest.Warehouse{Name: "Shop 1"})
	fake.AddItems(
		virtpostest.Item{ID: 1, Article: "BOWL-1", Name: "Clay bowl"},
		virtpostest.Item{ID: 2, Article: "LAMP-2", Name: "Glass lamp"},
		virtpostest.Item{ID: 3, Article: "TEA-3", Name: "Green tea"},
		virtpostest.Item{ID: 4, Article: "VASE-4", Name: "Tall vase"},
	)
	fake.SetStock(
		virtpostest.Row{WarehouseID: 1, ItemID: 1, OnHand: shelfwire.NewDecimal(24)},
		virtpostest.Row{WarehouseID: 1, ItemID: 2, OnHand: shelfwire.NewDecimal(3)},
		virtpostest.Row{WarehouseID: 1, ItemID: 3, LotNumber: "2026-01", OnHand: shelfwire.NewDecimal(8)},
		virtpostest.Row{WarehouseID: 1, ItemID: 3, LotNumber: "2026-02", OnHand: shelfwire.NewDecimal(30)},
		virtpostest.Row{WarehouseID: 1, ItemID: 4, OnHand: shelfwire.NewDecimal(2)},
	)
}

const sample = "BOWL-1,,22\nLAMP-2,,3\nTEA-3,2026-02,28.5\n"

// readCount reads a file, or the sample when none is named.
func readCount(name string) (count []line, err error) {
	text := []byte(sample)
	if name != "" {
		if text, err = os.ReadFile(name); err != nil { //nolint:gosec // the file that was named
			return nil, err
		}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = 3
	records, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("want article,lot,quantity: %w", err)
	}
	for i, record := range records {
		quantity, err := shelfwire.ParseDecimal(record[2])
		if err == nil && record[0] == "" {
			err = errors.New("the article is missing")
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		count = append(count, line{article: record[0], lot: record[1], quantity: quantity})
	}
	return count, nil
}

// feed yields updates as ReplaceOnHand wants them: a source that can fail says so instead of ending early.
func feed(updates []virtpos.OnHandUpdate) iter.Seq2[virtpos.OnHandUpdate, error] {
	return func(yield func(virtpos.OnHandUpdate, error) bool) {
		for _, update := range updates {
			if !yield(update, nil) {
				return
			}
		}
	}
}
