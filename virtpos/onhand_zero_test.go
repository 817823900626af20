package virtpos_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// A zeroing whose response breaks off after success 1 is applied, and the result holds the complete elements.
func TestStoreService_ZeroOutdated_CutAfterSuccess(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"XML":  `<root><success>1</success><count>3</count><more>`,
		"JSON": `{"success":1,"count":3,"more":"x`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := respondInTurn(fakeResponse{200, body}).newClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			require.Error(t, err)
			assert.Equal(t, []virtpos.Element{{Name: "count", Text: "3"}}, r.Elements)
		})
	}
}

func TestStoreService_ZeroOutdated(t *testing.T) {
	t.Parallel()
	for _, name := range []string{http.MethodPost, http.MethodGet} {
		client := func(s *fakeTransport) *virtpos.Client {
			if name == http.MethodGet {
				return s.newClient(t).WithKeyInQuery()
			}
			return s.newClient(t)
		}
		s := respondInTurn(successResponse(`<count>3</count>`))
		zero, err := client(s).Store.ZeroOutdated(t.Context(), virtpos.ExternalWarehouseID("1C-7"), mustVersion("42"))
		require.NoError(t, err)
		assert.Equal(t, []virtpos.Element{{Name: "count", Text: "3"}}, zero.Elements)
		sent := s.sentRequests()[0]
		assert.Equal(t, name, sent.method)
		sent.query.Del("apikey")
		assert.Equal(t, "ext_warehouseid=1C-7&format=xml&version=42", sent.query.Encode())

		s = respondInTurn(fakeResponse{})
		_, err = client(s).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("42"))
		require.Error(t, err)
		assert.Len(t, s.sentRequests(), 1, "a write, whatever its verb")
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
	}
}

func TestStoreService_ZeroOutdated_InvalidInput(t *testing.T) {
	t.Parallel()
	_, err := newUnusedClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseRef{}, virtpos.Version{})
	clienttest.AssertRejected(t, err, "warehouse", "version")
	_, err = newUnusedClient(t).Store.OnHandVersion(t.Context(), virtpos.ExternalWarehouseID(""))
	clienttest.AssertRejected(t, err, "warehouse")
}
