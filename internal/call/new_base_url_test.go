package call

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

func TestParseBaseURL(t *testing.T) {
	t.Parallel()
	for address, problem := range map[string]string{
		"":                               "", // the provider's own
		"https://api.acme.example":       "",
		"https://api.acme.example/v1/":   "",
		"HTTPS://api.acme.example":       "",
		"https://localhost":              "",
		"https://api.acme.example:8443":  "",
		"http://localhost:8080":          "",
		"http://LOCALHOST":               "",
		"http://127.0.0.1:8080/v1":       "",
		"http://127.8.9.10":              "",
		"http://[::1]:8080":              "",
		"http://[::ffff:127.0.0.1]":      "",
		"http://[::1%25lo]:8080":         "",
		"http://[fe80::1%25lo]:9":        "plain http",
		"https://[fe80::1%25lo]:9":       "",
		"http://api.acme.example":        "plain http",
		"http://10.0.0.1":                "plain http",
		"http://0.0.0.0":                 "plain http",
		"http://[::]":                    "plain http",
		"http://localhost.evil.example":  "plain http",
		"http://127.0.0.1.evil.example":  "plain http",
		"http://127.1":                   "plain http",
		"http://2130706433":              "plain http",
		"http://evil.example#@localhost": "fragment",
		"http://localhost@evil.example":  "user",
		"https://user@api.acme.example":  "user",
		"https://u:p4ss@api.acme.ex":     "user",
		"https://api.acme.example?a=b":   "query",
		"https://api.acme.example/#top":  "fragment",
		"api.acme.example":               "absolute",
		"api.acme.example:443":           "absolute",
		"//api.acme.example":             "https://",
		"/v1":                            "absolute",
		"https://":                       "absolute",
		"https:///v1":                    "absolute",
		"https:api.acme.example":         "absolute",
		"ftp://api.acme.example":         "https://",
		"file:///etc/passwd":             "absolute",
		"unix://localhost/socket":        "https://",
		"https://api.acme.example/%zz":   "absolute",
		"https://api acme.example":       "absolute",
		" https://api.acme.example":      "absolute",
		"https://api.acme.example:x":     "absolute",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			_, err := New(testProvider(), &shelfwire.Options{BaseURL: address}, &check.Problems{})
			if problem == "" {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, []string{"BaseURL"}, invalidFields(t, err))
			require.ErrorContains(t, err, problem)
			assert.NotContains(t, err.Error(), "p4ss")
		})
	}
}

// A host without a name has no certificate either.
func TestParseBaseURL_NoHostName(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://:443", "http://:8080"} {
		_, err := New(testProvider(), &shelfwire.Options{BaseURL: address, AllowPlaintext: true}, &check.Problems{})
		assert.Error(t, err, address)
	}
}

func TestParseBaseURL_AllowPlaintext(t *testing.T) {
	t.Parallel()
	allowed := shelfwire.Options{BaseURL: "http://erp.intranet.example", AllowPlaintext: true}
	c, s := scripted(t, allowed, responds(200, ""))
	require.NoError(t, doCall(t.Context(), c, opRead))
	assert.Equal(t, "http://erp.intranet.example/things", s.requests[0].URL.String())

	for _, address := range []string{"ftp://erp.intranet.example", "http://u@erp.intranet.example"} {
		_, err := New(testProvider(), &shelfwire.Options{BaseURL: address, AllowPlaintext: true}, &check.Problems{})
		assert.Equal(t, []string{"BaseURL"}, invalidFields(t, err), "%s: plain text is all that is allowed", address)
	}
}

// A provider whose customers have URLs of their own names the parameter in which they came.
func TestResolveBaseURL_CustomerURL(t *testing.T) {
	t.Parallel()
	for address, problem := range map[string]string{
		"https://shop.example.com":               "",
		"https://shop.example.com/":              "",
		"http://127.0.0.1:8080":                  "",
		"":                                       "shopURL is missing",
		"shop.example.com":                       "shopURL is not an absolute address",
		"ftp://shop.example.com":                 "shopURL must begin with https://",
		"http://shop.example.com":                "shopURL is plain http",
		"https://shop.example.com/api/v2":        "shopURL must not hold a path",
		"https://key:secret@shop.example.com":    "shopURL must not hold a user",
		"https://shop.example.com?key=k3y":       "shopURL must not hold a user, a query",
		"https://shop.example.com\x7f/somewhere": "shopURL is not an absolute address",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			p := testProvider()
			p.BaseURL = address
			p.CustomerURL.Field, p.CustomerURL.Path = "shopURL", "/api/v2"
			c, err := New(p, nil, &check.Problems{})
			if problem != "" {
				require.ErrorContains(t, err, problem)
				assert.Equal(t, []string{"shopURL"}, invalidFields(t, err))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, "/api/v2", c.basePath)

			c, err = New(p, &shelfwire.Options{BaseURL: "https://proxy.example.com/shop/api/v2"}, &check.Problems{})
			require.NoError(t, err, "Options.BaseURL overrides address and path")
			assert.Equal(t, "https://proxy.example.com", c.origin)
			assert.Equal(t, "/shop/api/v2", c.basePath)
		})
	}
}
