// Command order brings one order into Resico: its customer, its invoice, and the lines of it. Each of these writes has
// a record in a database, so the program can be killed at any moment and started again, and nothing happens twice.
//
//	go run -C examples ./order
//
// asks a fake inside the program. With RESICO_CLIENT_CODE and RESICO_CLIENT_KEY set it asks the real Resico, and then
// needs a file with the order (see type order) and one for the records:
//
//	go run -C examples ./order -order order.json -database order.db
//
// It ends with status 2 when a write has happened or may have, so that a person has to look. What that person has
// found goes in with -settle, and the next run goes on from there.
package main

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

// order is what the shop has sold. Its JSON has the members of Resico for the customer and the lines.
type order struct {
	ID       int64
	Customer resico.NewCustomer
	Placed   shelfwire.Date
	Lines    []resico.NewLine
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if _, parked := errors.AsType[*once.ParkedError](err); parked {
		os.Exit(2) // run has said why
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	order, database, settle, found string
	notThere                       bool
}

func run(ctx context.Context, args []string, out io.Writer) error {
	var s settings
	flags := flag.NewFlagSet("order", flag.ContinueOnError)
	flags.StringVar(&s.order, "order", "", "JSON `file` with the order; an invented one without it")
	flags.StringVar(&s.database, "database", "", "SQLite `file` with the records; in memory without it")
	flags.StringVar(&s.settle, "settle", "", "`name` of a parked write, with -found or -not-there")
	flags.StringVar(&s.found, "found", "", "`key` in Resico of what it made: a customer's code, or the ID of an invoice or a line")
	flags.BoolVar(&s.notThere, "not-there", false, "the write has not happened, and may be sent again")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return cmp.Or(err, fmt.Errorf("unexpected argument %q: all settings are flags", flags.Arg(0)))
	}
	store, closeStore, err := openStore(ctx, s.database)
	if err != nil {
		return err
	}
	defer closeStore()
	if s.settle != "" {
		return settle(ctx, store, s)
	}
	o, err := readOrder(s.order)
	if err != nil {
		return err
	}
	if err := o.checkSent(ctx, store); err != nil {
		return err
	}
	client, stop, err := connect(s)
	if err != nil {
		return err
	}
	defer stop()
	invoice, err := o.submit(ctx, client, store)
	if parked, ok := errors.AsType[*once.ParkedError](err); ok {
		s.advise(out, o, parked)
	} else if err == nil {
		fmt.Fprintf(out, "order %d is invoice %d in Resico, with %d lines\n", o.ID, invoice, len(o.Lines))
	}
	return err
}

// submit makes the writes that have not been made yet, and returns the ID of the invoice.
func (o *order) submit(ctx context.Context, client *resico.Client, store once.Store) (resico.InvoiceID, error) {
	// The customer is made once for all orders, whatever a later one says of it.
	code, err := once.Do(ctx, store, once.Key{Name: "customer " + o.Customer.Code}, func(ctx context.Context) (string, error) {
		customer, err := client.Customers.Create(ctx, o.Customer)
		return cmp.Or(customer.Code, o.Customer.Code), err
	})
	if err != nil {
		return 0, err
	}
	head := o.invoice(code)
	invoice, err := once.Do(ctx, store, o.key("invoice", head), func(ctx context.Context) (resico.InvoiceID, error) {
		invoice, err := client.Invoices.Create(ctx, head)
		return invoice.ID, err
	})
	if err != nil {
		return 0, err
	}
	for i, line := range o.Lines {
		_, err := once.Do(ctx, store, o.key(fmt.Sprintf("line %d", i+1), line), func(ctx context.Context) (resico.LineID, error) {
			added, err := client.Invoices.AddLine(ctx, invoice, line)
			return added.ID, err
		})
		if err != nil {
			return invoice, err
		}
	}
	return invoice, nil
}

// key names one of the order's writes.
func (o *order) key(what string, request any) once.Key {
	return once.Key{Name: fmt.Sprintf("%s of order %d", what, o.ID), Request: request}
}

func (o *order) invoice(customer string) resico.NewInvoice {
	return resico.NewInvoice{
		CustomerCode:      customer,
		Type:              resico.InvoiceLocal,
		PaymentMethod:     resico.PaymentBank,
		PaymentTerms:      "0",
		ApproveDate:       o.Placed,
		ShipmentStartDate: o.Placed,
		ShipmentEndDate:   o.Placed,
		PaymentDueDate:    o.Placed,
		Notes:             fmt.Sprintf("Order %d", o.ID), // what a person looks for
		Paid:              true,
	}
}

// advise says what to do about a parked write, in commands that can be pasted.
func (s *settings) advise(out io.Writer, o *order, parked *once.ParkedError) {
	fmt.Fprintf(out, "%v\n\nLook in Resico for customer %s and for the invoice with the note \"Order %d\".\n",
		parked, o.Customer.Code, o.ID)
	command := fmt.Sprintf("go run -C examples ./order -database %s -settle %s",
		quoteShell(s.database), quoteShell(parked.Record.Name))
	fmt.Fprintf(out, "If it is there, say so with its code or ID, and if it is not:\n  %s -found KEY\n  %s -not-there\n"+
		"Then start again as before.\n", command, command)
}

