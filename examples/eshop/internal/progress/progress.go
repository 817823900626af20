// Package progress shows how far work has come: with bars on a terminal, with plain lines elsewhere.
package progress

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode"

	"github.com/schollz/progressbar/v3"
)

// Board shows the progress of pieces of work, which may go on side by side. Of these, one has the bar at a time.
type Board struct {
	out  io.Writer
	bars bool

	mu     sync.Mutex
	shown  *Track // has the bar; nil for none
	failed error  // the first line that could not be written
}

// New returns a board that writes to out.
func New(out io.Writer) *Board { return &Board{out: out, bars: isTerminal(out)} }

func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Say writes a line.
func (b *Board) Say(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.say(format, args...)
}

func (b *Board) say(format string, args ...any) {
	_, err := fmt.Fprintln(b.out, strings.Map(printable, fmt.Sprintf(format, args...)))
	b.failed = cmp.Or(b.failed, err)
}

// Err returns why a line is missing, such as a full disk behind the output; nil when all were written.
func (b *Board) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}

// printable replaces what could steer a terminal: a line can quote what a provider or a customer wrote.
func printable(r rune) rune {
	if r == '\n' || unicode.IsPrint(r) {
		return r
	}
	return unicode.ReplacementChar
}

// nameWidth is how wide names are in front of lines.
const nameWidth = 11

// Field writes lines with a name in front of the first one.
func (b *Board) Field(name string, lines ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.field(name, lines...)
}

func (b *Board) field(name string, lines ...string) {
	for _, line := range lines {
		b.say("%-*s %s", nameWidth, name, line)
		name = ""
	}
}

// Track is the progress of one piece of work. It is for one goroutine at a time.
type Track struct {
	name  string
	board *Board
	bar   *progressbar.ProgressBar
	shown int
}

// Track begins the next piece of work.
func (b *Board) Track(name string) *Track { return &Track{name: name, board: b} }

// Set shows that done of total is done.
func (t *Track) Set(done, total int) {
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	if t.board.bars {
		t.setBar(done, total)
		return
	}
	// A line for each quarter is enough for a log, and End brings the last one.
	if quarter := 4 * done / max(total, 1); quarter > t.shown && done < total {
		t.shown = quarter
		t.board.field(t.name, fmt.Sprintf("%d of %d", done, total))
	}
}

func (t *Track) setBar(done, total int) {
	if t.board.shown == nil {
		t.board.shown = t
	}
	if t.board.shown != t {
		return
	}
	if t.bar == nil {
		t.bar = progressbar.NewOptions(max(total, 1),
			progressbar.OptionSetWriter(t.board.out),
			progressbar.OptionSetDescription(fmt.Sprintf("%-*s", nameWidth, t.name)),
			progressbar.OptionSetWidth(40),
			progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(false),
			progressbar.OptionClearOnFinish(),
		)
	}
	t.bar.ChangeMax(max(total, 1))
	_ = t.bar.Set(done)
}

// End closes the track with a line that says what was done.
func (t *Track) End(format string, args ...any) {
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	if shown := t.board.shown; shown != nil {
		_ = shown.bar.Clear() // it comes back below the line, unless it is this track's
	}
	if t.board.shown == t {
		t.board.shown = nil
	}
	t.board.field(t.name, fmt.Sprintf(format, args...))
}
