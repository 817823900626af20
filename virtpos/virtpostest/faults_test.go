package virtpostest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

const rejectionPrefix = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<root><success>0</success><info>"

// Every fault on the wire: the response in XML, and the state that it leaves behind.
func TestServer_Fail_EveryFault(t *testing.T) {
	t.Parallel()
	const path, of = "store/updateOnhand", "warehouseid=1&itemid=8"
	whole := postWithKey(t, newGuideServer(t), path, of, "quantity=20")
	page := "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>" +
		"<body><h1>502 Bad Gateway</h1></body></html>\n"
	for name, tc := range map[string]struct {
		fault   faults.Fault
		status  int // 0 for no response
		body    string
		applied bool
		err     error // while the body was read
	}{
		"Status":       {faults.Status(503), 503, "", false, nil},
		"applied":      {faults.Status(500).AfterApplying(), 500, "", true, nil},
		"ErrorBody":    {faults.ErrorBody(409, "busy"), 409, rejectionPrefix + "busy</info></root>\n", false, nil},
		"success=0":    {faults.ErrorBody(200, "busy"), 200, rejectionPrefix + "busy</info></root>\n", false, nil},
		"HTML":         {faults.HTML(502), 502, page, false, nil},
		"RateLimited":  {faults.RateLimited("7"), 429, "", false, nil},
		"Redirect":     {faults.Redirect("https://login.example.com/"), 302, "", false, nil},
		"EchoKey":      {faults.EchoKey(), 400, rejectionPrefix + "not accepted: " + key + "</info></root>\n", false, nil},
		"Delay":        {faults.Delay(time.Microsecond), 200, whole, true, nil},
		"Between":      {faults.Between(func() {}), 200, whole, true, nil},
		"DropRequest":  {faults.DropRequest(), 0, "", false, nil},
		"DropResponse": {faults.DropResponse(), 0, "", true, nil},
		"CutBody":      {faults.CutBody(), 200, whole[:len(whole)/2], true, io.ErrUnexpectedEOF},
		"WrongType":    {faults.WrongType(), 200, "<unexpected>a single element</unexpected>", true, nil},
		"RepeatPage":   {faults.RepeatPage(), 200, whole, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGuideServer(t)
			srv.Fail(tc.fault)
			r := newPostRequest(t, srv, path, of, "apikey="+key+"&quantity=20")
			resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
			if tc.status == 0 {
				require.Error(t, err)
			} else {
				require.NoError(t, err)
				defer resp.Body.Close()
				body, err := io.ReadAll(resp.Body)
				require.ErrorIs(t, err, tc.err)
				assert.Equal(t, tc.status, resp.StatusCode)
				assert.Equal(t, tc.body, string(body))
			}
			assert.Equal(t, map[bool]string{false: "8//1.700/v0", true: "8//20.000/v0"}[tc.applied], formatStock(srv, 1))
			assert.Equal(t, 1, srv.Calls("Store.UpdateOnHand"))
			assert.Equal(t, tc.status, srv.Requests()[0].Status)
		})
	}
}

// Faults respond in the format of the call.
func TestServer_Fail_JSON(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.Fail(faults.ErrorBody(409, "busy"), faults.EchoKey(), faults.WrongType())
	for _, want := range []string{
		`{"success":"0","info":"busy"}`, `{"success":"0","info":"not accepted: ` + key + `"}`, `["unexpected","list"]`,
	} {
		resp, body := getWithQuery(t, srv, "store", "format=json&apikey="+key)
		assert.Equal(t, want, body)
		assert.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	}
}

func TestServer_Fail_EchoKey(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.Fail(faults.EchoKey().Always())
	srv.SetXMLEncoding(virtpostest.UTF8WithBOM)
	resp, body := getWithQuery(t, srv, "store", "apikey=wrong")
	assert.Equal(t, http.StatusBadRequest, resp.StatusCode)
	assert.Equal(t, "not accepted: wrong", readInfo(t, body))
	_, body = postForm(t, srv, "store", "apikey=one", "apikey=two")
	assert.Equal(t, "not accepted: one two", readInfo(t, body))
}

// Generated stock is streamed, and can have faults, too.
func TestServer_Fail_StreamedStock(t *testing.T) {
	t.Parallel()
	srv := newGeneratedServer(t, 1000)
	read := func() (string, error) {
		r := newPostRequest(t, srv, "store", "", "apikey="+key)
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	}
	whole, err := read()
	require.NoError(t, err)

	srv.Fail(faults.CutBody())
	part, err := read()
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	assert.True(t, part == whole[:64<<10], "the beginning of it")

	for _, encoding := range []virtpostest.XMLEncoding{
		virtpostest.UTF8WithBOM, virtpostest.Windows1251, virtpostest.UTF8,
	} {
		srv.SetXMLEncoding(encoding)
		srv.Fail(faults.WrongType())
		part, err = read()
		require.NoError(t, err)
		assert.Equal(t, "<unexpected>a single element</unexpected>", part)
	}
	_, err = read()
	require.NoError(t, err)
	srv.Fail(faults.RepeatPage())
	srv.Generate(2, 2000)
	part, err = read()
	require.NoError(t, err)
	assert.True(t, part == whole, "what was sent before")
	part, err = read()
	require.NoError(t, err)
	assert.Greater(t, len(part), len(whole))
}

// A repeated response is a stale one, as from a cache.
func TestServer_Fail_RepeatPage(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.Fail(faults.RepeatPage())
	quantity := func() string { return textsOf(postWithKey(t, srv, "store", "itemid=8", ""), "quantity") }
	require.Equal(t, "1.700", quantity(), "there is none before the first")
	srv.Sell(1, 8, "", mustDecimal("0.7"))
	require.Equal(t, "1.700", quantity())
	require.Equal(t, "1.000", quantity())
}

func TestServer_Fail_Between(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.Fail(faults.Between(func() { srv.Sell(1, 8, "", mustDecimal("1.5")) }).On("Store.UpdateOnHand"))
	text := postWithKey(t, srv, "store/updateOnhand", "warehouseid=1&itemid=8", "quantity=20")
	assert.Equal(t, "0.200", textsOf(text, "quantity_before"))
	assert.Equal(t, "8//20.000/v0", formatStock(srv, 1), "an absolute quantity overwrites the sale")
}

func TestServer_SetLatency(t *testing.T) {
	t.Parallel()
	srv := newGuideServer(t)
	srv.SetLatency(time.Hour)
	ctx, leave := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	srv.Fail(faults.Between(func() { leave(gone) }))
	r := newPostRequest(t, srv, "store/setZeroOnhand", "warehouseid=1&version=1", "apikey="+key).WithContext(ctx)
	_, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
	require.ErrorIs(t, err, gone)
	srv.Close()
	assert.Equal(t, 1, srv.Zeroings(1))
}

func TestServer_Fail_UnknownOperation(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	assert.Panics(t, func() { srv.Fail(faults.Status(503).On("Store.Get")) })
	assert.Panics(t, func() { srv.Calls("Store.ReplaceOnHand") })
}
