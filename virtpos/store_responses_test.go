package virtpos_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// foreignBodies are responses under 200 that come from something other than the provider.
var foreignBodies = map[string]string{
	"nothing":                  "",
	"spaces":                   " \r\n",
	"a byte order mark":        "\xef\xbb\xbf",
	"a login page":             "<!DOCTYPE html><html><head><title>Login</title></head><body></body></html>",
	"a page without a type":    "<html><body>Checking your browser</body></html>",
	"PHP's words":              "<br />\n<b>Fatal error</b>:  Uncaught PDOException in <b>/var/www/api.php</b> on line <b>3</b><br />\n",
	"PHP's words before XML":   "Warning: x in /var/www/api.php on line 3\n<root><success>1</success><version>4</version></root>",
	"PHP's words before JSON":  "<br />\n<b>Notice</b>: x\n" + `{"success":1,"version":4}`,
	"PHP's words in the root":  "<root>Notice: x<success>1</success></root>",
	"words":                    "OK",
	"an empty list":            "[]",
	"a list":                   `[{"success":1}]`,
	"null":                     "null",
	"false":                    "false",
	"a number":                 "1",
	"a text":                   `"success"`,
	"an empty object":          "{}",
	"an empty root":            "<root/>",
	"another product's JSON":   `{"status":"ok","type":"Salesinvoice","Salesinvoice":{"data":[{"ID":363}]}}`,
	"an error of a router":     `{"message":"no Route matched with those values"}`,
	"another product's XML":    `<?xml version="1.0"?><response><success>1</success><version>4</version></response>`,
	"XML without success":      `<root><type>store</type><version>4</version><warehouses/></root>`,
	"success that is empty":    `<root><success/><version>4</version><warehouses/></root>`,
	"success that is null":     `{"success":null,"version":4,"warehouses":[]}`,
	"success in another place": `{"data":{"success":1,"version":4,"warehouses":[]}}`,
	"info alone":               `<root><info>Service</info></root>`,
	"a picture":                "GIF89a\x01\x00\x01\x00\x80\x00\x00",
}

// A foreign response under a successful status leaves a write unknown, and is retried once where that is safe.
func TestStoreService_ForeignResponses(t *testing.T) {
	t.Parallel()
	good := successResponse(`<type>store</type><version>4</version><warehouses/>`)
	for name, body := range foreignBodies {
		for op, call := range map[string]func(*virtpos.StoreService) error{
			"Get": func(s *virtpos.StoreService) error { _, err := s.List(t.Context(), virtpos.StoreQuery{}); return err },
			"Items": func(s *virtpos.StoreService) (last error) {
				for _, last = range s.All(t.Context(), virtpos.StoreQuery{}) {
				}
				return last
			},
			"OnHandVersion": func(s *virtpos.StoreService) error {
				_, err := s.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
				return err
			},
			"UpdateOnHand": func(s *virtpos.StoreService) error {
				_, err := s.UpdateOnHand(t.Context(), updateOfItem8())
				return err
			},
		} {
			t.Run(name+"/"+op, func(t *testing.T) {
				t.Parallel()
				s := respondInTurn(fakeResponse{200, body})
				err := call(s.newClient(t).Store)
				require.ErrorIs(t, err, shelfwire.ErrMalformed)
				assert.NotErrorIs(t, err, io.ErrUnexpectedEOF)
				assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
				assert.Len(t, s.sentRequests(), 2)

				if op != "UpdateOnHand" {
					require.NoError(t, call(respondInTurn(fakeResponse{200, body}, good).newClient(t).Store))
					return
				}
				require.NoError(t, call(respondInTurn(fakeResponse{200, body}, successResponse("")).newClient(t).Store))
			})
		}
		t.Run(name+"/ZeroOutdated", func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, body}, good)
			_, err := s.newClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("4"))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.sentRequests(), 1)
		})
	}
}

