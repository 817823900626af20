package transcript_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/transcript"
)

// harOf makes an archive of entries, as another program may write it.
func harOf(pseudonyms string, entries ...string) string {
	return `{"log":{"version":"1.2","entries":[` + strings.Join(entries, ",") + `],"_pseudonyms":[` + pseudonyms + `]}}`
}

func harEntry(method, url, body, content string) string {
	post := ""
	if body != "" {
		post = `,"postData":` + body
	}
	return `{"request":{"method":"` + method + `","url":"` + url + `"` + post + `},"response":{"status":200,"content":` + content + `}}`
}

const okContent = `{"size":2,"mimeType":"application/json","text":"ok"}`

func newReplay(t *testing.T, har string, strict bool) *transcript.Replay {
	t.Helper()
	replay, err := transcript.NewReplay(strings.NewReader(har), &transcript.ReplayOptions{Strict: strict})
	require.NoError(t, err)
	return replay
}

// send sends a request and returns the body of its response.
func send(replay *transcript.Replay, method, url, contentType, body string) (string, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := replay.RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

func TestReplay_Matches(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	jsonBody := func(text string) string {
		return `{"mimeType":"application/json","text":"` + strings.ReplaceAll(text, `"`, `\"`) + `"}`
	}
	for name, tt := range map[string]struct {
		method, url, body, pseudonyms string // recorded
		sent, sentURL, sentType       string
		matches                       bool
	}{
		"another host":                           {"GET", "https://a.example/p/1", "", "", "", "https://b.example/p/1", "", true},
		"another path":                           {"GET", "https://a.example/p/1", "", "", "", "https://a.example/p/2", "", false},
		"a longer path":                          {"GET", "https://a.example/p/1", "", "", "", "https://a.example/p/1/2", "", false},
		"another method":                         {"PUT", "https://a.example/p/1", "", "", "", "https://a.example/p/1", "", false},
		"an escaped slash":                       {"GET", "https://a.example/p/1%2F2", "", "", "", "https://a.example/p/1/2", "", false},
		"escaped another way":                    {"GET", "https://a.example/p/%C4%81%20b", "", "", "", "https://a.example/p/ā%20b", "", true},
		"query in another order":                 {"GET", "https://a.example/?a=1&b=2&a=3", "", "", "", "https://a.example/?a=3&b=2&a=1", "", true},
		"a parameter more":                       {"GET", "https://a.example/?a=1", "", "", "", "https://a.example/?a=1&a=1", "", false},
		"a parameter less":                       {"GET", "https://a.example/?a=1&b=2", "", "", "", "https://a.example/?a=1", "", false},
		"another value":                          {"GET", "https://a.example/?a=1", "", "", "", "https://a.example/?a=2", "", false},
		"a redacted key":                         {"GET", "https://a.example/?apikey=[redacted]", "", "", "", "https://a.example/?apikey=s%26x", "", true},
		"a key within a text":                    {"GET", "https://a.example/?q=a[redacted]b", "", "", "", "https://a.example/?q=aKEYb", "", true},
		"another text around":                    {"GET", "https://a.example/?q=a[redacted]b", "", "", "", "https://a.example/?q=aKEYc", "", false},
		"another text before":                    {"GET", "https://a.example/?q=a[redacted]b", "", "", "", "https://a.example/?q=cKEYb", "", false},
		"JSON in another order":                  {"POST", "https://a.example/", jsonBody(`{"a":1,"b":[true,null,"x"]}`), "", ` {"b":[true,null,"x"],"a":1}`, "https://a.example/", "application/json", true},
		"another number":                         {"POST", "https://a.example/", jsonBody(`{"a":1.0}`), "", `{"a":1}`, "https://a.example/", "application/json", false},
		"a quoted number":                        {"POST", "https://a.example/", jsonBody(`{"a":1}`), "", `{"a":"1"}`, "https://a.example/", "application/json", false},
		"another flag":                           {"POST", "https://a.example/", jsonBody(`{"a":true}`), "", `{"a":false}`, "https://a.example/", "application/json", false},
		"another text":                           {"POST", "https://a.example/", jsonBody(`{"a":"x"}`), "", `{"a":"y"}`, "https://a.example/", "application/json", false},
		"a shorter list":                         {"POST", "https://a.example/", jsonBody(`[1,2]`), "", `[1]`, "https://a.example/", "application/json", false},
		"a list in another order":                {"POST", "https://a.example/", jsonBody(`[1,2]`), "", `[2,1]`, "https://a.example/", "application/json", false},
		"a member more":                          {"POST", "https://a.example/", jsonBody(`{"a":1}`), "", `{"a":1,"b":2}`, "https://a.example/", "application/json", false},
		"a member less":                          {"POST", "https://a.example/", jsonBody(`{"a":1,"b":2}`), "", `{"a":1}`, "https://a.example/", "application/json", false},
		"an object for a list":                   {"POST", "https://a.example/", jsonBody(`[]`), "", `{}`, "https://a.example/", "application/json", false},
		"a list for an object":                   {"POST", "https://a.example/", jsonBody(`{}`), "", `[]`, "https://a.example/", "application/json", false},
		"JSON that breaks off":                   {"POST", "https://a.example/", jsonBody(`{"a":`), "", `{"a":`, "https://a.example/", "application/json", true},
		"null":                                   {"POST", "https://a.example/", jsonBody(`{"a":null}`), "", `{"a":null}`, "https://a.example/", "application/json", true},
		"no body":                                {"POST", "https://a.example/", jsonBody(`{"a":1}`), "", ``, "https://a.example/", "application/json", false},
		"text":                                   {"POST", "https://a.example/", `{"mimeType":"text/plain","text":"a b"}`, "", `a b`, "https://a.example/", "text/plain", true},
		"another plain text":                     {"POST", "https://a.example/", `{"mimeType":"text/plain","text":"a b"}`, "", `a c`, "https://a.example/", "text/plain", false},
		"form":                                   {"POST", "https://a.example/", `{"mimeType":"` + form + `","params":[{"name":"a","value":"1 2"},{"name":"b","value":""}]}`, "", `b=&a=1+2`, "https://a.example/", form, true},
		"form as text":                           {"POST", "https://a.example/", `{"mimeType":"` + form + `","text":"a=1+2&b="}`, "", `b=&a=1+2`, "https://a.example/", form, true},
		"another form":                           {"POST", "https://a.example/", `{"mimeType":"` + form + `","params":[{"name":"a","value":"1"}]}`, "", `a=2`, "https://a.example/", form, false},
		"a pseudonym":                            {"GET", "https://a.example/p/xqzwk-12", "", `"xqzwk","12"`, "", "https://a.example/p/Anna-77", "", true},
		"the pseudonym itself":                   {"GET", "https://a.example/p/xqzwk", "", `"xqzwk"`, "", "https://a.example/p/xqzwk", "", true},
		"digits for letters":                     {"GET", "https://a.example/p/xqzwk", "", `"xqzwk"`, "", "https://a.example/p/77", "", false},
		"a word more":                            {"GET", "https://a.example/p/xqzwk", "", `"xqzwk"`, "", "https://a.example/p/a-b", "", false},
		"another mark between":                   {"GET", "https://a.example/p/xqzwk-xqzwk", "", `"xqzwk"`, "", "https://a.example/p/a_a", "", false},
		"two words for one":                      {"GET", "https://a.example/p/xqzwk/xqzwk", "", `"xqzwk"`, "", "https://a.example/p/a/b", "", false},
		"one word for two":                       {"GET", "https://a.example/p/xqzwk/xpplr", "", `"xqzwk","xpplr"`, "", "https://a.example/p/a/a", "", false},
		"no pseudonym":                           {"GET", "https://a.example/p/xqzwk", "", ``, "", "https://a.example/p/Anna", "", false},
		"a number that is a pseudonym elsewhere": {"GET", "https://a.example/api/v2/products/xqzwk-2?limit=2", "", `"xqzwk","2"`, "", "https://a.example/api/v2/products/Anna-1?limit=2", "", true},
		"another number where it is none":        {"GET", "https://a.example/products?limit=2", "", `"2"`, "", "https://a.example/products?limit=1", "", false},
		"a filter":                               {"GET", "https://a.example/?$filter=Name%20eq%20%27xqzwk%27%20and%20Id%20gt%202", "", `"xqzwk","2"`, "", "https://a.example/?$filter=Name%20eq%20%27Anna%27%20and%20Id%20gt%202", "", true},
		"another filter":                         {"GET", "https://a.example/?$filter=Name%20eq%20%27xqzwk%27%20and%20Id%20gt%202", "", `"xqzwk","2"`, "", "https://a.example/?$filter=Name%20eq%20%27Anna%27%20and%20Id%20gt%203", "", false},
		"another operator":                       {"GET", "https://a.example/?$filter=Name%20eq%20%27xqzwk%27", "", `"xqzwk","eq"`, "", "https://a.example/?$filter=Name%20ne%20%27Anna%27", "", false},
		"a parameter whose name is data":         {"GET", "https://a.example/?xqzwk%20xpplr=1", "", `"xqzwk","xpplr"`, "", "https://a.example/?Anna%20Ozola=1", "", true},
		"a parameter whose name is none":         {"GET", "https://a.example/?limit=1", "", `"limit"`, "", "https://a.example/?count=1", "", false},
		"a number in JSON that is none":          {"POST", "https://a.example/", jsonBody(`{"limit":2}`), `"2"`, `{"limit":3}`, "https://a.example/", "application/json", false},
		"a number":                               {"POST", "https://a.example/", jsonBody(`{"Phone":26458458}`), `"26458458"`, `{"Phone":29111111}`, "https://a.example/", "application/json", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay := newReplay(t, harOf(tt.pseudonyms, harEntry(tt.method, tt.url, tt.body, okContent)), false)
			method := tt.method
			if name == "another method" {
				method = "GET"
			}
			got, err := send(replay, method, tt.sentURL, tt.sentType, tt.sent)
			if !tt.matches {
				var e *transcript.ReplayError
				require.ErrorAs(t, err, &e)
				assert.Len(t, replay.Remaining(), 1)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "ok", got)
			assert.NoError(t, replay.Done())
		})
	}
}

