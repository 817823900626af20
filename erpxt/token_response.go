package erpxt

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// tokenResponse is the response of the token endpoint. Its lifetime is in "expires", where OAuth has "expires_in".
type tokenResponse struct {
	addSecret func(text string) // redacts a text from now on

	accessToken string
	lifetime    time.Duration
	rejection   *tokenRejection // the error in the last response; nil when it has none
}

// decode decodes a response. Without a token it returns an error, so that the fetch is tried once more. Its errors
// repeat only the endpoint's own error from the response.
func (r *tokenResponse) decode(body []byte) error {
	*r = tokenResponse{addSecret: r.addSecret}
	value, err := lenientjson.Parse(body)
	if !value.IsObject() {
		r.addSecret(suspectedToken(body))
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the response breaks off: %w", io.ErrUnexpectedEOF)
	case !value.IsObject():
		return errors.New("the response is not a token")
	}
	text := value.Member("access_token")
	if !text.IsString() || text.IsEmpty() {
		return r.parseRejection(value)
	}
	r.accessToken, _ = text.Text()
	r.addSecret(r.accessToken)
	r.lifetime = tokenLifetime(value)
	var problems check.Problems
	if problems.HeaderText("access_token", r.accessToken); problems.Err() != nil {
		return errors.New("the access_token cannot stand in an HTTP header")
	}
	return nil
}

// maxSuspectLength is the longest text in bytes to redact. Errors show less of a response.
const maxSuspectLength = 4 << 10

// suspectedToken returns the part of a body to redact because it may hold a token. Where the body names a token, this
// part begins at the last brace before the name, since a message of PHP may stand before it. A body of a single word is
// redacted whole; longer texts and HTML are kept. A body that begins with a brace is kept, too: errors show none of it.
func suspectedToken(body []byte) string {
	text := bytes.TrimSpace(body)
	named := regexp.MustCompile(`(?i)access_?token|bearer`).FindIndex(text)
	from := 0
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return ""
	case named != nil:
		from = max(0, bytes.LastIndexByte(text[:named[0]], '{'))
	case len(bytes.Fields(text)) > 1 || bytes.HasPrefix(text, []byte("<")):
		return ""
	}
	return string(text[from:min(from+maxSuspectLength, len(text))])
}

// tokenRejection is the endpoint's own error in a response under a status of success.
type tokenRejection struct{ apiErr apiError }

func (e *tokenRejection) Error() string {
	return "the response says: " + joinTexts(omitLongText(e.apiErr.Code), omitLongText(e.apiErr.Message))
}

// parseRejection returns the error of a response without a token.
func (r *tokenResponse) parseRejection(value lenientjson.Value) error {
	apiErr := readAPIError(value)
	if !apiErr.isOwn && !apiErr.isOAuth {
		return unexpectedResponse(value, "the response holds no access_token")
	}
	r.rejection = &tokenRejection{apiErr}
	return r.rejection
}

// explainError puts the endpoint's own error into that of a fetch that failed with it under a status of success.
func (r *tokenResponse) explainError(err error, redact func(string) string) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || !errors.Is(e.Err, r.rejection) {
		return err
	}
	apiErr := &r.rejection.apiErr
	explained := *e // observers may hold the original
	explained.Code, explained.Message = redact(omitLongText(apiErr.Code)), redact(omitLongText(apiErr.Message))
	explained.Err, explained.Outcome = tokenErrorKind(http.StatusBadRequest, true, apiErr.Code), shelfwire.OutcomeRejected
	return &explained
}

const (
	defaultLifetime = 600 * time.Second // what the provider documents
	maxLifetime     = 24 * time.Hour    // beyond it, the number is something else: the provider's is 10 minutes
)

// tokenLifetime returns the lifetime of a token; the documented one where the response has none that can be right.
func tokenLifetime(value lenientjson.Value) time.Duration {
	return cmp.Or(parseLifetime(value.Member("expires")), parseLifetime(value.Member("expires_in")), defaultLifetime)
}

// parseLifetime returns 0 for a value that cannot be a lifetime.
func parseLifetime(value lenientjson.Value) time.Duration {
	number, _ := value.Decimal()
	seconds, _ := number.Get()
	whole := seconds.BigInt()
	if !whole.IsInt64() || whole.Int64() < 1 || whole.Int64() > int64(maxLifetime/time.Second) {
		return 0
	}
	return time.Duration(whole.Int64()) * time.Second
}
