package shopinventory_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// An identifier is one segment of the path, whatever characters it has.
func TestRefsInThePath(t *testing.T) {
	t.Parallel()
	for ref, path := range map[shopinventory.ItemRef]string{
		shopinventory.ByID(10001):              "/id/10001",
		shopinventory.BySKU("TShirt.Blk.XL"):   "/sku/TShirt.Blk.XL",
		shopinventory.ByEAN("8690842009112"):   "/ean/8690842009112",
		shopinventory.BySKU("A/B"):             "/sku/A%2FB",
		shopinventory.BySKU("A B"):             "/sku/A%20B",
		shopinventory.BySKU("A+B"):             "/sku/A%2BB",
		shopinventory.BySKU("100%"):            "/sku/100%25",
		shopinventory.BySKU("?a=b&c#d"):        "/sku/%3Fa=b&c%23d",
		shopinventory.BySKU(".."):              "/sku/%2E%2E",
		shopinventory.BySKU("Cămașă-înțărată"): "/sku/" + url.PathEscape("Cămașă-înțărată"),
	} {
		s := says(reply{status: 200, body: `{"id":10001}`})
		_, err := s.client(t).Inventory.Get(t.Context(), ref)
		require.NoError(t, err, ref)
		assert.Equal(t, "/api/v2/inventory"+path, s.calls()[0].path)
		_, err = s.client(t).Inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)})
		require.NoError(t, err, ref)
		assert.Equal(t, "/api/v2/inventory"+path, s.calls()[1].path)
	}
}

// The in-memory shop finds each of them, as a server does that unescapes the segment.
func TestRefsAreFound(t *testing.T) {
	t.Parallel()
	srv := shopinventorytest.NewServer(t)
	client := srv.Client(nil)
	for _, sku := range []string{"A/B", "A B", "A+B", "100%", "%2F", "?a=b&c#d", "..", "Cămașă-înțărată", `"`} {
		ids := srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{SKU: sku}})
		item, err := client.Inventory.Get(t.Context(), shopinventory.BySKU(sku))
		require.NoError(t, err, sku)
		assert.Equal(t, ids[0], item.ID, sku)
	}
}

func TestRefsRefused(t *testing.T) {
	t.Parallel()
	for _, ref := range []shopinventory.ItemRef{
		{}, shopinventory.ByID(0), shopinventory.ByID(-1), shopinventory.BySKU(""), shopinventory.BySKU("  "), shopinventory.ByEAN(""),
	} {
		_, err := silent(t).Inventory.Get(t.Context(), ref)
		clienttest.AssertRejected(t, err, "ref")
		_, err = silent(t).Inventory.Update(t.Context(), ref, shopinventory.ItemUpdate{})
		clienttest.AssertRejected(t, err, "ref", "Update")
	}
	for _, ref := range []shopinventory.ItemRef{shopinventory.BySKU("Mysz\xe3"), shopinventory.ByEAN("\xff")} {
		_, err := silent(t).Inventory.Get(t.Context(), ref)
		clienttest.AssertRejected(t, err, "ref")
		require.ErrorContains(t, err, "is not UTF-8")
	}
	assert.Equal(t, "sku A B", shopinventory.BySKU("A B").String())
	assert.Empty(t, shopinventory.ItemRef{}.String())
}

// A response about another product is not taken for the one that was asked for.
func TestAnotherProductCame(t *testing.T) {
	t.Parallel()
	body := `{"id":7,"sku":"Ab-1","ean":"123"}`
	for ref, ok := range map[shopinventory.ItemRef]bool{
		shopinventory.ByID(7):       true,
		shopinventory.ByID(8):       false,
		shopinventory.BySKU("ab-1"): true, // collations of databases
		shopinventory.BySKU("ab-2"): false,
		shopinventory.ByEAN("123"):  true,
		shopinventory.ByEAN("1234"): false,
	} {
		_, err := says(reply{status: 200, body: body}).client(t).Inventory.Get(t.Context(), ref)
		if ok {
			require.NoError(t, err, ref)
			continue
		}
		require.ErrorIs(t, err, shelfwire.ErrMalformed, ref)
		require.ErrorContains(t, err, ref.String())
	}
	_, err := says(reply{status: 200, body: `{"id":7}`}).client(t).Inventory.Get(t.Context(), shopinventory.BySKU("x"))
	require.NoError(t, err, "a shop may leave the SKU out")
}

