package virtpos_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// documentsOf returns the walks over documents by the list of their response.
func documentWalks(ctx context.Context, c *virtpos.Client, q virtpos.DocumentQuery) map[string]func() (int, error) {
	return map[string]func() (int, error){
		"inflows":   func() (int, error) { return countWalk(c.Documents.Inflows(ctx, q)) },
		"writeoffs": func() (int, error) { return countWalk(c.Documents.WriteOffs(ctx, q)) },
		"movegoods": func() (int, error) { return countWalk(c.Documents.Transfers(ctx, q)) },
		"returns":   func() (int, error) { return countWalk(c.Documents.Returns(ctx, q)) },
	}
}

func countWalk[T any](walk iter.Seq2[T, error]) (n int, err error) {
	for _, failed := range walk {
		if err = failed; err != nil {
			break
		}
		n++
	}
	return n, err
}

func day(year int, month time.Month, d int) shelfwire.Date {
	return shelfwire.Date{Year: year, Month: month, Day: d}
}

// A period that the server has shortened is an error behind what came. The clock of the bubble begins on 2000-01-01 in UTC,
// so in Kamchatka it is noon of that day.
func TestDocumentsService_ShortenedPeriod(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		period virtpos.Period
		limit  string
		dates  []string // of the documents
		says   string
	}{
		"no period":            {virtpos.Period{}, "30", nil, ""},
		"no period, more":      {virtpos.Period{}, "31", nil, ""},
		"no period, fewer":     {virtpos.Period{}, "29", []string{"1999-12-31"}, "the last 30 days were asked for, and the response keeps to 29"},
		"no period, no limit":  {virtpos.Period{}, "", nil, ""},
		"days":                 {virtpos.Period{Days: 90}, "90", nil, ""},
		"fewer days":           {virtpos.Period{Days: 90}, "30", []string{"1999-12-31"}, "90 days were asked for, and the response keeps to 30"},
		"fewer, with old ones": {virtpos.Period{Days: 90}, "30", []string{"1999-10-31"}, "keeps to 30"},
		"more days":            {virtpos.Period{Days: 30}, "90", nil, "keeps to 90"},
		"no limit":             {virtpos.Period{Days: 90}, "", nil, ""},
		"limit of zero":        {virtpos.Period{Days: 90}, "0", nil, ""},
		"limit of text":        {virtpos.Period{Days: 90}, "all", []string{"1999-12-31"}, `keeps to days_limit "all", which is no number of days`},
		"text, no period":      {virtpos.Period{}, "all", nil, `days_limit "all"`},
		"negative":             {virtpos.Period{Days: 90}, "-1", nil, `days_limit "-1"`},
		"an element":           {virtpos.Period{Days: 90}, "<a>90</a>", nil, `days_limit "<a>90</a>"`},
		"with a unit":          {virtpos.Period{Days: 90}, "90 days", nil, ""},
		"fewer, with a unit":   {virtpos.Period{Days: 90}, "30 days", nil, "keeps to 30"},
		"from, with a unit":    {virtpos.Period{From: day(1999, 12, 1)}, "30 days", nil, "since 1999-12-01"},
		"two limits":           {virtpos.Period{Days: 90}, "30</days_limit><days_limit>90", nil, "keeps to 30"},
		"two, the other way":   {virtpos.Period{Days: 90}, "90</days_limit><days_limit>30", nil, "keeps to 30"},
		"a limit and zero":     {virtpos.Period{Days: 90}, "30</days_limit><days_limit>0", nil, "keeps to 30"},
		"zero and a limit":     {virtpos.Period{Days: 90}, "0</days_limit><days_limit>30", nil, "keeps to 30"},
		"a limit and text":     {virtpos.Period{Days: 90}, "90</days_limit><days_limit>x", nil, `days_limit "x"`},
		"from within":          {virtpos.Period{From: day(1999, 12, 2)}, "30", nil, ""},
		"from before":          {virtpos.Period{From: day(1999, 12, 1)}, "30", nil, "documents since 1999-12-01 were asked for, the response keeps to 30 days, and none from before 1999-12-02 came"},
		"on before":            {virtpos.Period{On: day(1999, 11, 1)}, "30", []string{""}, "since 1999-11-01"},
		"old ones came":        {virtpos.Period{From: day(1999, 11, 1)}, "30", []string{"1999-12-31", "1999-12-01"}, ""},
		"none old enough":      {virtpos.Period{From: day(1999, 11, 1)}, "30", []string{"1999-12-31", "1999-12-02"}, "since 1999-11-01"},
		"no limit for from":    {virtpos.Period{From: day(1999, 11, 1)}, "", nil, ""},
		"only a last day":      {virtpos.Period{To: day(1999, 11, 1)}, "30", nil, "documents until 1999-11-01 were asked for, the response keeps to 30 days, and none from before 1999-12-02 came"},
		"a last day, old ones": {virtpos.Period{To: day(1999, 12, 31)}, "30", []string{"1999-12-31", "1999-12-01"}, ""},
		"a last day, no limit": {virtpos.Period{To: day(1999, 11, 1)}, "", nil, ""},
		"both days, within":    {virtpos.Period{From: day(1999, 12, 2), To: day(1999, 12, 3)}, "30", nil, ""},
		"an enormous limit":    {virtpos.Period{From: day(1, 1, 2)}, "9223372036854775807", []string{"1999-12-31"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for list := range documentWalks(t.Context(), nil, virtpos.DocumentQuery{}) {
					s := respondInTurn(documentsResponse(list, tc.limit, tc.dates, nil))
					n, err := documentWalks(t.Context(), s.newClient(t), virtpos.DocumentQuery{Period: tc.period})[list]()
					assert.Equal(t, len(tc.dates), n)
					assert.Len(t, s.sentRequests(), 1)
					if tc.says == "" {
						require.NoError(t, err)
						continue
					}
					require.ErrorIs(t, err, shelfwire.ErrIncomplete)
					require.NotErrorIs(t, err, shelfwire.ErrMalformed)
					require.ErrorContains(t, err, tc.says)
				}
			})
		})
	}
}

