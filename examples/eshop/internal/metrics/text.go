package metrics

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"time"
)

// ContentType is that of the text form.
const ContentType = "text/plain; version=0.0.4; charset=utf-8"

// Kind is what a family of metrics measures.
type Kind string

// The kinds of families.
const (
	Counter   Kind = "counter"   // only ever grows
	Gauge     Kind = "gauge"     // goes up and down
	Histogram Kind = "histogram" // counts by bucket
)

// Label tells the samples of a family apart.
type Label struct{ Name, Value string }

// Text collects metrics in the text form, family by family. Its zero value is empty.
type Text struct {
	buf    bytes.Buffer
	family string
}

// Family begins the next family.
func (t *Text) Family(name string, kind Kind, help string) {
	t.family = name
	t.buf.WriteString("# HELP " + name + " " + escapeHelp.Replace(help) + "\n")
	t.buf.WriteString("# TYPE " + name + " " + string(kind) + "\n")
}

// Int adds a sample to the family.
func (t *Text) Int(value int, labels ...Label) { t.part("", decimal(value), labels) }

// Seconds adds a sample in seconds to the family.
func (t *Text) Seconds(value time.Duration, labels ...Label) { t.part("", seconds(value), labels) }

// WriteTo writes what was collected, which can be done once.
func (t *Text) WriteTo(w io.Writer) (int64, error) { return t.buf.WriteTo(w) }

// part adds a sample whose name is the family's with a suffix.
func (t *Text) part(suffix, value string, labels []Label) {
	t.buf.WriteString(t.family + suffix)
	for i, l := range labels {
		t.buf.WriteByte("{,"[min(i, 1)])
		t.buf.WriteString(l.Name + `="` + escapeLabel.Replace(l.Value) + `"`)
	}
	if len(labels) > 0 {
		t.buf.WriteByte('}')
	}
	t.buf.WriteString(" " + value + "\n")
}

// What the form takes for its own is written with a backslash; quotes end label values only.
var (
	escapeLabel = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)
	escapeHelp  = strings.NewReplacer(`\`, `\\`, "\n", `\n`)
)

func decimal(n int) string { return strconv.Itoa(n) }

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'g', -1, 64) }
