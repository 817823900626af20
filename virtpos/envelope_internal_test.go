package virtpos

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/call"
)

func TestParseAPIError(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, body, message string
		own                 bool
	}{
		{"XML", `<root><success>0</success><info>Wrong key</info></root>`, "Wrong key", true},
		{"JSON", `{"success":0,"info":"Wrong key"}`, "Wrong key", true},
		{"false", `{"success":false,"info":"Wrong key"}`, "Wrong key", true},
		{"another word", `{"success":"no","info":"Wrong key"}`, "Wrong key", true},
		{"windows-1251", documentInWindows1251(t, `<?xml version="1.0" encoding="UTF-8"?><root><info>Ключ</info></root>`), "Ключ", false},
		{"no success", `{"info":["Wrong","key"]}`, "Wrong; key", false},
		{"success", `{"success":1,"info":"Done"}`, "Done", false},
		{"no info", `<root><success>0</success></root>`, "", true},
		{"empty info", `<root><success>0</success><info/></root>`, "", true},
		{"cut", `<root><success>0</success><info>Wrong key</info>`, "", false},
		{"HTML", `<html><head><info>Wrong key</info></head></html>`, "", false},
		{"a router's JSON", `{"message":"no Route matched with those values"}`, "", false},
		{"another root", `<error><success>0</success></error>`, "", false},
		{"words", "Forbidden", "", false},
		{"list", `["info"]`, "", false},
		{"nothing", "", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := call.Response{Status: http.StatusForbidden, Body: []byte(tc.body)}
			parseAPIError(&r)
			want := call.Response{Status: http.StatusForbidden, Body: []byte(tc.body), FromProvider: tc.own}
			want.Message = tc.message
			assert.Equal(t, want, r)
		})
	}
}