// documentsResponse lists documents by their dates, which are those of creation for transfers.
func documentsResponse(list, limit string, dates, created []string) fakeResponse {
	var documents strings.Builder
	name, field := strings.TrimSuffix(list, "s"), "docdate"
	if list == "movegoods" {
		field = "created_date"
	}
	for i, date := range dates {
		fmt.Fprintf(&documents, "<%s><id>%d</id><%s>%s</%s>", name, i+1, field, date, field)
		if i < len(created) {
			fmt.Fprintf(&documents, "<created_date>%s</created_date>", created[i])
		}
		fmt.Fprintf(&documents, "</%s>", name)
	}
	return successResponse("<" + list + ">" + documents.String() + "</" + list + "><days_limit>" + limit + "</days_limit>")
}

// The later one of a document's dates decides whether it is from before the limit: the period may be about either.
func TestDocumentsService_ShortenedPeriod_TwoDates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		query := virtpos.DocumentQuery{Period: virtpos.Period{From: day(1999, 11, 1)}}
		for dates, isOld := range map[[2]string]bool{
			{"1999-11-10", "1999-12-31"}: false, {"1999-12-31", "1999-11-10"}: false,
			{"1999-11-10", "1999-11-11"}: true, {"", "1999-11-10"}: true, {"1999-11-10", ""}: true,
		} {
			for _, list := range []string{"inflows", "writeoffs"} {
				s := respondInTurn(documentsResponse(list, "30", dates[:1], dates[1:]))
				_, err := documentWalks(t.Context(), s.newClient(t), query)[list]()
				assert.Equal(t, isOld, err == nil, "%s %v: %v", list, dates, err)
			}
		}
	})
}

// A day begins in Kamchatka first, twelve hours ahead of UTC: a server there keeps to 30 days from that day on.
func TestDocumentsService_ShortenedPeriod_Zone(t *testing.T) {
	t.Parallel()
	query := virtpos.DocumentQuery{Period: virtpos.Period{From: day(1999, 12, 2)}}
	for passed, complete := range map[time.Duration]bool{12*time.Hour - time.Second: true, 12 * time.Hour: false} {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(passed)
			s := respondInTurn(documentsResponse("inflows", "30", nil, nil))
			_, err := documentWalks(t.Context(), s.newClient(t), query)["inflows"]()
			assert.Equal(t, complete, err == nil, err)
		})
	}
}

