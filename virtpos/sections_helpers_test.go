package virtpos_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// sectionRead is a call that lists a section.
type sectionRead struct {
	op, path  string
	fixture   string // of a response with a single record, or "item_group" with two
	isWalk    bool   // yields records while they arrive
	elements  string // the element that holds the list
	read      func(ctx context.Context, c *virtpos.Client, format virtpos.Format) (records []string, err error)
	readFirst func(ctx context.Context, c *virtpos.Client) error // leaves after the first record
}

// sectionReads are the calls that list sections, by their names.
var sectionReads = map[string]sectionRead{
	"warehouses": {"Warehouses.List", "warehouse", "warehouse", false, "warehouses",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) ([]string, error) {
			list, err := c.Warehouses.List(ctx, virtpos.WarehouseQuery{Format: f})
			return formatRecords(list), err
		}, nil},
	"items": newWalk("Items.All", "item", "item", "items",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.CatalogueItem, error] {
			return c.Items.All(ctx, virtpos.ItemQuery{Format: f})
		}),
	"item groups": {"ItemGroups.List", "itemGroup", "item_group", false, "item_groups",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) ([]string, error) {
			list, err := c.ItemGroups.List(ctx, virtpos.ItemGroupQuery{Format: f})
			return formatRecords(list), err
		}, nil},
	"customers": newWalk("Customers.All", "customer", "customer", "customers",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Customer, error] {
			return c.Customers.All(ctx, virtpos.CustomerQuery{ID: 0, Format: f})
		}),
	"inflows": newWalk("Documents.Inflows", "inflow", "inflow", "inflows",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Inflow, error] {
			return c.Documents.Inflows(ctx, virtpos.DocumentQuery{Format: f})
		}),
	"write-offs": newWalk("Documents.WriteOffs", "writeoff", "write_off", "writeoffs",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.WriteOff, error] {
			return c.Documents.WriteOffs(ctx, virtpos.DocumentQuery{Format: f})
		}),
	"transfers": newWalk("Documents.Transfers", "movegood", "transfer", "movegoods",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.Transfer, error] {
			return c.Documents.Transfers(ctx, virtpos.DocumentQuery{Format: f})
		}),
	"returns": newWalk("Documents.Returns", "returns", "return", "returns",
		func(ctx context.Context, c *virtpos.Client, f virtpos.Format) iter.Seq2[virtpos.SupplierReturn, error] {
			return c.Documents.Returns(ctx, virtpos.DocumentQuery{Format: f})
		}),
}

func newWalk[T any](
	op, path, fixture, elements string, walk func(context.Context, *virtpos.Client, virtpos.Format) iter.Seq2[T, error],
) sectionRead {
	return sectionRead{
		op: op, path: path, fixture: fixture, isWalk: true, elements: elements,
		read: func(ctx context.Context, c *virtpos.Client, f virtpos.Format) ([]string, error) {
			return collectTexts(walk(ctx, c, f))
		},
		readFirst: func(ctx context.Context, c *virtpos.Client) error {
			for _, err := range walk(ctx, c, virtpos.FormatXML) {
				return err
			}
			return nil
		},
	}
}

// collectTexts returns the records of a walk as texts, since decimals must not be compared as values.
func collectTexts[T any](walk iter.Seq2[T, error]) (texts []string, err error) {
	for record, failed := range walk {
		if err = failed; err != nil {
			break
		}
		texts = append(texts, formatRecord(record))
	}
	return texts, err
}

func formatRecord[T any](record T) string { return fmt.Sprintf("%+v", record) }

func formatRecords[T any](list []T) (texts []string) {
	for _, record := range list {
		texts = append(texts, formatRecord(record))
	}
	return texts
}

// readBothFixtures returns the fixture of a section in both formats. Customers are counted as the fixture has them: the
// vendor's sample shows one of the 200 that it counts.
func readBothFixtures(t testing.TB, name string) map[virtpos.Format]string {
	t.Helper()
	text := strings.Replace(clienttest.ReadFixture(t, name+".response"), "<count>200<", "<count>1<", 1)
	return map[virtpos.Format]string{virtpos.FormatXML: text, virtpos.FormatJSON: convertToJSON(t, text)}
}

// xmlElement is an element of any document.
type xmlElement struct {
	XMLName  xml.Name
	Text     string       `xml:",chardata"`
	Children []xmlElement `xml:",any"`
}

// convertToJSON writes a document as JSON, as programs turn XML into JSON: elements of the same name make a list.
func convertToJSON(t testing.TB, document string) string {
	t.Helper()
	var root xmlElement
	require.NoError(t, xml.Unmarshal([]byte(document), &root))
	text, err := json.Marshal(root.toValue())
	require.NoError(t, err)
	return string(text)
}

func (e *xmlElement) toValue() any {
	if len(e.Children) == 0 {
		return strings.TrimSpace(e.Text)
	}
	members := map[string][]any{}
	for i := range e.Children {
		child := &e.Children[i]
		members[child.XMLName.Local] = append(members[child.XMLName.Local], child.toValue())
	}
	object := orderedObject{}
	for i := range e.Children {
		name := e.Children[i].XMLName.Local
		if !slices.Contains(object.names, name) {
			object.names = append(object.names, name)
		}
	}
	object.members = members
	return object
}

// orderedObject keeps the order of its members.
type orderedObject struct {
	names   []string
	members map[string][]any
}

func (o orderedObject) MarshalJSON() ([]byte, error) {
	var parts []string
	for _, name := range o.names {
		var value any = o.members[name]
		if len(o.members[name]) == 1 {
			value = o.members[name][0]
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		parts = append(parts, fmt.Sprintf("%q:%s", name, text))
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// forEachSection runs a test for each section.
func forEachSection(t *testing.T, test func(t *testing.T, s *sectionRead)) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(sectionReads)) {
		s := sectionReads[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, &s)
		})
	}
}

// readOnce reads a section once from a response.
func (s *sectionRead) readOnce(t *testing.T, format virtpos.Format, body string) ([]string, error) {
	t.Helper()
	transport := respondInTurn(fakeResponse{200, body})
	options := transport.options()
	options.Retry.MaxAttempts = 1
	return s.read(t.Context(), newClientWith(t, testCred, options), format)
}