// A word that does not fit leaves nothing behind that would keep the next one from fitting.
func TestReplay_BindsNothingInVain(t *testing.T) {
	t.Parallel()
	replay := newReplay(t, harOf(`"xqzwk","xpplr"`,
		harEntry("GET", "https://a.example/?a=xqzwk%20one&a=xpplr%20two", "", okContent)), false)
	_, err := send(replay, "GET", "https://a.example/?a=Anna%20two&a=Ilze%20one", "", "")
	require.NoError(t, err)
}

// The words of the program stand in the responses, those that no request has named stay pseudonyms.
func TestReplay_Words(t *testing.T) {
	t.Parallel()
	content := func(kind, text string) string {
		return `{"size":9,"mimeType":"` + kind + `","text":"` + strings.ReplaceAll(text, `"`, `\"`) + `"}`
	}
	replay := newReplay(t, harOf(`"xqzwk","12","Xpplr"`,
		harEntry("GET", "https://a.example/products/xqzwk-12", "", content("application/json",
			`{"SKU":"xqzwk-12","qty":12,"price":"12","Name":"xqzwk & xvvvv","Balance":{"xqzwk":12,"Totals":12,"12":0},"status":"xqzwk"}`)),
		harEntry("GET", "https://a.example/products/Xpplr", "", content("text/xml", `<a><name>Xpplr xqzwk</name><qty>12</qty></a>`)),
		harEntry("GET", "https://a.example/products/xqzwk", "", content("text/plain", `xqzwk 12 xvvvv`)),
	), true)
	for _, tt := range []struct{ url, want string }{
		{"https://a.example/products/krems-77", `{"SKU":"krems-77","qty":12,"price":"12","Name":"krems & xvvvv","Balance":{"krems":12,"Totals":12,"12":0},"status":"krems"}`},
		{"https://a.example/products/Anna", `<a><name>Anna krems</name><qty>12</qty></a>`},
		{"https://a.example/products/krems", `krems 77 xvvvv`},
	} {
		got, err := send(replay, "GET", tt.url, "", "")
		require.NoError(t, err)
		assert.Equal(t, tt.want, got)
	}
}

func TestReplay_Order(t *testing.T) {
	t.Parallel()
	text := func(s string) string { return `{"size":1,"mimeType":"text/plain","text":"` + s + `"}` }
	har := harOf("",
		harEntry("GET", "https://a.example/a", "", text("1")), harEntry("GET", "https://a.example/b", "", text("2")),
		harEntry("GET", "https://a.example/a", "", text("3")))
	replay := newReplay(t, har, false)
	for _, tt := range []struct{ path, want string }{{"b", "2"}, {"a", "1"}, {"a", "3"}} {
		got, err := send(replay, "GET", "https://a.example/"+tt.path, "", "")
		require.NoError(t, err)
		assert.Equal(t, tt.want, got)
	}
	_, err := send(replay, "GET", "https://a.example/a", "", "")
	require.EqualError(t, err, "replay: GET /a: the recording has it, and entry 1 has served the last one")

	strict := newReplay(t, har, true)
	_, err = send(strict, "GET", "https://a.example/b", "", "")
	require.EqualError(t, err, "replay: GET /b: entry 1 of the recording is next, GET /a: the path is /b")
	assert.Equal(t, []string{"GET /a", "GET /b", "GET /a"}, strict.Remaining())
	require.EqualError(t, strict.Done(), "replay: 3 recorded requests were not sent: GET /a, GET /b, GET /a")
}

// The error names what the recording has that is nearest.
func TestReplay_Nearest(t *testing.T) {
	t.Parallel()
	body := `{"mimeType":"application/json","text":"{\"a\":1,\"b\":[1,\"x\"]}"}`
	replay := newReplay(t, harOf("",
		harEntry("GET", "https://a.example/other", "", okContent),
		harEntry("POST", "https://a.example/p?limit=5", body, okContent),
		harEntry("DELETE", "https://a.example/p", "", okContent),
	), false)
	for _, tt := range []struct{ method, url, body, want string }{
		{"POST", "https://a.example/p?limit=9", `{"a":1,"b":[1,"x"]}`,
			`entry 2, POST /p: parameter "limit" is recorded as "5", parameter "limit" is "9"`},
		{"POST", "https://a.example/p?limit=5", `{"c":1,"b":[2,"y"]}`,
			`entry 2, POST /p: the body lacks "a", the body.b[0] is 2, recorded 1, the body.b[1] is "y", recorded "x", and 1 more`},
		{"PATCH", "https://a.example/p", ``, `entry 3, DELETE /p: the method is PATCH`},
		{"GET", "https://a.example/q", ``, `entry 1, GET /other: the path is /q`},
		{"POST", "https://a.example/p?limit=5", ``, `entry 2, POST /p: the body has another form`},
		{"POST", "https://a.example/p?limit=5", `{"a":"` + strings.Repeat("ā", 50) + `","b":[1,"x"]}`,
			`entry 2, POST /p: the body.a is "` + strings.Repeat("ā", 31) + `…, recorded 1`},
	} {
		_, err := send(replay, tt.method, tt.url, "application/json", tt.body)
		require.ErrorContains(t, err, "the recording has no such request; the nearest is "+tt.want)
	}
	_, err := send(newReplay(t, harOf(""), false), "GET", "https://a.example/p", "", "")
	require.EqualError(t, err, "replay: GET /p: the recording is empty")
	_, err = send(newReplay(t, harOf(""), true), "GET", "https://a.example/p", "", "")
	require.EqualError(t, err, "replay: GET /p: the recording is empty")
}

