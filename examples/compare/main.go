// Command compare does three jobs in several ways, side by side: by hand with net/http and the standard library's decoders,
// with resty, and with the clients of this module.
//
//	go run -C examples ./compare
//
// The jobs are one small call, a walk through 100,000 products, and a stock of 200,000 items (86 MB of XML). Every way gets
// the same responses over loopback connections, keeps numbers exact and checks the status, and must come to the same sum.
// The ways of a job take turns, so that a busy machine is busy for all of them; what counts is the last column.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/shelfwire/shelfwire"
)

// sizes say how large the jobs are.
type sizes struct{ calls, products, items, runs int }

// job is one thing to do in several ways; the first one is by hand.
type job struct {
	name  string
	ways  []way
	close func()
}

// way does a job and returns what it has added up, so that no way can leave work out.
type way struct {
	name string
	run  func(context.Context) (shelfwire.Decimal, error)
}

func main() {
	s := sizes{calls: 2000, products: 100_000, items: 200_000, runs: 5}
	flag.IntVar(&s.calls, "calls", s.calls, "small calls in a `run`")
	flag.IntVar(&s.products, "products", s.products, "`products` of the walk")
	flag.IntVar(&s.items, "items", s.items, "`items` of the stock")
	flag.IntVar(&s.runs, "runs", s.runs, "`times` that each way takes its turn")
	flag.Parse()
	if err := compare(context.Background(), s, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func compare(ctx context.Context, s sizes, out io.Writer) error {
	if s.calls < 1 || s.products < 1 || s.items < 1 || s.runs < 1 {
		return errors.New("all sizes must be above zero")
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "job\tway\tmedian\tspread\tallocated\tagainst the first\n")
	for _, open := range []func(context.Context, sizes) (job, error){smallCalls, productWalk, stockRead} {
		j, err := open(ctx, s)
		if err != nil {
			return err
		}
		err = j.compareWays(ctx, s.runs, table)
		j.close()
		if err != nil {
			return fmt.Errorf("%s: %w", j.name, err)
		}
	}
	return table.Flush()
}

// measured is what one way has taken.
type measured struct {
	times     []time.Duration
	allocated uint64 // bytes, of the last run
}

func (m *measured) median() time.Duration {
	slices.Sort(m.times)
	return m.times[len(m.times)/2]
}

func (j *job) compareWays(ctx context.Context, runs int, table io.Writer) error {
	results := make([]measured, len(j.ways))
	var sum shelfwire.Decimal
	for n := range runs + 1 { // the first turn warms up
		for i, w := range j.ways {
			got, err := results[i].measure(ctx, w, n > 0)
			switch {
			case err != nil:
				return fmt.Errorf("%s: %w", w.name, err)
			case !sum.IsSet():
				sum = got
			case !sum.Equal(got):
				return fmt.Errorf("%s: the sum is %s, and not %s", w.name, got, sum)
			}
		}
	}
	first := results[0].median()
	for i, w := range j.ways {
		m := &results[i]
		fmt.Fprintf(table, "%s\t%s\t%v\t%v – %v\t%.1f MB\t%.2f ×\n", j.name, w.name, round(m.median()), round(m.times[0]),
			round(m.times[len(m.times)-1]), float64(m.allocated)/1e6, float64(m.median())/float64(first))
	}
	return nil
}

func (m *measured) measure(ctx context.Context, w way, counts bool) (shelfwire.Decimal, error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	sum, err := w.run(ctx)
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if counts {
		m.times, m.allocated = append(m.times, took), after.TotalAlloc-before.TotalAlloc
	}
	return sum, err
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }
