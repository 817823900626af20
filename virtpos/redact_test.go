package virtpos_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// echoes are responses that repeat the key, %s, everywhere. Texts before it push it across the bounds of
// quotes.
var echoes = map[string]string{
	"info":                    `<root><success>0</success><info>bad key: %s</info></root>`,
	"info in parts":           `<root><success>0</success><info>a<b>%s</b></info></root>`,
	"info without success":    `<root><info>The key that was sent is not one of ours at all: %s</info></root>`,
	"success":                 `<root><success>no, not with the key that was sent to us here: %s</success></root>`,
	"type":                    `<root><success>1</success><type>not a type, but the key that was sent: %s</type><warehouses/></root>`,
	"XML version":             `<?xml version="%s"?><root><success>1</success></root>`,
	"charset":                 `<?xml version="1.0" encoding="windows-1251; and the key that was sent is: %s"?><root/>`,
	"second charset":          `<?xml version="1.0" encoding="utf8"?><?xml version="1.0" encoding="%s"?><root/>`,
	"name of the root":        `<%s><success>1</success></%[1]s>`,
	"name of an element":      `<root><success>1</success><type>store</type><warehouses><%s/></warehouses></root>`,
	"name with a prefix":      `<root><success>1</success><warehouses><a:%s/></warehouses></root>`,
	"closing tag":             `<root><a></%s></root>`,
	"attribute":               `<root %s><success>1</success></root>`,
	"entity":                  `<root>&%s;</root>`,
	"text before the root":    `<?xml version="1.0"?> The key that was sent to us is not accepted here: %s <root/>`,
	"text between elements":   `<root><success>1</success>The key that was sent to us is not accepted here: %s</root>`,
	"text behind":             `<root><success>1</success><version>1</version><warehouses/></root> %s`,
	"words":                   `The key that was sent is not accepted: %s`,
	"page":                    `<html><title>%s</title></html>`,
	"version":                 `<root><success>1</success><version>not one for the key that you have sent: %s</version></root>`,
	"two versions":            `<root><success>1</success><version>1</version><a_version>%s</a_version></root>`,
	"itemid":                  `<root><success>1</success><itemid>%s</itemid><id>%[1]s</id><version>x</version></root>`,
	"id of a warehouse":       `<root><success>1</success><warehouses><warehouse><id>the warehouse of a key that was sent to us: %s</id></warehouse></warehouses></root>`,
	"id in a warehouse's id":  `<root><success>1</success><warehouses><warehouse><id><%s>1</%[1]s></id></warehouse></warehouses></root>`,
	"id of an item":           `<root><success>1</success><warehouses><warehouse><id>1</id><items><item><id>%s</id><%[1]s/></item></items></warehouse></warehouses></root>`,
	"long id of an item":      `<root><success>1</success><warehouses><warehouse><id>1</id><items><item><id>` + strings.Repeat("x", 100) + `%s</id></item></items></warehouse></warehouses></root>`,
	"number of an item":       `<root><success>1</success><warehouses><warehouse><id>1</id><items><item><id>8</id><price>` + strings.Repeat("x", 100) + `%s</price></item></items></warehouse></warehouses></root>`,
	"article":                 `<root><success>1</success><warehouses><warehouse><id>1</id><items><item><id>8</id><article>an article by the name of the key that was sent: %s</article></item></items></warehouse></warehouses></root>`,
	"JSON name":               `{"success":1,"warehouses":{"1":{"items":[]},"%s":1}}`,
	"JSON key of a warehouse": `{"success":1,"warehouses":{"%s":{"items":[{"id":1}]}}}`,
	"JSON for the list":       `{"success":1,"warehouses":"The key that was sent to us is not accepted here: %s"}`,
	"JSON for items":          `{"success":1,"warehouses":[{"id":1,"items":"%s"}]}`,
	"JSON for an object":      `{"success":1,"warehouses":["%s"]}`,
	"JSON that is none":       `{"success":1,"%s":%[1]s}`,
	"JSON info":               `{"success":0,"info":["a","%s"]}`,
	"unread number":           `{"success":1,"quantity_before":"%s","version":"%[1]s"}`,
	"unread name":             `{"success":1,"version":{},"warehouses":[{"id":1,"items":[{"%s":1}]}]}`,
}

// A key that a response repeats stays out of errors and logs, including its pieces of eight characters.
func TestNewKeyRedactor_PiecesOfKey(t *testing.T) {
	t.Parallel()
	for kind, key := range map[string]string{
		"letters": "K7qv2mZx0LwPd9RsTb4NcYf8HgJ1kVaE5uMoXiQ3ytBzGnWrDe6ShClpUjFA",
		"signs":   `K7qv2mZx0LwPd9&RsTb4NcYf8;HgJ1k<VaE5uMoXiQ3'ytBzGnWr:De6Sh ClpU/jFA0123456`,
	} {
		for name, body := range echoes {
			for form, echo := range map[string]string{"plain": key, "escaped": html.EscapeString(key)} {
				t.Run(kind+"/"+name+"/"+form, func(t *testing.T) {
					t.Parallel()
					text := collectOutput(t, key, fmt.Sprintf(strings.ReplaceAll(body, "%s", "%[1]s"), echo))
					for end := 8; end <= len(key); end++ {
						require.NotContains(t, text, key[end-8:end], text)
					}
				})
			}
		}
	}
}

// collectOutput makes each call, and returns its errors, logs and attempts.
func collectOutput(t *testing.T, key, body string) string {
	t.Helper()
	var text bytes.Buffer
	for _, status := range []int{200, 400, 500} {
		o := respondInTurn(fakeResponse{status, body}).options()
		o.Logger = slog.New(slog.NewJSONHandler(&text, &slog.HandlerOptions{Level: slog.LevelDebug}))
		o.Observe = func(_ context.Context, a shelfwire.Attempt) { fmt.Fprintf(&text, "%v %+v\n", a, a) }
		store := newClientWith(t, virtpos.Credentials{APIKey: shelfwire.NewSecret(key)}, o).Store
		query := virtpos.StoreQuery{Article: "x"}
		stock, getErr := store.List(t.Context(), query)
		_, versionErr := store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		result, updateErr := store.UpdateOnHand(t.Context(), updateOfItem8())
		_, zeroErr := store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("1"))
		fmt.Fprintln(&text, getErr, versionErr, updateErr, zeroErr, result.Unread)
		if gaps, ok := errors.AsType[*virtpos.GapsError](getErr); ok {
			fmt.Fprintln(&text, gaps.Gaps)
		}
		for _, w := range stock.Warehouses {
			for _, row := range w.Rows {
				fmt.Fprintln(&text, w.Unread, row.Unread)
			}
		}
	}
	return text.String()
}

// The charset in a header is redacted, too.
func TestNewKeyRedactor_KeyInHeader(t *testing.T) {
	t.Parallel()
	const key = "K7qv2mZx0LwPd9RsTb4NcYf8HgJ1kVaE5uMoXiQ3ytBzGnWrDe6ShClpUjFA"
	for name, value := range map[string]string{"as sent": key, "in small letters": strings.ToLower(key)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, "<root>\xff</root>"})
			s.contentType = "text/xml; charset=" + value
			client := newClientWith(t, virtpos.Credentials{APIKey: shelfwire.NewSecret(value)}, s.options())
			_, err := client.Store.List(t.Context(), virtpos.StoreQuery{})
			require.ErrorContains(t, err, "is not UTF-8")
			for end := 8; end <= len(value); end++ {
				assert.NotContains(t, err.Error(), value[end-8:end])
			}
		})
	}
}