// Whatever happens on the way: of one call at most one adjustment is applied, and a caller who is told that nothing
// happened can rely on it.
func TestAdjustmentsAreAppliedOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		requests int
		applied  int
	}{
		"503":                  {faults.Status(503), shelfwire.OutcomeUnknown, 1, 0},
		"applied, 503":         {faults.Status(503).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"applied, 500":         {faults.Status(500).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"applied, 400 passing": {faults.ErrorBody(400, "Operation could not be completed").AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"405 passing":          {faults.ErrorBody(405, "Operation could not be completed"), shelfwire.OutcomeUnknown, 1, 0},
		"400":                  {faults.ErrorBody(400, "no"), shelfwire.OutcomeRefused, 1, 0},
		"401":                  {faults.Status(401), shelfwire.OutcomeRefused, 1, 0},
		"403":                  {faults.Status(403), shelfwire.OutcomeRefused, 1, 0},
		"404":                  {faults.Status(404), shelfwire.OutcomeRefused, 1, 0},
		"429, then well":       {faults.RateLimited("0"), shelfwire.OutcomeApplied, 2, 1},
		"cut before":           {faults.DropRequest(), shelfwire.OutcomeUnknown, 1, 0},
		"cut after":            {faults.DropResponse(), shelfwire.OutcomeUnknown, 1, 1},
		"cut body":             {faults.CutBody(), shelfwire.OutcomeApplied, 1, 1},
		"cut body, no length":  {faults.CutBodyWithoutLength(), shelfwire.OutcomeApplied, 1, 1},
		"wrong type":           {faults.WrongType(), shelfwire.OutcomeUnknown, 1, 1},
		"HTML 200":             {faults.HTML(200), shelfwire.OutcomeUnknown, 1, 0},
		"applied, HTML 200":    {faults.HTML(200).AfterApplying(), shelfwire.OutcomeUnknown, 1, 1},
		"HTML 502":             {faults.HTML(502), shelfwire.OutcomeUnknown, 1, 0},
		"redirect":             {faults.Redirect("https://www.example.com/"), shelfwire.OutcomeUnknown, 1, 0},
		"echo":                 {faults.EchoKey(), shelfwire.OutcomeRefused, 1, 0},
		"delay":                {faults.Delay(1), shelfwire.OutcomeApplied, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
				SKU: "A", InventoryEnabled: shelfwire.Set(true), OnHand: num("10"),
			}})
			srv.Fail(tc.fault.On("Inventory.Update"))
			client := srv.Client(&shelfwire.Options{Retry: shelfwire.RetryPolicy{MaxAttempts: 4, BaseDelay: 1, MaxDelay: 1}})
			_, err := client.Inventory.Update(t.Context(), shopinventory.BySKU("A"),
				shopinventory.ItemUpdate{OnHand: shopinventory.AdjustOnHand(-3)})
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Equal(t, tc.requests, srv.Calls("Inventory.Update"))

			srv.ClearFaults()
			after, err := client.Inventory.Get(t.Context(), shopinventory.BySKU("A"))
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint(10-3*tc.applied), after.OnHand.String(), "the way out: read and compare")
		})
	}
}

// An absolute update gets over everything that passes, a read too.
func TestAbsoluteUpdatesAreRepeated(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]faults.Fault{
		"503": faults.Status(503), "applied, 500": faults.Status(500).AfterApplying(), "cut before": faults.DropRequest(),
		"cut after": faults.DropResponse(), "cut body": faults.CutBody(), "429": faults.RateLimited("0"), "HTML": faults.HTML(502),
		"HTML 200": faults.HTML(200), "applied, HTML 200": faults.HTML(200).AfterApplying(), "PHP": faults.PHPError(200),
		"cut body, no length": faults.CutBodyWithoutLength(), "522": faults.Status(522), "408": faults.Status(408),
		"passing": faults.ErrorBody(400, "Operation could not be completed."),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
				SKU: "A", InventoryEnabled: shelfwire.Set(true), OnHand: num("10"),
			}})
			srv.Fail(fault.On("Inventory.Update"), fault.On("Inventory.Get"))
			client := srv.Client(nil)
			item, err := client.Inventory.Update(t.Context(), shopinventory.BySKU("A"), shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(4)})
			require.NoError(t, err)
			assert.Equal(t, "4", item.OnHand.String())
			assert.Equal(t, 2, srv.Calls("Inventory.Update"))
			item, err = client.Inventory.Get(t.Context(), shopinventory.ByID(item.ID))
			require.NoError(t, err)
			assert.Equal(t, "4", item.OnHand.String())
		})
	}
}

