package virtpos_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// The guide leaves open whether a lot selects a row or renames one. When two lots come back as one row, the
// second has overwritten the first.
func TestStoreService_ReplaceOnHand_Lots(t *testing.T) {
	t.Parallel()
	lots := feedOf(lotUpdate(8, "L1"), lotUpdate(8, "L2"), lotUpdate(9, "L1"), itemUpdate(8, "1"))
	for name, tc := range map[string]struct {
		rowID func(r *sentRequest) string
		says  string
	}{
		"rows of their own": {func(r *sentRequest) string {
			return "1" + r.form.Get("lot_number")[min(1, len(r.form.Get("lot_number"))):]
		}, ""},
		"no row ids":            {func(*sentRequest) string { return "" }, ""},
		"one row for each item": {func(r *sentRequest) string { return r.query.Get("itemid") }, "row 1 has overwritten row 0: the server takes both for item 8, stock row 8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondByAction(tc.rowID)
			_, err := s.newClient(t).Store.ReplaceOnHand(t.Context(), virtpos.WarehouseID(1), lots, virtpos.ReplaceOptions{})
			if tc.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, shelfwire.ErrConflict)
			require.ErrorContains(t, err, tc.says)
			for _, r := range s.sentRequests() {
				assert.NotEqual(t, "/setZeroOnhand", r.action)
			}
		})
	}
}
