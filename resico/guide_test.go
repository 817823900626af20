package resico_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/resico"
)

// guideCall is the call that sends the request of an example in the vendor's guide.
type guideCall struct {
	name    string
	call    func(t *testing.T, client *resico.Client)
	ignored []string // members of the guide's body that the client does not send; the fixture says why
}

func guideCalls() []guideCall {
	return []guideCall{
		{name: "products", call: guideProducts},
		{name: "balances", call: guideBalances},
		{name: "balance", call: guideBalance},
		{name: "customer_create", call: guideCustomerCreate},
		{name: "customer_update", call: guideCustomerUpdate},
		{name: "invoice_create", call: guideInvoiceCreate},
		{name: "invoice_line", call: guideInvoiceLine, ignored: []string{"ActualAmount"}},
	}
}

// Every example of the guide: the request goes out as the guide shows it, and the response is read in full.
func TestGuide(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			wanted := parseGuideRequest(t, clienttest.ReadFixture(t, tc.name+".request"))
			mock := httpmock.NewMockTransport()
			mock.RegisterResponderWithQuery(wanted.method, wanted.url.Scheme+"://"+wanted.url.Host+wanted.url.EscapedPath(),
				wanted.url.Query(), func(r *http.Request) (*http.Response, error) {
					assertLikeGuide(t, r, wanted, tc.ignored)
					return httpmock.NewStringResponse(http.StatusOK, clienttest.ReadFixture(t, tc.name+".response")), nil
				})
			client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("YOUR_CLIENT_CODE"), ClientKey: shelfwire.NewSecret("YOUR_CLIENT_KEY")},
				&shelfwire.Options{HTTPClient: &http.Client{Transport: mock}, Limiter: shelfwire.Unlimited})
			require.NoError(t, err)
			tc.call(t, client)
			assert.Equal(t, 1, mock.GetTotalCallCount())
		})
	}
}

// The same requests to the byte, as they go over the wire.
func TestGuide_OnTheWire(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var sent *clienttest.Request
			client := newHandlerClient(t, func(w http.ResponseWriter, r *http.Request) {
				sent = clienttest.RecordRequest(t, r)
				writeBody(w, clienttest.ReadFixture(t, tc.name+".response"))
			})
			tc.call(t, client)
			sent.AssertGolden(t, tc.name)
		})
	}
}

// Every member of the guide's responses is read.
func TestGuide_NothingUnread(t *testing.T) {
	t.Parallel()
	for _, tc := range guideCalls() {
		client, log := newLoggedClient(t, clienttest.ReadFixture(t, tc.name+".response"))
		tc.call(t, client)
		assert.NotContains(t, log.String(), "could not be read", tc.name)
	}
}

// guideRequest is a request of the guide.
type guideRequest struct {
	method string
	url    *url.URL
	header map[string]string
	body   string
}

func parseGuideRequest(t *testing.T, text string) guideRequest {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(strings.TrimSpace(head), "\n")
	method, address, _ := strings.Cut(lines[0], " ")
	u, err := url.Parse(address)
	require.NoError(t, err)
	r := guideRequest{method: method, url: u, header: map[string]string{}, body: body}
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.header[name] = value
	}
	return r
}

// assertLikeGuide compares with a request of the guide: verb, URL, headers and the members of the body.
func assertLikeGuide(t *testing.T, r *http.Request, want guideRequest, ignored []string) {
	t.Helper()
	assert.Equal(t, want.method, r.Method)
	assert.Equal(t, want.url.EscapedPath(), r.URL.EscapedPath())
	assert.Equal(t, want.url.Query(), r.URL.Query())
	for name, value := range want.header {
		assert.Equal(t, value, r.Header.Get(name), name)
	}
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		assert.NoError(t, err)
	}
	assert.Equal(t, decodeMembers(t, want.body, ignored), decodeMembers(t, string(body), nil))
}

func decodeMembers(t *testing.T, body string, ignored []string) map[string]any {
	t.Helper()
	if strings.TrimSpace(body) == "" {
		return nil
	}
	var m map[string]any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	require.NoError(t, dec.Decode(&m))
	for _, name := range ignored {
		delete(m, name)
	}
	return m
}
