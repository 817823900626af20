package shopinventory_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// What each form of a response means: its form is undocumented.
func TestOrdersService_SetStatus_Responses(t *testing.T) {
	t.Parallel()
	const applied, unknown, rejected = shelfwire.OutcomeApplied, shelfwire.OutcomeUnknown, shelfwire.OutcomeRejected
	for name, tc := range map[string]struct {
		response response
		outcome  shelfwire.Outcome
		kind     error // nil for success, or for none of the known ones
	}{
		"nothing":               {response{status: 200}, applied, nil},
		"white space":           {response{status: 200, body: " \r\n"}, applied, nil},
		"no content":            {response{status: 204}, applied, nil},
		"an empty object":       {response{status: 200, body: `{}`}, unknown, shelfwire.ErrMalformed},
		"words":                 {response{status: 202, body: `{"message":"done"}`}, unknown, shelfwire.ErrMalformed},
		"no error":              {response{status: 200, body: `{"error":false}`}, unknown, shelfwire.ErrMalformed},
		"the order":             {response{status: 200, body: `{"id":"7.1","shipping_status":"shipped"}`}, applied, nil},
		"the order alone":       {response{status: 200, body: `{"id":"7.1"}`}, applied, nil},
		"the status alone":      {response{status: 200, body: `{"shipping_status":"shipped"}`}, unknown, shelfwire.ErrMalformed},
		"another order":         {response{status: 200, body: `{"id":"7","shipping_status":"shipped"}`}, unknown, shelfwire.ErrMalformed},
		"another status":        {response{status: 200, body: `{"id":"7.1","shipping_status":"awaiting"}`}, unknown, shelfwire.ErrConflict},
		"another status, no id": {response{status: 200, body: `{"shipping_status":"awaiting"}`}, unknown, shelfwire.ErrConflict},
		"an error":              {response{status: 200, body: `{"error":{"name":"a","message":"b"}}`}, unknown, shelfwire.ErrMalformed},
		"success":               {response{status: 200, body: `{"success":true,"errors":[],"status":"ok","code":200}`}, applied, nil},
		"success and words":     {response{status: 200, body: `{"success":1,"message":"done","data":[],"result":null,"errors":null}`}, applied, nil},
		"the order wrapped":     {response{status: 200, body: `{"data":{"id":"7.1","shipping_status":"shipped"}}`}, applied, nil},
		"words wrapped":         {response{status: 200, body: `{"data":"done","result":[1],"order":null}`}, unknown, shelfwire.ErrMalformed},
		"the order and words": {response{status: 200, body: `{"id":"7.1","shipping_status":"shipped","status":"new","code":"A7","warnings":["x"],"message":"m"}`},
			applied, nil},
		"another id of a line":   {response{status: 200, body: `{"id":"7.1","line_items":[{"id":"9"}]}`}, applied, nil},
		"no success":             {response{status: 200, body: `{"success":false}`}, unknown, shelfwire.ErrMalformed},
		"no success, a number":   {response{status: 200, body: `{"success":0}`}, unknown, shelfwire.ErrMalformed},
		"not ok":                 {response{status: 200, body: `{"ok":"false"}`}, unknown, shelfwire.ErrMalformed},
		"errors":                 {response{status: 200, body: `{"errors":["no"]}`}, unknown, shelfwire.ErrMalformed},
		"errors of fields":       {response{status: 200, body: `{"errors":{"id":["no"]}}`}, unknown, shelfwire.ErrMalformed},
		"a status of failure":    {response{status: 200, body: `{"status":" Error"}`}, unknown, shelfwire.ErrMalformed},
		"a result of failure":    {response{status: 200, body: `{"result":"failed"}`}, unknown, shelfwire.ErrMalformed},
		"a status of HTTP":       {response{status: 200, body: `{"status":400}`}, unknown, shelfwire.ErrMalformed},
		"a code of HTTP":         {response{status: 200, body: `{"code":"599"}`}, unknown, shelfwire.ErrMalformed},
		"another order, wrapped": {response{status: 200, body: `{"data":{"id":"2"}}`}, unknown, shelfwire.ErrMalformed},
		"another order, listed":  {response{status: 200, body: `{"data":[{"id":"7.1"},{"id":"2"}]}`}, unknown, shelfwire.ErrMalformed},
		"another status inside":  {response{status: 200, body: `{"data":{"order":{"shipping_status":"awaiting"}}}`}, unknown, shelfwire.ErrConflict},
		"a failure inside":       {response{status: 200, body: `{"response":{"success":false}}`}, unknown, shelfwire.ErrMalformed},
		"a failure far inside": {response{status: 200, body: strings.Repeat(`{"data":`, 32) + `{"ok":false}` + strings.Repeat("}", 32)},
			unknown, shelfwire.ErrMalformed},
		"a failure too far inside": {response{status: 200, body: strings.Repeat(`{"data":`, 33) + `{"ok":false}` + strings.Repeat("}", 33)},
			unknown, shelfwire.ErrMalformed},
		"an error inside":        {response{status: 200, body: `{"result":{"error":"no"}}`}, unknown, shelfwire.ErrMalformed},
		"null":                   {response{status: 200, body: `null`}, unknown, shelfwire.ErrMalformed},
		"a list":                 {response{status: 200, body: `[]`}, unknown, shelfwire.ErrMalformed},
		"a text":                 {response{status: 200, body: `OK`}, unknown, shelfwire.ErrMalformed},
		"a page":                 {response{status: 200, body: botCheck}, unknown, shelfwire.ErrMalformed},
		"broken off, changed":    {response{status: 200, body: `{"id":"7.1","shipping_status":"shipped","sys`}, applied, shelfwire.ErrMalformed},
		"broken off before":      {response{status: 200, body: `{"id":"7.1","shipping_sta`}, unknown, shelfwire.ErrMalformed},
		"broken off, wrapped":    {response{status: 200, body: `{"data":{"id":"7.1","shipping_status":"shipped","sys`}, applied, shelfwire.ErrMalformed},
		"broken off, a success":  {response{status: 200, body: `{"success":true,"mess`}, unknown, shelfwire.ErrMalformed},
		"broken off, no id":      {response{status: 200, body: `{"shipping_status":"shipped","i`}, unknown, shelfwire.ErrMalformed},
		"broken off, an error":   {response{status: 200, body: `{"error":{"na`}, unknown, shelfwire.ErrMalformed},
		"broken off, otherwise":  {response{status: 200, body: `{"id":"7.1","shipping_status":"awaiting","sys`}, unknown, shelfwire.ErrMalformed},
		"broken off, another":    {response{status: 200, body: `{"id":"7","shipping_status":"shipped","sys`}, unknown, shelfwire.ErrMalformed},
		"not found":              {response{status: 404, body: `{"error":{"name":"a","message":"b"}}`}, rejected, shelfwire.ErrNotFound},
		"rejected":               {response{status: 400, body: `{"error":{"name":"a","message":"b"}}`}, rejected, shelfwire.ErrInvalid},
		"transient 400":          {response{status: 400, body: `{"error":{"message":"Operation could not be completed"}}`}, unknown, nil},
		"transient 405":          {response{status: 405, body: `{"error":{"message":"Operation could not be completed"}}`}, unknown, nil},
		"unavailable":            {response{status: 503}, unknown, nil},
		"the connection is lost": {response{}, unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShop(tc.response)
			err := s.client(t).Orders.SetStatus(t.Context(), "7.1", shopinventory.ActionShipped)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Len(t, s.calls(), 1, "sent once")
			assert.Equal(t, "PATCH /api/v2/orders/7.1/shipped", s.calls()[0].method+" "+s.calls()[0].path)
			assert.Empty(t, s.calls()[0].body)
			if tc.kind != nil {
				require.ErrorIs(t, err, tc.kind)
				return
			}
			require.Equal(t, tc.outcome == applied, err == nil, err)
		})
	}
}

