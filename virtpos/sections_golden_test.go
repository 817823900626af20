package virtpos_test

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// drain reads a walk to its end.
func drain[T any](walk iter.Seq2[T, error]) (err error) {
	for _, err = range walk {
	}
	return err
}

// goldenCalls are calls with every parameter, and some with none.
var goldenCalls = map[string]struct {
	list string // the response's list
	call func(ctx context.Context, c *virtpos.Client) error
}{
	"warehouses": {"warehouses", func(ctx context.Context, c *virtpos.Client) error {
		_, err := c.Warehouses.List(ctx, virtpos.WarehouseQuery{
			Warehouse: virtpos.ExternalWarehouseID("1C-7 &"), Format: virtpos.FormatJSON,
			Fields: []virtpos.WarehouseField{virtpos.WarehouseOrganisationName, "my field"},
		})
		return err
	}},
	"items": {"items", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Items.All(ctx, virtpos.ItemQuery{Item: virtpos.ItemID(17007), EnabledOnly: true, PriceListID: 4}))
	}},
	"items_all": {"items", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Items.All(ctx, virtpos.ItemQuery{}))
	}},
	"item_groups": {"item_groups", func(ctx context.Context, c *virtpos.Client) error {
		_, err := c.ItemGroups.List(ctx, virtpos.ItemGroupQuery{ExternalID: "{123-543}"})
		return err
	}},
	"customers": {"customers", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Customers.All(ctx, virtpos.CustomerQuery{
			Phone: "+7 (000) 000-00-00", Email: "anna@example.com", WithPhone: shelfwire.Set(true), Cards: true, Bonuses: true,
		}))
	}},
	"customers_one": {"customers", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Customers.All(ctx, virtpos.CustomerQuery{ID: 15, WithPhone: shelfwire.Set(false)}))
	}},
	"inflows": {"inflows", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Inflows(ctx, virtpos.DocumentQuery{Period: virtpos.Period{From: march(1), To: march(31)}}))
	}},
	"write_offs": {"writeoffs", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.WriteOffs(ctx, virtpos.DocumentQuery{Period: virtpos.Period{Days: 7}}))
	}},
	"transfers": {"movegoods", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Transfers(ctx, virtpos.DocumentQuery{Period: virtpos.Period{From: march(1), To: march(31)}}))
	}},
	"transfers_day": {"movegoods", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Transfers(ctx, virtpos.DocumentQuery{Period: virtpos.Period{On: march(5)}}))
	}},
	"transfers_recent": {"movegoods", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Transfers(ctx, virtpos.DocumentQuery{Period: virtpos.Period{Days: 7}}))
	}},
	"returns": {"returns", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Returns(ctx, virtpos.DocumentQuery{Period: virtpos.Period{On: march(5)}, Format: virtpos.FormatJSON}))
	}},
	"returns_recent": {"returns", func(ctx context.Context, c *virtpos.Client) error {
		return drain(c.Documents.Returns(ctx, virtpos.DocumentQuery{}))
	}},
	"read": {"orders", func(ctx context.Context, c *virtpos.Client) error {
		_, err := c.Read(ctx, "orders", virtpos.ReadQuery{
			Params: url.Values{"id": {"15"}, "days": {"7"}}, GetOnly: []string{"id"}, Format: virtpos.FormatJSON,
		})
		return err
	}},
}

func march(day int) shelfwire.Date { return shelfwire.Date{Year: 2026, Month: 3, Day: day} }

// Each request goes out to the byte as the golden file has it, with the key in the body and with the key in the query.
func TestSections_Requests(t *testing.T) {
	t.Parallel()
	for name, tc := range goldenCalls {
		for suffix, inQuery := range map[string]bool{"": false, "_key_in_query": true} {
			t.Run(name+suffix, func(t *testing.T) {
				t.Parallel()
				mock, sent := newMockVendor(t, "<root><success>1</success><"+tc.list+"></"+tc.list+"></root>")
				client := newClientWith(t, virtpos.Credentials{APIKey: shelfwire.NewSecret("MySecret")}, mock)
				if inQuery {
					client = client.WithKeyInQuery()
				}
				require.NoError(t, tc.call(t.Context(), client))
				require.Len(t, *sent, 1)
				(*sent)[0].AssertGolden(t, name+suffix)
				assert.Equal(t, inQuery, (*sent)[0].Method == http.MethodGet)
			})
		}
	}
}

// A walk that is begun again makes a new call with the same parameters.
func TestItemsService_All_Again(t *testing.T) {
	t.Parallel()
	s := respondInTurn(successResponse("<items/>"))
	walk := s.newClient(t).Items.All(t.Context(), virtpos.ItemQuery{PriceListID: 4})
	require.NoError(t, drain(walk))
	require.NoError(t, drain(walk))
	sent := s.sentRequests()
	require.Len(t, sent, 2)
	assert.Equal(t, sent[0].query, sent[1].query)
	assert.Equal(t, sent[0].form, sent[1].form)
}
