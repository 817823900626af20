package virtpos_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const streamedItems = 60_000

// A catalogue of any size is read in constant memory, in both formats.
func TestItemsService_All_Memory(t *testing.T) {
	const most = 4 << 20
	srv := virtpostest.NewServer(t)
	srv.GenerateItems(streamedItems)
	client := srv.Client(nil)
	for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
		before := clienttest.LiveHeap()
		n, highest := 0, uint64(0)
		for _, err := range client.Items.All(t.Context(), virtpos.ItemQuery{Format: format}) {
			require.NoError(t, err)
			if n++; n%(streamedItems/10) == 0 {
				highest = max(highest, clienttest.LiveHeap())
			}
		}
		assert.Equal(t, streamedItems, n)
		assert.Less(t, highest, before+most, format)
	}
}

// BenchmarkItemsService_All reads a catalogue of 20,000 items over a connection, beside encoding/xml.
func BenchmarkItemsService_All(b *testing.B) {
	const items = 20_000
	srv := virtpostest.New()
	defer srv.Close()
	srv.GenerateItems(items)
	client := srv.Client(nil)
	for _, format := range []virtpos.Format{virtpos.FormatXML, virtpos.FormatJSON} {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n, err := countWalk(client.Items.All(b.Context(), virtpos.ItemQuery{Format: format}))
				require.NoError(b, err)
				require.Equal(b, items, n)
			}
		})
	}
	b.Run("encoding/xml", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			require.Equal(b, items, readCatalogueByHand(b, srv))
		}
	})
}

func readCatalogueByHand(b *testing.B, srv *virtpostest.Server) int {
	key := srv.Credentials().APIKey.Reveal()
	resp, err := http.Get(srv.URL() + "/api/item?format=xml&apikey=" + key) //nolint:noctx // a benchmark
	require.NoError(b, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(b, err)
	var root struct {
		Success int `xml:"success"`
		Items   []struct {
			ID         int64  `xml:"id"`
			Name       string `xml:"name"`
			ExternalID string `xml:"external_id"`
			Enabled    int    `xml:"enabled"`
			ByWeight   string `xml:"weight_good_flag"`
			GroupIDs   string `xml:"group_ids"`
			Barcodes   string `xml:"barcodes"`
			VAT        string `xml:"vat_percent"`
			Created    string `xml:"created_date"`
			Updated    string `xml:"last_update_date"`
			Article    string `xml:"article"`
		} `xml:"items>item"`
	}
	require.NoError(b, xml.Unmarshal(text, &root))
	return len(root.Items)
}