// A request that was not recorded is final for a client, and nothing was sent.
func TestReplay_ErrorInAClient(t *testing.T) {
	t.Parallel()
	attempts := 0
	client, err := resico.New(
		resico.Credentials{ClientCode: shelfwire.NewSecret("4001"), ClientKey: shelfwire.NewSecret("key-of-a-test")},
		&shelfwire.Options{
			HTTPClient: &http.Client{Transport: newReplay(t, harOf(""), false)},
			Observe:    func(context.Context, shelfwire.Attempt) { attempts++ },
		})
	require.NoError(t, err)
	_, err = client.Customers.Create(t.Context(), resico.NewCustomer{Code: "C-1", Name: "SIA Piemērs", Email: "a@example.com"})
	require.ErrorContains(t, err, "the recording is empty")
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	_, err = client.Products.Balance(t.Context(), "A-1")
	require.Error(t, err)
	assert.Equal(t, 2, attempts, "neither is retried")
}

// What a recording cannot serve is said.
func TestReplay_CutBodies(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ entry, want string }{
		"response": {harEntry("GET", "https://a.example/p", "", `{"size":9,"comment":"the body was cut, and is left out","_truncated":true}`),
			"entry 1 of the recording does not serve: the body was cut, and is left out"},
		"response without a text": {harEntry("GET", "https://a.example/p", "", `{"size":9}`),
			"entry 1 of the recording does not serve: the body of its response is left out"},
		"request": {harEntry("GET", "https://a.example/p", `{"mimeType":"text/plain","text":"","_truncated":true}`, okContent),
			"entry 1 of the recording does not serve: the body of its request is left out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay := newReplay(t, harOf("", tt.entry), false)
			_, err := send(replay, "GET", "https://a.example/p", "text/plain", "whatever")
			if name != "request" {
				_, err = send(replay, "GET", "https://a.example/p", "", "")
			}
			require.EqualError(t, err, "replay: GET /p: "+tt.want)
			assert.Len(t, replay.Remaining(), 1)
		})
	}
}

// An attempt without a response fails again, and the next one gets what was recorded for it.
func TestReplay_NoResponse(t *testing.T) {
	t.Parallel()
	replay := newReplay(t, harOf("",
		`{"request":{"method":"GET","url":"https://a.example/p"},"response":{"status":0,"content":{"size":0}}}`,
		harEntry("GET", "https://a.example/p", "", okContent)), false)
	_, err := send(replay, "GET", "https://a.example/p", "", "")
	require.EqualError(t, err, "replay: no response was recorded for this request")
	got, err := send(replay, "GET", "https://a.example/p", "", "")
	require.NoError(t, err)
	assert.Equal(t, "ok", got)
}

