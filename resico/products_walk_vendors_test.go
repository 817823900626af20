package resico_test

import (
	"slices"
	"strconv"
)

// vendor is a server as an integrator can meet it.
type vendor struct {
	serve   func(asked int) int // rows of a page; 0 rejects the limit
	hides   func(row int) bool  // filters after the page was cut
	tell    func(p map[string]any, asked int)
	noCount bool // it gives no total
	spoil   func(s *shelf)
}

func withoutKeys(keys ...string) func(map[string]any, int) {
	return func(p map[string]any, _ int) {
		for _, key := range keys {
			delete(p, key)
		}
	}
}

func capLimit(asked int) int { return min(asked, 30) }

func hideBlocks(size int) func(int) bool { return func(row int) bool { return row/size%2 == 1 } }

func vendorQuirks() map[string]vendor {
	return map[string]vendor{
		"honest": {},
		"caps":   {serve: capLimit},
		"caps, echoes per_page": {serve: capLimit, tell: func(p map[string]any, asked int) {
			p["per_page"] = asked
		}},
		"caps, no per_page": {serve: capLimit, tell: withoutKeys("per_page")},
		"caps, last_page by the limit": {serve: capLimit, tell: func(p map[string]any, asked int) {
			last := max(1, (p["total"].(int)+asked-1)/asked)
			p["per_page"], p["last_page"], p["next_page_url"] = asked, last, nil
			if p["current_page"].(int) < last {
				p["next_page_url"] = "x"
			}
		}},
		"caps, no last_page": {serve: capLimit, tell: func(p map[string]any, asked int) {
			delete(p, "last_page")
			delete(p, "next_page_url")
			p["per_page"] = asked
		}},
		"ignores the limit":            {serve: func(int) int { return 50 }},
		"rounds":                       {serve: func(asked int) int { return max(10, asked/10*10) }},
		"validates":                    {serve: rejectOddLimit},
		"filters 1 in 100":             {hides: func(row int) bool { return row%100 == 57 }},
		"filters every second":         {hides: func(row int) bool { return row%2 == 1 }},
		"filters blocks of 80":         {hides: hideBlocks(80)},
		"filters a block of 150":       {hides: func(row int) bool { return row >= 100 && row < 250 }},
		"filters blocks of 150":        {hides: hideBlocks(150)},
		"filters the last rows":        {hides: func(row int) bool { return row >= 470 }},
		"filters all but the last":     {hides: func(row int) bool { return row < 499 }},
		"no per_page":                  {tell: withoutKeys("per_page")},
		"no last_page":                 {tell: withoutKeys("last_page")},
		"no last_page, no next page":   {tell: withoutKeys("last_page", "next_page_url")},
		"no total":                     {tell: withoutKeys("total"), noCount: true},
		"no current_page":              {tell: withoutKeys("current_page")},
		"per_page quoted":              {tell: func(p map[string]any, _ int) { p["per_page"] = strconv.Itoa(p["per_page"].(int)) }},
		"simplePaginate":               {tell: withoutKeys("total", "last_page"), noCount: true},
		"no numbers":                   {tell: withoutKeys("total", "last_page", "per_page", "current_page", "next_page_url"), noCount: true},
		"filters, no last_page":        {hides: func(row int) bool { return row%2 == 1 }, tell: withoutKeys("last_page", "next_page_url")},
		"clamps the page and filters":  {hides: func(row int) bool { return row%9 == 4 }, spoil: func(s *shelf) { s.clamps = true }},
		"rejects odd limits under 200": {serve: rejectOddLimit, spoil: func(s *shelf) { s.rejectsUnder200 = true }},
	}
}

func rejectOddLimit(asked int) int {
	if slices.Contains([]int{10, 25, 50, 100}, asked) {
		return asked
	}
	return 0
}