// The ways in which servers say that a call went well, as opposed to an object that has no order and says nothing.
func TestOrdersService_SetStatus_Success(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"success":true}`, `{"success":1}`, `{"success":"1"}`, `{"Success":"True"}`, `{"SUCCESS":"yes"}`, `{"success":"OK"}`, `{"ok":true}`,
		`{"is_success":true}`, `{"isSuccess":true}`, `{"successful":true}`, `{"succeeded":true}`, `{"isOk":true}`,
		`{"status":true}`, `{"status":1}`, `{"status":"Success"}`, `{"status":" ok "}`, `{"status":200}`, `{"status":"204"}`,
		`{"result":true}`, `{"result":"ok"}`, `{"result":"done"}`, `{"code":200}`, `{"statusCode":299}`, `{"http_code":"202"}`,
		`{"data":{"success":true}}`, `{"result":{"status":"ok"}}`, `{"meta":{"status":200},"data":{}}`, `{"success":true,"data":null,"order":[]}`,
		`{"success":true,"error":false,"error_code":0,"error_message":"","has_errors":"0","failed":[],"exception":null,"warnings":[]}`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: body})
			require.NoError(t, s.client(t).Orders.SetStatus(t.Context(), "7.1", shopinventory.ActionCancelled))
		})
	}
}

// What is no order and no plain success leaves the outcome unknown, whatever form a failure takes.
func TestOrdersService_SetStatus_Unproven(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"status":false,"message":"no"}`, `{"status":"false"}`, `{"status":0}`, `{"result":false}`, `{"result":0}`, `{"data":false}`,
		`{"success":"no"}`, `{"success":"N"}`, `{"success":null}`, `{"success":""}`, `{"Success":false}`, `{"SUCCESS":0}`, `{"success":{}}`,
		`{"is_success":false}`, `{"successful":false}`, `{"isSuccess":"0"}`, `{"statusCode":404}`, `{"status_code":422}`, `{"status":2}`,
		`{"error_code":12}`, `{"error_message":"no"}`, `{"errorMsg":"no"}`, `{"exception":"E","line":3}`, `{"message":"Unauthenticated."}`,
		`{"code":"order_not_found"}`, `{"code":0}`, `{"fault":{"faultstring":"no"}}`, `{"messages":{"error":[{"code":401}]}}`, `{"status":"ERR"}`,
		`{"status":"pending"}`, `{"type":"about:blank","title":"Not Found"}`, `{"meta":{"status":404}}`, `{"hasError":true}`, `{"updated":0}`,
		`{"warnings":["unchanged"]}`, `{"failed":["7.1"],"updated":[]}`, `{"status":200}{}`,
		// a failure or a doubt beside a success
		`{"success":true,"status":"error"}`, `{"success":true,"status":"pending"}`, `{"success":true,"code":"locked"}`, `{"success":true,"code":399}`,
		`{"success":true,"code":600}`, `{"status":300}`, `{"success":true,"hasErrors":true}`, `{"success":true,"error_message":"locked"}`, `{"success":true,"exception":"E"}`, `{"success":true,"data":false}`,
		`{"success":true,"warnings":["unchanged"]}`, `{"success":true,"ok":""}`, `{"success":true,"meta":{"status":500}}`, `{"success":true,"failed":["7.1"]}`,
		`{"success":true,"status":{"code":404}}`, `{"success":true,"result":{"success":false}}`, `{"status":"ok","messages":{"error":["no"]}}`,
		// the order, which does not say that it changed
		`{"id":"7.1","message":"locked"}`, `{"id":"7.1","status":"new"}`, `{"id":"7.1","shipping_status":"cancelled","success":false}`,
		`{"id":"7.1","shipping_status":"cancelled","status":false}`, `{"id":"7.1","shipping_status":"cancelled","error_message":"locked"}`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			s := newShop(response{status: 200, body: body})
			err := s.client(t).Orders.SetStatus(t.Context(), "7.1", shopinventory.ActionCancelled)
			require.ErrorIs(t, err, shelfwire.ErrMalformed)
			assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
			assert.Len(t, s.calls(), 1, "sent once")
		})
	}
}

