package virtpos_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos"
)

// A report keeps everything in a round trip through JSON.
func TestReplaceReport_JSON(t *testing.T) {
	t.Parallel()
	srv := newShop(t, 4)
	store := srv.Client(nil).Store
	srv.Fail(faults.DropResponse().Times(4).On("Store.UpdateOnHand").Skip(1))
	rows := []virtpos.OnHandUpdate{
		itemUpdate(1, "7.000"), itemUpdate(2, "7"), itemUpdate(99, "1"), itemUpdate(3, "-1"),
		{Item: virtpos.ExternalItemID("X-4"), OnHand: setDecimal("0"), LotNumber: shelfwire.Set(""), ExpiryDate: shelfwire.Null[shelfwire.Date]()},
	}
	report, err := runReplace(t, store, virtpos.ReplaceOptions{Workers: 1}, rows...)
	require.Error(t, err)
	report.CheckErr = fmt.Errorf("read back: %w", shelfwire.ErrMalformed)
	report.Earlier, report.Missing = report.Rows[:1], report.Rows[1:2]
	report.Left = []virtpos.StockRow{{ItemID: 4, OnHand: setDecimal("1.50"), Extra: []virtpos.Element{{Name: "a", Children: []virtpos.Element{{Name: "b"}}}}}}
	report.Unchecked = 2

	read := storedAsJSON(t, report)
	assert.Equal(t, formatOutcomes(&report), formatOutcomes(read))
	assert.Equal(t, "applied, unknown, rejected, not sent, not sent", formatOutcomes(read))
	for i, row := range report.Rows {
		if row.Err != nil {
			require.EqualError(t, read.Rows[i].Err, row.Err.Error())
		}
		for _, target := range []error{shelfwire.ErrInvalid, shelfwire.ErrMalformed, shelfwire.ErrConflict, shelfwire.ErrNotFound, context.Canceled} {
			assert.Equal(t, errors.Is(row.Err, target), errors.Is(read.Rows[i].Err, target))
		}
	}
	require.ErrorIs(t, read.CheckErr, shelfwire.ErrMalformed)
	assert.Equal(t, storedAsJSON(t, *read), read, "a second time changes nothing")

	// All but the errors and the client is the same as before.
	report.CheckErr, read.CheckErr = nil, nil
	for _, list := range [][]virtpos.RowResult{report.Rows, read.Rows, report.Earlier, read.Earlier, report.Missing, read.Missing} {
		for i := range list {
			list[i].Err = nil
		}
	}
	assert.Equal(t, fmt.Sprintf("%+v", *storedAsJSON(t, report)), fmt.Sprintf("%+v", *read))
	assert.Equal(t, "7.000", read.Rows[0].Update.OnHand.String())
	assert.Equal(t, report.Rows[4].Update, read.Rows[4].Update)
	assert.True(t, report.Began.Equal(read.Began))
	assert.Equal(t, report.Warehouse, read.Warehouse)
	assert.Equal(t, report.Version, read.Version)
	assert.NotContains(t, fmt.Sprintf("%+v", read), testKey)
}

func TestReplaceReport_BadJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "[]", `{"Warehouse":1}`, `{"Rows":[{"Update":1}]}`, `{"Rows":[{"Err":1}]}`, `{"Version":"x"}`,
		`{"CheckErr":"x"}`, `{"ZeroOutcome":"done"}`, `{"Rows":[{"Err":{"Outcome":3}}]}`} {
		report := virtpos.ReplaceReport{Unchecked: 7}
		require.Error(t, json.Unmarshal([]byte(text), &report), text)
	}
}