func quoteShell(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// checkSent rejects an order without a line that was sent, or may have been: it would be on the invoice all the same.
func (o *order) checkSent(ctx context.Context, store *once.SQL) error {
	records, err := store.Records(ctx, "")
	for _, r := range records {
		line, isOurs := strings.CutSuffix(r.Name, fmt.Sprintf(" of order %d", o.ID))
		number, _ := strconv.Atoi(strings.TrimPrefix(line, "line "))
		if isOurs && number > len(o.Lines) && r.State != once.Released {
			return fmt.Errorf("%s was sent or begun, and the order has %d lines now: put it back", r.Name, len(o.Lines))
		}
	}
	return err
}

// settle records what a person has found out about a parked write.
func settle(ctx context.Context, store *once.SQL, s settings) error {
	if (s.found == "") != s.notThere {
		return errors.New("-settle needs either -found or -not-there")
	}
	kind, _, _ := strings.Cut(s.settle, " ")
	var result any = s.found // as submit would have kept it: a text for a customer, a number for anything else
	if id, err := strconv.ParseInt(s.found, 10, 64); kind != "customer" && !s.notThere {
		if result = id; err != nil || id <= 0 {
			return fmt.Errorf("-found %q is no ID in Resico", s.found)
		}
	}
	found, _ := json.Marshal(result)
	records, err := store.Records(ctx, "")
	parked := -1
	for i, r := range records {
		switch isOther := r.Name != s.settle && strings.HasPrefix(r.Name, kind+" "); {
		case r.Name == s.settle && r.State == once.Parked:
			parked = i
		case isOther && r.State == once.Done && bytes.EqualFold(r.Result, found):
			return fmt.Errorf("-found %s is the %s", found, r.Name)
		}
	}
	switch {
	case err != nil:
		return err
	case parked < 0:
		return fmt.Errorf("%q is no parked write in %s", s.settle, s.database)
	case s.notThere:
		end := once.End{Outcome: shelfwire.OutcomeRejected, Reason: "a person has found that it is not there"}
		return store.Release(ctx, s.settle, records[parked].Attempt, end)
	default:
		return store.Finish(ctx, s.settle, records[parked].Attempt, found)
	}
}

// openStore opens the records. A commit is on the disk before it counts: a record must outlive a power cut.
func openStore(ctx context.Context, file string) (store *once.SQL, closeStore func(), err error) {
	path, err := filepath.Abs(file) // ":memory:" alone is no file
	pragmas := url.Values{"_pragma": {"busy_timeout(2000)", "journal_mode(WAL)", "synchronous(FULL)"}}
	name := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas.Encode()
	if file == "" {
		name = ":memory:"
	}
	db, noDriver := sql.Open("sqlite", name)
	if err := cmp.Or(err, noDriver); err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1) // each connection to :memory: is a database of its own
	store = once.NewSQL(db, "remote_writes")
	if err := store.CreateTable(ctx); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return store, func() { _ = db.Close() }, nil
}

// readOrder reads the order from a file, or invents one.
func readOrder(file string) (*order, error) {
	if file == "" {
		return invented(), nil
	}
	data, err := os.ReadFile(file) //nolint:gosec // the user names the file
	if err != nil {
		return nil, err
	}
	o, decoder := &order{}, json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields() // a discount by another name would be none
	if err = decoder.Decode(o); err == nil && decoder.More() {
		err = errors.New("there is more behind the order")
	}
	if err = cmp.Or(err, o.check()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return o, nil
}

// check rejects what would be found to be wrong when half of the order is in Resico.
func (o *order) check() error {
	if o.ID <= 0 || o.Customer.Code == "" || o.Placed.IsZero() || len(o.Lines) == 0 {
		return errors.New("an order has an ID, a customer's code, the day when it was Placed, and at least one line")
	}
	for i, l := range o.Lines {
		if l.SKU == "" || !l.Quantity.IsPositive() || !l.Price.IsSet() || l.Price.IsNegative() {
			return fmt.Errorf("an order has lines with a SKU, a Qty above zero and a Price: Lines[%d] has not", i)
		}
	}
	return nil
}

func invented() *order {
	line := func(sku, quantity, price string) resico.NewLine {
		return resico.NewLine{SKU: sku, Quantity: shelfwire.MustDecimal(quantity), Price: shelfwire.MustDecimal(price), VAT: "A"}
	}
	return &order{
		ID:       17,
		Customer: resico.NewCustomer{Code: "SHOP-5", Name: "Example Garden SIA", Email: "orders@garden.example"},
		Placed:   shelfwire.DateOf(time.Date(2026, time.November, 2, 0, 0, 0, 0, time.UTC)),
		Lines:    []resico.NewLine{line("BOWL-1", "2", "12.50"), line("LAMP-2", "1", "79.00")},
	}
}

// connect returns a client of the real Resico, or of a fake that sells what is invented here.
func connect(s settings) (client *resico.Client, stop func(), err error) {
	code, key := os.Getenv("RESICO_CLIENT_CODE"), os.Getenv("RESICO_CLIENT_KEY")
	if code == "" && key == "" {
		fake := resicotest.New()
		for _, line := range invented().Lines {
			fake.AddProducts(resicotest.Product{Product: resico.Product{SKU: line.SKU, Name: line.SKU}})
		}
		return fake.Client(nil), fake.Close, nil
	}
	if s.order == "" || s.database == "" {
		return nil, nil, errors.New("the real Resico gets no invented order, and needs records: set -order and -database")
	}
	options := &shelfwire.Options{BaseURL: os.Getenv("RESICO_URL")}
	client, err = resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret(code), ClientKey: shelfwire.NewSecret(key)}, options)
	return client, func() {}, err
}