// A wrong key is tried once per call, so that the shop does not lock it out.
func TestRefusedKeysAreNotTriedAgain(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]error{401: shelfwire.ErrUnauthorized, 403: shelfwire.ErrForbidden} {
		for _, message := range []string{"no", "Operation could not be completed"} {
			body := `{"error":{"name":"key","message":"` + message + `"}}`
			s := says(reply{status: status, body: body, header: []string{"Retry-After", "1"}})
			_, err := s.client(t).Inventory.Get(t.Context(), shopinventory.ByID(1))
			require.ErrorIs(t, err, kind)
			assert.Len(t, s.calls(), 1)
			assert.Equal(t, "key", clienttest.Error(t, err).Code)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		address string
		cred    shopinventory.Credentials
		fields  []string
	}{
		"nothing":           {"", shopinventory.Credentials{}, []string{"Key", "Secret", "baseURL"}},
		"no secret":         {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y")}, []string{"Secret"}},
		"a colon":           {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y:1"), APISecret: shelfwire.NewSecret("s")}, []string{"Key"}},
		"a line break":      {testShop, shopinventory.Credentials{APIKey: shelfwire.NewSecret("k3y"), APISecret: shelfwire.NewSecret("s\n")}, []string{"Secret"}},
		"plain http":        {"http://shop.example.com", testCred, []string{"baseURL"}},
		"with the API path": {testShop + "/api/v2", testCred, []string{"baseURL"}},
		"no URL":            {"shop.example.com", testCred, []string{"baseURL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := shopinventory.New(tc.address, tc.cred, nil)
			clienttest.AssertRejected(t, err, tc.fields...)
		})
	}
	_, err := shopinventory.New(testShop+"/", testCred, nil)
	require.NoError(t, err)
	_, err = shopinventory.New("http://shop.example.com", testCred, &shelfwire.Options{AllowPlaintext: true})
	require.NoError(t, err)
}

func TestSecretsStayHidden(t *testing.T) {
	t.Parallel()
	basic := base64.StdEncoding.EncodeToString([]byte(testCred.APIKey.Reveal() + ":" + testSecret))
	secrets := []string{testCred.APIKey.Reveal(), testSecret, url.QueryEscape(testSecret), basic}
	echo := fmt.Sprintf(`{"error":{"name":%q,"message":%q,"details":{"key":%q,"basic":%q}}}`, testSecret, testCred.APIKey.Reveal(), testSecret, basic)
	var log bytes.Buffer
	s := says(reply{status: 400, body: echo})
	o := s.options()
	o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := clientWith(t, o)
	_, err := client.Inventory.Get(t.Context(), shopinventory.BySKU("A"))
	require.ErrorIs(t, err, shelfwire.ErrInvalid)
	text := fmt.Sprintf("%v %+v %#v %s", err, err, err, clienttest.Error(t, err).Details)
	for _, thing := range []any{
		testCred, &testCred, client, *client, struct{ c shopinventory.Credentials }{testCred}, map[string]any{"cred": testCred},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			text += fmt.Sprintf(verb, thing)
		}
		encoded, err := json.Marshal(thing)
		require.NoError(t, err)
		text += string(encoded)
		slog.New(slog.NewTextHandler(&log, nil)).Info("thing", "thing", thing)
	}
	assert.Equal(t, "{[redacted] [redacted]}", fmt.Sprint(testCred))
	for _, secret := range secrets {
		assert.NotContains(t, text+log.String(), secret)
		assert.NotContains(t, text, fmt.Sprintf("%x", secret))
	}
	assert.Equal(t, 4, strings.Count(clienttest.Error(t, err).Message+clienttest.Error(t, err).Code+string(clienttest.Error(t, err).Details), "[redacted]"))

	var cred shopinventory.Credentials
	require.NoError(t, json.Unmarshal([]byte(`{"APIKey":"k","APISecret":"s"}`), &cred))
	assert.Equal(t, "k", cred.APIKey.Reveal())
	assert.Equal(t, "s", cred.APISecret.Reveal())
}
