package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/transcript"
)

// report is what one provider showed.
type report struct {
	Provider string
	Fake     bool
	Calls    int
	Rows     []result
	came     int   // responses
	stop     error // why not everything was asked; nil otherwise
}

// stopError returns what kept the probe from asking everything; nil for nothing.
func (r *report) stopError() error {
	if r.stop == nil {
		return nil
	}
	return fmt.Errorf("%s: %w; nothing was tried twice, and nothing more was asked", r.Provider, r.stop)
}

// count returns how many rows have a verdict.
func (r *report) count(v verdict) (n int) {
	for i := range r.Rows {
		if r.Rows[i].verdict == v {
			n++
		}
	}
	return n
}

// isReal reports whether a real service has responded.
func (r report) isReal() bool { return !r.Fake && r.came > 0 }

// service says what was asked.
func (r *report) service() string {
	if r.Fake {
		return "the fake"
	}
	return "the real service"
}

// scrub removes whatever of the company's own might have come into a text, which holds none by itself.
func (r *report) scrub(t *target) {
	var private []string
	for _, value := range t.variables {
		private = append(private, value)
		if u, err := url.Parse(value); err == nil && u.Host != "" {
			private = append(private, u.Host)
		}
	}
	for i := range r.Rows {
		for _, value := range private {
			if len(value) > 3 {
				r.Rows[i].seen = strings.ReplaceAll(r.Rows[i].seen, value, "[removed]")
			}
		}
	}
}

// write writes the reports in the form that was asked for, and the shape of real responses into its file.
func (c *config) write(reports []report, shape *transcript.Shape) error {
	write := writeTables
	switch {
	case c.flags.json:
		write = writeJSON
	case c.flags.issue:
		write = writeIssue
	}
	if err := write(c.stdout, reports); err != nil {
		return err
	}
	return c.writeShape(reports, shape)
}

// writeTables writes a table for each provider.
func writeTables(out io.Writer, reports []report) error {
	for i := range reports {
		r := &reports[i]
		fmt.Fprintf(out, "%s: %s, %d calls\n\n", r.Provider, r.service(), r.Calls)
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "row\tverdict\tseen")
		for _, row := range r.Rows {
			fmt.Fprintf(table, "%s\t%s\t%s\n", row.id, row.verdict, row.seen)
		}
		if err := table.Flush(); err != nil {
			return err
		}
		r.explain(out)
		fmt.Fprintf(out, "\n%s\n\n", r.summary())
	}
	return nil
}

// explain writes what was assumed where that does not hold.
func (r *report) explain(out io.Writer) {
	for _, row := range r.Rows {
		if row.verdict == differs {
			fmt.Fprintf(out, "\n%s does not hold.\n  assumed: %s\n  source:  %s\n  seen:    %s\n",
				row.id, row.assumption, row.source, row.seen)
		}
	}
}

func (r *report) summary() string {
	return fmt.Sprintf("%s: %d hold, %d do not hold, %d cannot be told",
		r.Provider, r.count(holds), r.count(differs), r.count(unclear))
}

// jsonRow is a row as -json prints it.
type jsonRow struct {
	ID         string `json:"id"`
	Assumption string `json:"assumption"`
	Source     string `json:"source"`
	Seen       string `json:"seen"`
	Verdict    string `json:"verdict"`
}

// jsonReport is a report as -json prints it.
type jsonReport struct {
	Provider string    `json:"provider"`
	Fake     bool      `json:"fake"`
	Calls    int       `json:"calls"`
	Stopped  string    `json:"stopped,omitempty"` // why not everything was asked
	Rows     []jsonRow `json:"rows"`
}

func (r *report) toJSON() jsonReport {
	j := jsonReport{Provider: r.Provider, Fake: r.Fake, Calls: r.Calls, Rows: []jsonRow{}}
	if r.stop != nil {
		j.Stopped = r.stop.Error()
	}
	for _, row := range r.Rows {
		j.Rows = append(j.Rows, jsonRow{row.id, row.assumption, row.source, row.seen, string(row.verdict)})
	}
	return j
}

func writeJSON(out io.Writer, reports []report) error {
	list := []jsonReport{}
	for i := range reports {
		list = append(list, reports[i].toJSON())
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{"shelfwire": shelfwire.Version, "providers": list})
}

// writeIssue writes a text for an issue, in Markdown: first what does not hold, then the rest.
func writeIssue(out io.Writer, reports []report) error {
	fmt.Fprintf(out, "Shelfwire %s, %s, %s\n", shelfwire.Version, runtime.Version(), time.Now().UTC().Format(time.DateOnly))
	for i := range reports {
		r := &reports[i]
		fmt.Fprintf(out, "\n### %s\n\nAsked: %s, %d calls.\n", r.summary(), r.service(), r.Calls)
		if r.stop != nil {
			fmt.Fprintf(out, "Not everything was asked: %v.\n", r.stop)
		}
		fmt.Fprint(out, "\n| row | verdict | assumed | source | seen |\n| --- | --- | --- | --- | --- |\n")
		for _, v := range []verdict{differs, unclear, holds} {
			r.writeIssueRows(out, v)
		}
	}
	if !slices.ContainsFunc(reports, report.isReal) {
		return nil
	}
	_, err := fmt.Fprint(out, "\nThe shape file is attached: members, kinds and lengths of the responses, without values.\n")
	return err
}

func (r *report) writeIssueRows(out io.Writer, v verdict) {
	cell := strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;")
	for _, row := range r.Rows {
		if row.verdict == v {
			fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s |\n",
				row.id, v, cell.Replace(row.assumption), cell.Replace(row.source), cell.Replace(row.seen))
		}
	}
}
