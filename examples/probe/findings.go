package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// errTooFew is the reason when an account has too little to look at.
var errTooFew = errors.New("there is too little to look at")

// missing is the finding when no response came that could show anything.
func missing(err error) finding {
	if err == nil {
		err = errTooFew
	}
	return doubt("%s", describeError(err))
}

// describeError returns what an error says that is nobody's data: its status, and the provider's code.
func describeError(err error) string {
	failed, ok := errors.AsType[*shelfwire.Error](err)
	switch {
	case !ok:
		return err.Error()
	case failed.StatusCode == 0:
		return describeFailure(err).Error()
	case isShownName(failed.Code):
		return fmt.Sprintf("status %d, code %s", failed.StatusCode, failed.Code)
	case errors.Is(err, shelfwire.ErrMalformed):
		return fmt.Sprintf("status %d, and a response that the client takes for foreign", failed.StatusCode)
	}
	return fmt.Sprintf("status %d", failed.StatusCode)
}

// countUnread counts members by name.
func countUnread(counts map[string]int, unread []shelfwire.Unread) {
	for _, u := range unread {
		name, _, _ := strings.Cut(u.Field, ".") // what follows can be a name of the company's own
		counts[name]++
	}
}

func describeUnread(counts map[string]int) string {
	if len(counts) == 0 {
		return "everything was read"
	}
	return "unread: " + describeNames(counts)
}

// listDifferent names the values that are not the same before and after.
func listDifferent(values map[string][2]string) map[string]bool {
	different := map[string]bool{}
	for name, value := range values {
		if value[0] != value[1] {
			different[name] = true
		}
	}
	return different
}

// emptyForms lists, member by member, the forms of empty values in some rows.
func emptyForms(rows []map[string]any) string {
	forms := map[string]bool{}
	for _, each := range rows {
		for name, value := range each {
			if kind := kindOf(value); isShownName(name) && (kind == "null" || strings.HasPrefix(kind, "empty")) {
				forms[name+" "+kind] = true
			}
		}
	}
	if len(forms) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(forms)), ", ")
}

// rateHeadersRow looks for headers that announce a limit.
func rateHeadersRow(provider string, w *wire) row {
	return row{
		id: provider + "/rate-headers", source: undocumented, passive: true,
		assumption: "No response announces a limit of calls in its headers",
		ask:        func(context.Context) finding { return findRateHeaders(w.all()) },
	}
}

func findRateHeaders(exchanges []*exchange) finding {
	found, successes := map[string]string{}, 0
	for _, e := range exchanges {
		if e.status < http.StatusBadRequest {
			successes++
		}
		for name, values := range e.header {
			if isRateHeader(name) && (name != "Retry-After" || e.status < http.StatusBadRequest) {
				found[name] = kindOf(values[0])
				if found[name] == "quoted number" {
					found[name] = values[0]
				}
			}
		}
	}
	switch {
	case len(found) == 0 && successes == 0:
		return doubt("no call succeeded")
	case len(found) == 0:
		return judge(true, "none in %d responses", len(exchanges))
	}
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		texts = append(texts, name+": "+found[name])
	}
	return judge(false, "%s", strings.Join(texts, ", "))
}

func isRateHeader(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, "ratelimit") || strings.Contains(lower, "rate-limit") || lower == "retry-after"
}

// http2Row looks at the protocol.
func http2Row(provider string, w *wire) row {
	return row{
		id: provider + "/http2", source: undocumented, passive: true, realOnly: true,
		assumption: "The service speaks HTTP/2, so that pings notice a dead connection",
		ask:        func(context.Context) finding { return findProtocol(w.all()) },
	}
}

func findProtocol(exchanges []*exchange) finding {
	if len(exchanges) == 0 {
		return missing(errNoResponse)
	}
	last := exchanges[len(exchanges)-1]
	if !last.isTLS {
		return doubt("%s without TLS", last.protocol)
	}
	return judge(strings.HasPrefix(last.protocol, "HTTP/2"), "%s", last.protocol)
}