// A failure is recognized in every form; 404 means "not found" only in the provider's own response.
func TestStoreService_FailureStatuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response fakeResponse
		outcome  shelfwire.Outcome
		kind     error
		not      error
	}{
		"a router's 404": {fakeResponse{404, `{"message":"Not Found"}`}, shelfwire.OutcomeRejected, shelfwire.ErrMalformed, shelfwire.ErrNotFound},
		"a page's 404":   {fakeResponse{404, `<html><title>404</title></html>`}, shelfwire.OutcomeRejected, shelfwire.ErrMalformed, shelfwire.ErrNotFound},
		"its own 404":    {fakeResponse{404, `<root><success>0</success><info>no</info></root>`}, shelfwire.OutcomeRejected, shelfwire.ErrNotFound, shelfwire.ErrMalformed},
		"a proxy's 400":  {fakeResponse{400, `<html><title>400</title></html>`}, shelfwire.OutcomeUnknown, shelfwire.ErrMalformed, shelfwire.ErrInvalid},
		"its own 400":    {fakeResponse{400, `{"success":0,"info":"no"}`}, shelfwire.OutcomeRejected, shelfwire.ErrInvalid, shelfwire.ErrMalformed},
		"a proxy's 403":  {fakeResponse{403, ``}, shelfwire.OutcomeRejected, shelfwire.ErrForbidden, shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := respondInTurn(tc.response).newClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("4"))
			require.ErrorIs(t, err, tc.kind)
			require.NotErrorIs(t, err, tc.not)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
		})
	}
}

// Content-Type names the charset of streams and of small responses.
func TestStoreService_CharsetOfContentType(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ contentType, body string }{
		"XML":          {"text/xml; charset=windows-1251", "<root><success>0</success><info>\xcd\xe5\xe2\xe5\xf0\xed\xfb\xe9 \xea\xeb\xfe\xf7</info></root>"},
		"JSON":         {`application/json; charset="Windows-1251"`, "{\"success\":0,\"info\":\"\xcd\xe5\xe2\xe5\xf0\xed\xfb\xe9 \xea\xeb\xfe\xf7\"}"},
		"wrong":        {"text/xml; charset=windows-1251", "<root><success>0</success><info>Неверный ключ</info></root>"},
		"two marks":    {"text/xml", "\xef\xbb\xbf\xef\xbb\xbf<root><success>0</success><info>Неверный ключ</info></root>"},
		"spaces, mark": {"text/xml", "\r\n \xef\xbb\xbf<root><success>0</success><info>Неверный ключ</info></root>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, tc.body})
			s.contentType = tc.contentType
			_, err := s.newClient(t).Store.List(t.Context(), virtpos.StoreQuery{})
			assert.Equal(t, "Неверный ключ", clienttest.RequireError(t, err).Message)
			_, err = s.newClient(t).Store.UpdateOnHand(t.Context(), updateOfItem8())
			assert.Equal(t, "Неверный ключ", clienttest.RequireError(t, err).Message)
			assert.Equal(t, shelfwire.OutcomeRejected, shelfwire.OutcomeOf(err))
		})
	}
}