// A long list of objects is no proof: some of them are not looked at.
func TestOrdersService_SetStatus_ManyObjects(t *testing.T) {
	t.Parallel()
	for objects, isProof := range map[int]bool{31: true, 32: false} {
		body := `{"success":true,"data":[{}` + strings.Repeat(",{}", objects-1) + `]}`
		err := newShop(response{status: 200, body: body}).client(t).Orders.SetStatus(t.Context(), "7.1", shopinventory.ActionShipped)
		assert.Equal(t, isProof, err == nil, objects)
	}
}

// Each fault, and how often the status was set: never twice.
func TestOrdersService_SetStatus_Faults(t *testing.T) {
	t.Parallel()
	const ok, rejected, unknown = shelfwire.OutcomeApplied, shelfwire.OutcomeRejected, shelfwire.OutcomeUnknown
	for name, tc := range map[string]struct {
		fault    faults.Fault
		outcome  shelfwire.Outcome
		applied  int
		requests int
	}{
		"Status":               {faults.Status(500), unknown, 0, 1},
		"Status, applied":      {faults.Status(503).AfterApplying(), unknown, 1, 1},
		"HTML 502":             {faults.HTML(502), unknown, 0, 1},
		"HTML 200":             {faults.HTML(200), unknown, 0, 1},
		"HTML 200, applied":    {faults.HTML(200).AfterApplying(), unknown, 1, 1},
		"PHPError":             {faults.PHPError(200).AfterApplying(), unknown, 1, 1},
		"Prefix":               {faults.Prefix("<b>Warning</b>: x"), unknown, 1, 1},
		"null":                 {faults.JSON(200, "null"), unknown, 0, 1},
		"DropRequest":          {faults.DropRequest(), unknown, 0, 1},
		"DropResponse":         {faults.DropResponse(), unknown, 1, 1},
		"CutBody":              {faults.CutBody(), ok, 1, 1},
		"CutBodyWithoutLength": {faults.CutBodyWithoutLength(), ok, 1, 1},
		"WrongType":            {faults.WrongType(), unknown, 1, 1},
		"Redirect":             {faults.Redirect("https://www.example.com/"), unknown, 0, 1},
		"ErrorBody":            {faults.ErrorBody(400, "no"), rejected, 0, 1},
		"EchoKey":              {faults.EchoKey(), rejected, 0, 1},
		"401":                  {faults.Status(401), rejected, 0, 1},
		"403":                  {faults.Status(403), rejected, 0, 1},
		"HTML 404":             {faults.HTML(404), rejected, 0, 1},
		"transient":            {faults.ErrorBody(405, "Operation could not be completed").AfterApplying(), unknown, 1, 1},
		"RateLimited":          {faults.RateLimited("1"), ok, 1, 2},
		"RateLimited always":   {faults.RateLimited("0").Always(), rejected, 0, 4},
		"Delay":                {faults.Delay(1), ok, 1, 1},
		"Between":              {faults.Between(func() {}), ok, 1, 1},
		"RepeatPage":           {faults.RepeatPage(), ok, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := shopinventorytest.NewServer(t)
			id := srv.AddOrders(shopinventory.Order{ID: "95750870.3"})[0]
			srv.Fail(tc.fault.On("Orders.SetStatus"))
			err := srv.Client(nil).Orders.SetStatus(t.Context(), id, shopinventory.ActionInProcess)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err), err)
			assert.Len(t, srv.Actions(id), tc.applied)
			assert.Equal(t, tc.requests, srv.Calls("Orders.SetStatus"))
			if err != nil {
				assert.NotContains(t, err.Error(), srv.Credentials().APISecret.Reveal())
			}
			order, err := srv.Client(nil).Orders.Get(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, tc.applied == 1, order.ShippingStatus == shopinventory.ShippingInProcess)
		})
	}
}
