package transcript

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

const unknownSize = -1

// newEntry returns the entry of a message.
func newEntry(m *message) *harEntry {
	duration := max(m.Attempt.Duration, m.FirstByte)
	wait := m.FirstByte
	if m.Response.StatusCode == 0 {
		wait = duration
	}
	return &harEntry{
		Started:  m.Started.Format("2006-01-02T15:04:05.000Z07:00"),
		Time:     milliseconds(duration),
		Request:  newHARRequest(m),
		Response: newHARResponse(m),
		Timings: harTimings{
			Blocked: "-1", DNS: "-1", Connect: "-1", SSL: "-1",
			Send: "0", Wait: milliseconds(wait), Receive: milliseconds(duration - wait),
		},
		Attempt: newHARAttempt(m),
	}
}

// milliseconds are written with microseconds behind the point.
func milliseconds(d time.Duration) json.Number {
	micros := d.Microseconds()
	return json.Number(fmt.Sprintf("%d.%03d", micros/1000, micros%1000))
}

func newHARAttempt(m *message) *harAttempt {
	a := &harAttempt{
		Provider: m.Attempt.Provider, Op: m.Attempt.Op, Effect: m.Attempt.Effect.String(), Number: m.Attempt.Number,
	}
	if m.Attempt.Err != nil {
		a.Outcome, a.Error = shelfwire.OutcomeOf(m.Attempt.Err).String(), m.errorText
	}
	return a
}

func newHARRequest(m *message) harRequest {
	return harRequest{
		Method:      m.Request.Method,
		URL:         m.url.String(),
		HTTPVersion: cmp.Or(m.Response.Proto, "HTTP/1.1"),
		Cookies:     []harPair{},
		Headers:     listHeader(m.Request.Header),
		Query:       listParameters(m.url.RawQuery),
		PostData:    newPostData(m),
		HeadersSize: unknownSize,
		BodySize:    m.Request.BodySize,
	}
}

// newPostData returns nil for a request without a body.
func newPostData(m *message) *harPostData {
	if m.Request.BodySize == 0 {
		return nil
	}
	p := &harPostData{MimeType: m.requestType, Comment: m.requestBody.omitted, IsCut: m.requestBody.omitted != ""}
	if findBodyForm(m.requestType, m.requestBody.text) == formURLEncoded {
		p.Params = listParameters(string(m.requestBody.text))
	} else {
		p.Text = string(m.requestBody.text)
	}
	return p
}

func newHARResponse(m *message) harResponse {
	return harResponse{
		Status:      m.Response.StatusCode,
		StatusText:  http.StatusText(m.Response.StatusCode),
		HTTPVersion: cmp.Or(m.Response.Proto, "HTTP/1.1"),
		Cookies:     []harPair{},
		Headers:     listHeader(m.Response.Header),
		Content:     newContent(m),
		RedirectURL: m.Response.Header.Get("Location"),
		HeadersSize: unknownSize,
		BodySize:    unknownSize, // before decompression
	}
}

func newContent(m *message) harContent {
	b := &m.responseBody
	c := harContent{
		Size: b.size, MimeType: m.contentType, Comment: b.omitted, IsCut: b.omitted != "", IsUTF8: b.mislabelled,
	}
	switch text := string(b.text); {
	case b.omitted != "":
	case b.binary:
		text = base64.StdEncoding.EncodeToString(b.text)
		c.Text, c.Encoding = &text, "base64"
	default:
		c.Text = &text
	}
	return c
}

// listHeader lists headers by name.
func listHeader(header http.Header) []harPair {
	pairs := []harPair{}
	for name, values := range header {
		for _, value := range values {
			pairs = append(pairs, harPair{name, value})
		}
	}
	slices.SortStableFunc(pairs, func(a, b harPair) int { return cmp.Compare(a.Name, b.Name) })
	return pairs
}

// listParameters lists the parameters of a query or a form.
func listParameters(form string) []harPair {
	pairs := []harPair{}
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			pairs = append(pairs, harPair{unescapeQuery(name), unescapeQuery(value)})
		}
	}
	return pairs
}