// The response says whether a call succeeded, under any status.
func TestStoreService_List_Success(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response fakeResponse
		message  string
		outcome  shelfwire.Outcome // of a zeroing
		kind     error
	}{
		"0":           {fakeResponse{200, `<root><success>0</success><info>Неверный ключ</info></root>`}, "Неверный ключ", shelfwire.OutcomeRejected, nil},
		"0 in JSON":   {fakeResponse{200, `{"success":0,"info":"Неверный ключ"}`}, "Неверный ключ", shelfwire.OutcomeRejected, nil},
		"0, silently": {fakeResponse{200, `<root><success>0</success></root>`}, "", shelfwire.OutcomeRejected, nil},
		"missing":     {fakeResponse{200, `<root><info>hm</info></root>`}, "hm", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"odd":         {fakeResponse{200, `<root><success>2</success><info>hm</info></root>`}, "hm", shelfwire.OutcomeUnknown, nil},
		"with a 403":  {fakeResponse{403, `<root><success>0</success><info>no</info></root>`}, "no", shelfwire.OutcomeRejected, shelfwire.ErrForbidden},
		"with a 404":  {fakeResponse{404, `{"success":"0","info":"no"}`}, "no", shelfwire.OutcomeRejected, shelfwire.ErrNotFound},
		"with a 400":  {fakeResponse{400, `{"success":false,"info":"no"}`}, "no", shelfwire.OutcomeRejected, shelfwire.ErrInvalid},
		"1 with 500":  {fakeResponse{500, `<root><success>1</success></root>`}, "", shelfwire.OutcomeUnknown, nil},
		"1 with 400":  {fakeResponse{400, `<root><success>1</success></root>`}, "", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"a page":      {fakeResponse{200, `<html><title>Login</title></html>`}, "Login", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
		"nothing":     {fakeResponse{200, ``}, "empty", shelfwire.OutcomeUnknown, shelfwire.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := respondInTurn(tc.response).newClient(t).Store
			_, err := store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			for _, call := range []func() error{
				func() error { _, err := store.List(t.Context(), virtpos.StoreQuery{}); return err },
				func() error { _, err := store.OnHandVersion(t.Context(), virtpos.WarehouseID(1)); return err },
				func() error {
					_, err := store.UpdateOnHand(t.Context(), virtpos.OnHandUpdate{
						Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("1")})
					return err
				},
			} {
				err := call()
				require.Error(t, err)
				require.ErrorContains(t, err, tc.message)
				if tc.kind != nil {
					require.ErrorIs(t, err, tc.kind)
				}
				assert.Equal(t, tc.response.status, clienttest.RequireError(t, err).StatusCode)
			}
		})
	}
}

// After success 1 a write is applied, also when the rest cannot be read; the result holds the complete
// elements.
func TestStoreService_MalformedAfterSuccess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		response fakeResponse
		result   string // ItemID and QuantityBefore of an update
		calls    int    // of an update
		says     string
	}{
		"a tag that does not match": {fakeResponse{200, `<root><success>1</success><itemid>8</itemid><id>3</root>`}, "8 absent", 1, "</root>"},
		"an unknown entity":         {fakeResponse{200, `<root><success>1</success><itemid>8</itemid><info>&nbsp;</info></root>`}, "8 absent", 1, "entity"},
		"PHP's words behind":        {fakeResponse{200, `<root><success>1</success><quantity_before>2</quantity_before></root><br /><b>Notice</b>`}, "0 2", 1, "follows"},
		"PHP's words within":        {fakeResponse{200, `<root><success>1</success><itemid>8</itemid>Notice: x<id>3</id></root>`}, "8 absent", 1, "Notice"},
		"JSON and words":            {fakeResponse{200, `{"success":1,"itemid":8} Notice`}, "8 absent", 1, "JSON"},
		"JSON that is cut":          {fakeResponse{200, `{"success":1,"itemid":8,"quantity_before":1`}, "8 absent", 4, "breaks off"},
		"XML that is cut":           {fakeResponse{200, `<root><success>1</success><itemid>8</itemid><quantity_before>1`}, "8 absent", 4, "breaks off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(tc.response)
			_, err := s.newClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			require.ErrorContains(t, err, tc.says)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Len(t, s.sentRequests(), 1)

			s = respondInTurn(tc.response)
			r, err := s.newClient(t).Store.UpdateOnHand(t.Context(), updateOfItem8())
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeApplied, shelfwire.OutcomeOf(err))
			assert.Equal(t, tc.result, fmt.Sprint(r.ItemID, r.OnHandBefore))
			assert.Len(t, s.sentRequests(), tc.calls)

			s = respondInTurn(tc.response)
			_, err = s.newClient(t).Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.sentRequests(), max(2, tc.calls), "a read is asked again")
		})
	}
}

// A response that breaks off before success, or may continue after it, leaves a write unknown. A failure before
// the break counts.
func TestStoreService_CutBeforeSuccess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body    string
		outcome shelfwire.Outcome
	}{
		"XML":              {`<root><success>1`, shelfwire.OutcomeUnknown},
		"JSON":             {`{"success":1`, shelfwire.OutcomeUnknown},
		"nothing of it":    {`<root>`, shelfwire.OutcomeUnknown},
		"a failure":        {`<root><success>0</success><info>no</in`, shelfwire.OutcomeRejected},
		"a failure, JSON":  {`{"success":0,"info":"n`, shelfwire.OutcomeRejected},
		"a page":           {`<html><success>1</success>`, shelfwire.OutcomeUnknown},
		"a failure behind": {`<root><success>1</success><success>0</success>`, shelfwire.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respondInTurn(fakeResponse{200, tc.body})
			r, err := s.newClient(t).Store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("5"))
			require.Error(t, err)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Empty(t, r)
			assert.Len(t, s.sentRequests(), 1)
		})
	}
}
