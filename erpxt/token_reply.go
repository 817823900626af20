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

// tokenReply is the response of the token endpoint. Its lifetime is in "expires" where OAuth says "expires_in".
type tokenReply struct {
	hide func(text string) // takes a text for a secret from now on

	accessToken string
	lifetime    time.Duration
	refusal     *tokenRefusal // what the last response says in place of a token
}

// decode counts everything but a token as foreign, so that the fetch is tried again once. Its errors repeat nothing of
// the response but words of failure.
func (r *tokenReply) decode(body []byte) error {
	*r = tokenReply{hide: r.hide}
	value, err := lenientjson.Parse(body)
	if !value.IsObject() {
		r.hide(hidden(body))
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("the response breaks off: %w", io.ErrUnexpectedEOF)
	case !value.IsObject():
		return errors.New("the response is not a token")
	}
	text := value.Member("access_token")
	if !text.IsString() || text.IsNothing() {
		return r.refused(value)
	}
	r.accessToken, _ = text.Text()
	r.lifetime = lifetimeOf(value)
	var problems check.Problems
	if problems.HeaderText("access_token", r.accessToken); problems.Err() != nil {
		return errors.New("the access_token cannot stand in an HTTP header")
	}
	return nil
}

// maxHidden is longer than what an error shows of a response.
const maxHidden = 4 << 10

// hidden returns the part of a text that may be a token, though not in the form of one: a single word, and what stands
// around the name of a token, from the bracket before it on, where the words of PHP have ended. Other texts are words,
// and of one that begins with a bracket no error shows anything.
func hidden(body []byte) string {
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
	return string(text[from:min(from+maxHidden, len(text))])
}

// tokenRefusal is a response under a status of success in which the endpoint says why it gives no token.
type tokenRefusal struct{ words words }

func (e *tokenRefusal) Error() string {
	return "the response says: " + joinTexts(short(e.words.Code), short(e.words.Message))
}

// rejected looks for the words of an error in a response that has no token.
func (r *tokenReply) refused(value lenientjson.Value) error {
	w := readWords(value)
	if !w.own && !w.oauth {
		return noMark(value, "the response holds no access_token")
	}
	r.refusal = &tokenRefusal{w}
	return r.refusal
}

// explained returns the error of a fetch with the endpoint's own words, when it ended with them under a status of
// success.
func (r *tokenReply) explained(err error, redact func(string) string) error {
	e, ok := errors.AsType[*shelfwire.Error](err)
	if !ok || r.refusal == nil || !errors.Is(e.Err, r.refusal) {
		return err
	}
	w := &r.refusal.words
	said := *e // observers may hold the original
	said.Code, said.Message = redact(short(w.Code)), redact(short(w.Message))
	said.Err, said.Outcome = tokenKind(http.StatusBadRequest, true, w.Code), shelfwire.OutcomeRefused
	return &said
}

const (
	defaultLifetime = 600 * time.Second // what the provider documents
	maxLifetime     = 24 * time.Hour    // beyond it, the number is something else: the provider's is 10 minutes
)

func lifetimeOf(value lenientjson.Value) time.Duration {
	return cmp.Or(lifetimeIn(value.Member("expires")), lifetimeIn(value.Member("expires_in")), defaultLifetime)
}

// lifetimeIn returns 0 for what is no lifetime.
func lifetimeIn(value lenientjson.Value) time.Duration {
	number, _ := value.Decimal()
	seconds, _ := number.Get()
	whole := seconds.BigInt()
	if !whole.IsInt64() || whole.Int64() < 1 || whole.Int64() > int64(maxLifetime/time.Second) {
		return 0
	}
	return time.Duration(whole.Int64()) * time.Second
}