// The response is that of the recording: status, headers, body in its charset.
func TestReplay_Response(t *testing.T) {
	t.Parallel()
	replay := newReplay(t, harOf("", `{"request":{"method":"GET","url":"https://a.example/p"},"response":{"status":404,`+
		`"httpVersion":"HTTP/2.0","headers":[{"name":"content-type","value":"text/plain; charset=windows-1251"},`+
		`{"name":"Content-Length","value":"99"},{"name":"Content-Encoding","value":"gzip"},{"name":":status","value":"404"},`+
		`{"name":"Transfer-Encoding","value":"chunked"},{"name":"Connection","value":"close"},{"name":"X-A","value":"1"},{"name":"X-A","value":"2"}],`+
		`"content":{"size":4,"mimeType":"text/plain","text":"Мышь"}}}`,
		`{"request":{"method":"GET","url":"https://a.example/p"},"response":{"status":204,"content":{"size":0}}}`,
		harEntry("GET", "https://a.example/p", "", `{"size":2,"mimeType":"text/xml","text":"//4=","encoding":"base64"}`)), false)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://a.example/p", http.NoBody)
	require.NoError(t, err)
	req.Body = nil
	resp, err := replay.RoundTrip(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	text, err := charmap.Windows1251.NewDecoder().Bytes(body)
	require.NoError(t, err)
	assert.Equal(t, "Мышь", string(text))
	assert.Len(t, body, 4)
	assert.EqualValues(t, 4, resp.ContentLength)
	assert.Equal(t, "404 Not Found", resp.Status)
	assert.Equal(t, 404, resp.StatusCode)
	assert.Equal(t, "HTTP/2.0", resp.Proto)
	assert.Same(t, req, resp.Request)
	assert.Equal(t, http.Header{"Content-Type": {"text/plain; charset=windows-1251"}, "X-A": {"1", "2"}}, resp.Header)

	got, err := send(replay, "GET", "https://a.example/p", "", "")
	require.NoError(t, err)
	assert.Empty(t, got)
	got, err = send(replay, "GET", "https://a.example/p", "", "")
	require.NoError(t, err)
	assert.Equal(t, "\xff\xfe", got)
}

func TestNewReplay_Errors(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ har, want string }{
		"nothing":      {"", "transcript: the file is no HTTP archive"},
		"not closed":   {`{"log":{"version":"1.2","entries":[`, "transcript: the file is no HTTP archive"},
		"another file": {`{"a":1}`, "transcript: the file is no HTTP archive: it has no log"},
		"a bad URL":    {harOf("", harEntry("GET", "http://a b/%zz", "", okContent)), "transcript: entry 1: its URL cannot be read"},
		"no entry":     {harOf("", `7`, `8`), "transcript: entry 1: it cannot be read"},
		"no entries":   {`{"log":{"entries":{}}}`, "transcript: the file is no HTTP archive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := transcript.NewReplay(strings.NewReader(tt.har), nil)
			require.ErrorContains(t, err, tt.want)
		})
	}
	_, err := transcript.NewReplay(brokenReader{}, nil)
	require.ErrorIs(t, err, errBroken)
	_, err = transcript.NewReplay(strings.NewReader("\ufeff"+harOf("")), nil)
	require.NoError(t, err, "browsers begin with a byte order mark")
}

