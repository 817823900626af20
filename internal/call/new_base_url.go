package call

import (
	"cmp"
	"net/netip"
	"net/url"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// resolveBaseURL parses the URL below which all requests go.
func resolveBaseURL(o *shelfwire.Options, p *Provider, problems *check.Problems) *url.URL {
	if o.BaseURL != "" || p.CustomerURL.Field == "" {
		return parseBaseURL("BaseURL", cmp.Or(o.BaseURL, p.BaseURL), o.AllowPlaintext, problems)
	}
	u := parseBaseURL(p.CustomerURL.Field, p.BaseURL, o.AllowPlaintext, problems)
	if u != nil && u.Path != "" {
		problems.Add(p.CustomerURL.Field, "must not hold a path: the client adds "+p.CustomerURL.Path+" by itself")
	}
	if u != nil {
		u.Path = p.CustomerURL.Path
	}
	return u
}

// parseBaseURL rejects what is no URL, and what could take a key elsewhere. It returns nil then.
func parseBaseURL(field, address string, plaintext bool, problems *check.Problems) *url.URL {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	switch {
	case address == "":
		problems.Add(field, "is missing")
	case err != nil || u.Hostname() == "" || u.Opaque != "":
		problems.Add(field, "is not an absolute address such as https://api.example.com/v1")
	case u.Scheme != "https" && u.Scheme != "http":
		problems.Add(field, "must begin with https://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		problems.Add(field, "must not hold a user, a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()) && !plaintext:
		problems.Add(field, "is plain http, which would send the key in the clear; use https or set AllowPlaintext")
	default:
		return u
	}
	return nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}