// A server that shortens periods, and one that does not.
func TestDocumentsService_DaysLimit(t *testing.T) {
	t.Parallel()
	srv := virtpostest.NewServer(t)
	ago := func(days int) virtpos.Timestamp {
		return virtpos.Timestamp(time.Now().AddDate(0, 0, -days).UTC().Format(time.DateTime))
	}
	srv.AddInflows(virtpos.Inflow{Date: ago(1)}, virtpos.Inflow{Date: ago(10)}, virtpos.Inflow{Date: ago(40)}, virtpos.Inflow{Date: ago(100)})
	client := srv.Client(nil)
	from := func(days int) virtpos.Period {
		return virtpos.Period{From: shelfwire.DateOf(time.Now().AddDate(0, 0, -days))}
	}
	for name, tc := range map[string]struct {
		period     virtpos.Period
		limit      int
		documents  int
		incomplete bool
	}{
		"the last 30 days":  {virtpos.Period{}, 0, 2, false},
		"60 days":           {virtpos.Period{Days: 60}, 0, 3, false},
		"since":             {from(200), 0, 4, false},
		"60 days shortened": {virtpos.Period{Days: 60}, 5, 1, true},
		"since, shortened":  {from(60), 5, 1, true},
		"within the limit":  {from(20), 50, 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			srv.SetDaysLimit(tc.limit)
			n, err := countWalk(client.Documents.Inflows(t.Context(), virtpos.DocumentQuery{Period: tc.period}))
			assert.Equal(t, tc.documents, n)
			assert.Equal(t, tc.incomplete, err != nil, err)
		})
	}
}

// Lines in every form.
func TestDocumentsService_Lines(t *testing.T) {
	t.Parallel()
	const line = `"item_id":"5","quantity":2.50`
	for name, tc := range map[string]struct{ document, want string }{
		"XML":          {`<items><item><item_id>5</item_id><quantity>2.50</quantity></item><item><item_id>6</item_id></item></items>`, "5 2.50; 6 absent"},
		"empty":        {`<items/>`, ""},
		"empty line":   {`<items><item/><item><item_id>6</item_id></item></items>`, "6 absent"},
		"no lines":     {``, ""},
		"text":         {`<items>none</items>`, "[{items none}]"},
		"other":        {`<items><error>x</error></items>`, "[{items <error>x</error>}]"},
		"text beside":  {`<items>x<item><item_id>6</item_id></item></items>`, "[{items x<item><item_id>6</item_id></item>}]"},
		"array":        {`{"items":[{` + line + `},{"item_id":6}]}`, "5 2.50; 6 absent"},
		"wrapped":      {`{"items":{"item":[{` + line + `},{"item_id":6}]}}`, "5 2.50; 6 absent"},
		"keyed":        {`{"items":{"17":{` + line + `},"18":{"item_id":6}}}`, "5 2.50; 6 absent"},
		"single":       {`{"items":{` + line + `}}`, "5 2.50"},
		"wrapped one":  {`{"items":{"item":{` + line + `}}}`, "5 2.50"},
		"empty array":  {`{"items":[]}`, ""},
		"null":         {`{"items":null}`, ""},
		"numbers":      {`{"items":[5,6]}`, "[{items 5} {items 6}]"},
		"an odd line":  {`<items><item><item_id>x</item_id><item_id>7</item_id><quantity>2,5</quantity></item></items>`, "0 absent [{item_id x} {item_id 7} {quantity 2,5}]"},
		"without item": {`{"items":[{"quantity":2}]}`, "0 2"},
		"more":         {`<items><item><item_id>5</item_id><cogs>1</cogs></item></items>`, "5 absent [{cogs 1 []}]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := `<root><success>1</success><inflows><inflow><id>1</id>` + tc.document + `</inflow></inflows></root>`
			if strings.HasPrefix(tc.document, "{") {
				body = `{"success":1,"inflows":[{"id":1,` + tc.document[1:] + `]}`
			}
			for d, err := range respondInTurn(fakeResponse{200, body}).newClient(t).Documents.Inflows(t.Context(), virtpos.DocumentQuery{}) {
				require.NoError(t, err)
				assert.Equal(t, tc.want, formatLines(&d))
			}
		})
	}
}