// Archives of browsers and other programs, as they write them.
func TestReplay_ForeignArchives(t *testing.T) {
	t.Parallel()
	const form, body = "application/x-www-form-urlencoded", "name=%C5%81%C3%B3d%C5%BA&q=a%20b"
	const decoded, encoded = `[{"name":"name","value":"Łódź"},{"name":"q","value":"a b"}]`,
		`[{"name":"name","value":"%C5%81%C3%B3d%C5%BA"},{"name":"q","value":"a%20b"}]`
	post := func(members string) string {
		return harEntry("POST", "https://a/item", `{"mimeType":"`+form+`",`+members+`}`, okContent)
	}
	sent, content := `"text":"`+body+`"`, func(content string) string {
		return harEntry("POST", "https://a/item", `{"mimeType":"`+form+`","text":"`+body+`"}`, content)
	}
	whole := func(request, response string) string {
		return `{"request":{"method":"POST","url":"https://a/item","postData":{"mimeType":"` + form + `",` + sent + `}` + request +
			`},"response":{"status":200,"content":` + okContent + response + `}}`
	}
	for name, entries := range map[string][]string{
		"text with encoded params":  {post(sent + `,"params":` + encoded)},
		"text with decoded params":  {post(sent + `,"params":` + decoded)},
		"encoded params alone":      {post(`"params":` + encoded)},
		"decoded params alone":      {post(`"text":"","params":` + decoded)},
		"no params":                 {post(sent + `,"params":[]`)},
		"a body in base64":          {post(`"encoding":"base64","text":"` + base64.StdEncoding.EncodeToString([]byte(body)) + `"`)},
		"sizes with a fraction":     {content(`{"size":2.0,"mimeType":"x","text":"ok"}`)},
		"null":                      {content(`{"size":null,"mimeType":null,"text":"ok"}`), `null`},
		"unknown size":              {content(`{"size":-1,"mimeType":"x","text":"ok"}`)},
		"base64 in lines":           {content(`{"mimeType":"x","text":"b2\ns=\n","encoding":"base64"}`)},
		"base64 without padding":    {content(`{"mimeType":"x","text":"b2s","encoding":"base64"}`)},
		"base64 in capitals":        {content(`{"mimeType":"x","text":"b2s=","encoding":"BASE64"}`)},
		"an image in the page":      {harEntry("GET", "data:image/png;base64,iVBO", "", okContent), post(sent)},
		"a bad escape in the query": {harEntry("GET", "https://ads.example/p?x=%zz&u=100%", "", okContent), post(sent)},
		"a bad escape in the path":  {harEntry("GET", "https://ads.example/100%/p", "", okContent), post(sent)},
		"a space in the URL":        {harEntry("GET", "https://ads example/p q", "", okContent), post(sent)},
		"a parameter of another kind": {harEntry("POST", "https://b/feed",
			`{"mimeType":"x","params":[{"name":"f","value":{"Title":"x"}},7]}`, okContent), post(sent)},
		"a request of another kind":  {`{"request":{"method":7}}`, `"x"`, post(sent)},
		"headers of other kinds":     {whole(`,"headers":[{"name":"content-length","value":12}]`, `,"headers":[{"name":"x","value":null},{"name":null}]`)},
		"no headers":                 {whole(`,"headers":null,"cookies":null`, `,"headers":null`)},
		"a status as a text":         {strings.Replace(whole("", ""), `"status":200`, `"status":"200"`, 1)},
		"other members as they like": {`{"time":"","cache":7,"timings":[],` + whole("", "")[1:]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay, err := transcript.NewReplay(strings.NewReader(harOf("", entries...)), nil)
			require.NoError(t, err)
			got, err := send(replay, "POST", "https://shop.example/item", form, body)
			require.NoError(t, err)
			assert.Equal(t, "ok", got)
		})
	}
}

// A response that cannot be read is no reason to reject the others.
func TestReplay_BadBase64(t *testing.T) {
	t.Parallel()
	replay := newReplay(t, harOf("", harEntry("GET", "https://a/x", "", okContent),
		harEntry("GET", "https://a/y", "", `{"size":1,"text":"%","encoding":"base64"}`)), false)
	got, err := send(replay, "GET", "https://a/x", "", "")
	require.NoError(t, err)
	assert.Equal(t, "ok", got)
	_, err = send(replay, "GET", "https://a/y", "", "")
	require.ErrorContains(t, err, "entry 2 of the recording does not serve: the body of its response is not base64")
}

var errBroken = errors.New("the disk is gone")

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errBroken }
func (brokenReader) Close() error             { return nil }

func TestReplay_UnreadableRequest(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://a.example/p", brokenReader{})
	require.NoError(t, err)
	_, err = newReplay(t, harOf(""), false).RoundTrip(req)
	require.ErrorIs(t, err, errBroken)
}

func TestReplay_Concurrency(t *testing.T) {
	t.Parallel()
	var entries []string
	for range 40 {
		entries = append(entries, harEntry("GET", "https://a.example/p", "", okContent))
	}
	replay := newReplay(t, harOf("", entries...), false)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				_, err := send(replay, "GET", "https://a.example/p", "", "")
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	assert.NoError(t, replay.Done())
}
