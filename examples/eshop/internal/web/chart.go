package web

import (
	"fmt"
	"strconv"
)

// chart is a picture of the latest runs of a flow, from the oldest to the newest: a bar for the calls of each, with the
// failed ones on top of it, and a mark over a run that failed. It is drawn by the template as SVG, without a script.
type chart struct {
	Bars          []bar
	Width, Height int
	Text          string // for those who do not see it
}

// bar is a run. What it is drawn with are units of the picture.
type bar struct {
	X, Width        int
	Y, Height       int // of its calls that did not fail
	FailedY, Failed int // of those that did; without height when there were none
	IsFailed        bool
	MarkX           int // where the mark of a failed run is
}

// Sizes in the picture.
const (
	barWidth, barGap = 8, 2
	barsTop          = 12 // room for the marks
	barsHeight       = 48
)

func newChart(runs []runRow) chart {
	const bars = 20 // as many as are kept, so that they stand alike with fewer runs
	c := chart{Width: bars*(barWidth+barGap) - barGap, Height: barsTop + barsHeight}
	most, calls, failed, failures := 1, 0, 0, 0
	for _, r := range runs {
		most, calls, failed = max(most, r.Calls), calls+r.Calls, failed+r.FailedCalls
		if r.Error != "" {
			failures++
		}
	}
	for i, r := range runs[:min(len(runs), bars)] {
		c.Bars = append(c.Bars, newBar((bars-1-i)*(barWidth+barGap), r, most))
	}
	c.Text = fmt.Sprintf("%s, %s failed; %s, %s failed",
		counted(len(runs), "run"), none(failures), counted(calls, "call"), none(failed))
	return c
}

func newBar(x int, r runRow, most int) bar {
	all := scaled(r.Calls, most)
	failed := min(scaled(r.FailedCalls, most), all)
	b := bar{X: x, Width: barWidth, MarkX: x + barWidth/2, IsFailed: r.Error != "", Failed: failed, Height: all - failed}
	b.FailedY = barsTop + barsHeight - all
	b.Y = b.FailedY + failed
	return b
}

// scaled is the height of so many calls: one is always to be seen.
func scaled(n, most int) int {
	if n == 0 {
		return 0
	}
	return max(n*barsHeight/most, 2)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func none(n int) string {
	if n == 0 {
		return "none"
	}
	return strconv.Itoa(n)
}