func formatLines(d *virtpos.Inflow) string {
	var texts []string
	for _, line := range d.Lines {
		text := fmt.Sprint(line.ItemID, " ", line.Quantity)
		if len(line.Extra) > 0 {
			text += " " + fmt.Sprint(line.Extra)
		}
		if len(line.Unread) > 0 {
			text += " " + fmt.Sprint(line.Unread)
		}
		texts = append(texts, text)
	}
	if len(d.Unread) > 0 {
		texts = append(texts, fmt.Sprint(d.Unread))
	}
	return strings.Join(texts, "; ")
}

// A document may have 30,000 lines, and 262,144 elements at most; an item of the catalogue has 65,536.
func TestDocumentsService_LongDocument(t *testing.T) {
	t.Parallel()
	const line = `<item><line_id>1</line_id><item_id>5</item_id><quantity>2</quantity><price>1</price><amount>2</amount><a/><b/></item>`
	read := func(lines int) (int, error) {
		document := "<inflows><inflow><id>1</id><items>" + strings.Repeat(line, lines) + "</items></inflow></inflows>"
		n := 0
		for d, err := range respondInTurn(successResponse(document)).newClient(t).Documents.Inflows(t.Context(), virtpos.DocumentQuery{}) {
			if err != nil {
				return 0, err
			}
			n = len(d.Lines)
		}
		return n, nil
	}
	n, err := read(30_000)
	require.NoError(t, err)
	assert.Equal(t, 30_000, n)
	_, err = read(33_000)
	require.ErrorIs(t, err, shelfwire.ErrTooLarge)
	require.ErrorContains(t, err, "more than 262144 elements")
	_, err = respondInTurn(successResponse("<items><item><id>1</id>"+strings.Repeat("<a/>", 1<<16)+"</item></items>")).
		newClient(t).Items.Index(t.Context(), virtpos.KeyArticle, virtpos.ItemQuery{})
	require.ErrorContains(t, err, "more than 65536 elements")
}

func TestPeriod_Invalid(t *testing.T) {
	t.Parallel()
	first, second := day(2026, 3, 1), day(2026, 3, 2)
	for name, tc := range map[string]struct {
		query  virtpos.DocumentQuery
		fields []string
	}{
		"a day and more":      {virtpos.DocumentQuery{Period: virtpos.Period{On: first, From: first}}, []string{"Period.On"}},
		"a day and a last":    {virtpos.DocumentQuery{Period: virtpos.Period{On: first, To: first}}, []string{"Period.On"}},
		"a day and days":      {virtpos.DocumentQuery{Period: virtpos.Period{On: first, Days: 1}}, []string{"Period.On"}},
		"first and days":      {virtpos.DocumentQuery{Period: virtpos.Period{From: first, Days: 1}}, []string{"Period.Days"}},
		"last and days":       {virtpos.DocumentQuery{Period: virtpos.Period{To: first, Days: 1}}, []string{"Period.Days"}},
		"negative days":       {virtpos.DocumentQuery{Period: virtpos.Period{Days: -1}}, []string{"Period.Days"}},
		"the wrong way":       {virtpos.DocumentQuery{Period: virtpos.Period{From: second, To: first}}, []string{"Period.To"}},
		"no days of any year": {virtpos.DocumentQuery{Period: virtpos.Period{On: day(2026, 2, 30)}}, []string{"Period.On"}},
		"neither of them":     {virtpos.DocumentQuery{Period: virtpos.Period{From: day(2026, 2, 30), To: day(2026, 13, 1)}}, []string{"Period.From", "Period.To"}},
		"format":              {virtpos.DocumentQuery{Format: "csv"}, []string{"Format"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, walk := range documentWalks(t.Context(), newUnusedClient(t), tc.query) {
				_, err := walk()
				clienttest.AssertRejected(t, err, tc.fields...)
			}
		})
	}
	one := virtpos.DocumentQuery{Period: virtpos.Period{From: first, To: first}}
	_, err := documentWalks(t.Context(), respondInTurn(successResponse("<returns/>")).newClient(t), one)["returns"]()
	require.NoError(t, err, "a period of one day")
}
