package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"iter"
	"os"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// lines are the lines of a count or a delivery.
type lines struct {
	codes   []string
	updates []virtpos.OnHandUpdate // with the quantities of the lines
}

// readLines reads a file, or the sample when none is named, and finds its items in the catalogue.
func readLines(ctx context.Context, client *virtpos.Client, by virtpos.ItemKey, name, sample string) (l lines, err error) {
	text := []byte(sample)
	if name != "" {
		if text, err = os.ReadFile(name); err != nil { //nolint:gosec // the file that was named
			return l, err
		}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = 3
	records, err := reader.ReadAll()
	if err != nil {
		return l, fmt.Errorf("want %s,lot,quantity: %w", by, err)
	}
	index, err := client.Items.Index(ctx, by, virtpos.ItemQuery{})
	for i := 0; err == nil && i < len(records); i++ {
		if err = l.add(index, records[i]); err != nil {
			err = fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return l, err
}

func (l *lines) add(index *virtpos.ItemIndex, fields []string) error {
	id, err := index.Lookup(fields[0])
	if err != nil {
		return err
	}
	quantity, err := shelfwire.ParseDecimal(fields[2])
	update := virtpos.OnHandUpdate{Item: virtpos.ItemID(id), OnHand: shelfwire.Set(quantity)}
	if fields[1] != "" {
		update.LotNumber = shelfwire.Set(fields[1])
	}
	l.codes, l.updates = append(l.codes, fields[0]), append(l.updates, update)
	return err
}

// feed yields the updates as the client wants them: a source that can fail says so instead of ending early.
func (l *lines) feed() iter.Seq2[virtpos.OnHandUpdate, error] {
	return func(yield func(virtpos.OnHandUpdate, error) bool) {
		for i := 0; i < len(l.updates) && yield(l.updates[i], nil); i++ {
		}
	}
}
