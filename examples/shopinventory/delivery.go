package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/shelfwire/shelfwire"
)

const sample = "BOWL-1,12\nLAMP-2,6\nVASE-3,2.5\n"

// line is a line of a delivery. In a file it is "sku,quantity" or "sku,quantity,before".
type line struct {
	sku      string
	quantity shelfwire.Decimal

	// before is the stock before a try of which nobody knows what became; absent when the line is known not to be in.
	before shelfwire.Opt[shelfwire.Decimal]
}

// say prints what is known of the line.
func (l *line) say(what string, args ...any) {
	fmt.Printf("%-10s %8s  %s\n", l.sku, l.quantity, fmt.Sprintf(what, args...))
}

// readDelivery reads a file, or the sample when none is named.
func readDelivery(name string) (lines []line, err error) {
	text := []byte(sample)
	if name != "" {
		if text, err = os.ReadFile(name); err != nil { //nolint:gosec // the file that was named
			return nil, err
		}
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1 // two or three
	records, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	for i, record := range records {
		l, err := parse(record)
		if err == nil && slices.ContainsFunc(lines, func(other line) bool { return other.sku == l.sku }) {
			err = fmt.Errorf("%s is there twice; add the lines up", l.sku) // the first would change the stock before the second
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func parse(record []string) (l line, err error) {
	if len(record) < 2 || len(record) > 3 || record[0] == "" {
		return line{}, errors.New("want sku,quantity or sku,quantity,before")
	}
	l.sku = record[0]
	if l.quantity, err = shelfwire.ParseDecimal(record[1]); err != nil {
		return line{}, err
	}
	if l.quantity.IsZero() {
		return line{}, errors.New("a quantity of zero changes nothing")
	}
	if len(record) == 3 && record[2] != "" {
		var before shelfwire.Decimal
		before, err = shelfwire.ParseDecimal(record[2])
		l.before = shelfwire.Set(before)
	}
	return l, err
}

// writeFile replaces a file, or removes it when there are no lines.
func writeFile(name string, lines []line) error {
	if len(lines) == 0 {
		if err := os.Remove(name); !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	}
	var text bytes.Buffer
	writer := csv.NewWriter(&text)
	for _, l := range lines {
		record := []string{l.sku, l.quantity.String(), ""}
		if before, tried := l.before.Get(); tried {
			record[2] = before.String()
		}
		_ = writer.Write(record) // a buffer takes everything
	}
	writer.Flush()
	if err := os.WriteFile(name+".new", text.Bytes(), 0o600); err != nil { // a full disk must not cost the old one
		return err
	}
	return os.Rename(name+".new", name)
}
