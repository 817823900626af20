package main

import (
	"context"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

func (p *erpxtProbe) dayRows() []row {
	return []row{{id: "erpxt/document-days", source: undocumented, ask: p.askDays, passive: true,
		assumption: "A day of a document is YYYY-MM-DD, alone or before a midnight with or without its offset"}}
}

func (p *erpxtProbe) momentRows() []row {
	return []row{{id: "erpxt/payment-times", source: undocumented, ask: p.askMoments, passive: true,
		assumption: "The times of a payment begin with their day, as YYYY-MM-DD"}}
}

func (p *erpxtProbe) askDays(context.Context) finding {
	return judgeDays(p.listedRows("v1.4/invoices"), midnight, "IssueDate", "SalesDate", "PaymentDeadline", "CurrencyRateDate")
}

func (p *erpxtProbe) askMoments(context.Context) finding {
	return judgeDays(p.listedRows("v1.4/paymentdetails"), moment, "CreationDate", "UpdateDate")
}

// listedRows returns the rows of the first list of a resource; nil when it was not read.
func (p *erpxtProbe) listedRows(path string) []map[string]any {
	lists := p.wire.find(path)
	if len(lists) == 0 || lists[0].status != http.StatusOK {
		return nil
	}
	return rowsOf(lists[0])
}

// The forms of a day and of a time.
var (
	midnight = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?(Z|[+-]\d{2}:?\d{2})?)?$`)
	moment   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$`)
	digit    = regexp.MustCompile(`\d`)
)

// judgeDays judges the forms of some members, where they have a value. What is shown of them has 0 for each digit.
func judgeDays(rows []map[string]any, form *regexp.Regexp, names ...string) finding {
	forms, days, odd := map[string]bool{}, 0, 0
	for _, each := range rows {
		for _, name := range names {
			text, isText := each[name].(string)
			switch {
			case each[name] == nil, isText && text == "":
				continue
			case !form.MatchString(text):
				odd++
			}
			days++
			if moment.MatchString(text) {
				forms[digit.ReplaceAllString(text, "0")] = true
			}
		}
	}
	if days == 0 {
		return missing(errTooFew)
	}
	return judge(odd == 0, "%d values, %d of another form; %s", days, odd, strings.Join(slices.Sorted(maps.Keys(forms)), ", "))
}
