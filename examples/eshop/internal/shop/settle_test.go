package shop

import (
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShop_Settle(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		step  func(Order) Step
		found string
		state string // of the step afterwards
		err   string
	}{
		"customer found":       {CustomerStep, "C-9", "done", ""},
		"customer not there":   {CustomerStep, NotThere, "refused", ""},
		"customer, written":    {CustomerStep, "None", "parked", `"None" is no key: say none`},
		"customer, done":       {CustomerStep, "DONE", "parked", `"DONE" is no key: say done`},
		"invoice found":        {InvoiceStep, "365", "done", ""},
		"invoice not there":    {InvoiceStep, NotThere, "refused", ""},
		"invoice, not an ID":   {InvoiceStep, "RT-000365", "parked", `"RT-000365" is not the ID of an invoice`},
		"line found":           {secondLine, "12", "done", ""},
		"line not there":       {secondLine, NotThere, "refused", ""},
		"invoice with ID zero": {InvoiceStep, "0", "parked", "is not the ID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			o := place(t, s)
			isParked(t, s, test.step(o))
			require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderParked, "silence"))
			err := settle(t, s, o.ID, test.found)
			assert.Equal(t, test.state, stateOf(t, s, test.step(o)))
			o = order(t, s, o.ID)
			if test.err != "" {
				require.ErrorContains(t, err, test.err)
				assert.Equal(t, OrderParked, o.State)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, OrderOpen, o.State)
			assert.Empty(t, o.Reason)
			assert.Equal(t, test.found == "C-9", o.Customer.ResicoCode == "C-9")
			assert.Equal(t, test.found == "365", o.InvoiceID == 365)
		})
	}
}

func secondLine(o Order) Step { return LineStep(o, o.Lines[1]) }

func TestShop_Settle_otherStates(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	failed, sent, open := place(t, s), place(t, s), place(t, s)
	require.NoError(t, s.CloseOrder(t.Context(), failed.ID, OrderFailed, "refused"))
	require.NoError(t, s.CloseOrder(t.Context(), sent.ID, OrderSent, ""))
	require.NoError(t, settle(t, s, failed.ID, NotThere))
	assert.Equal(t, OrderOpen, order(t, s, failed.ID).State)
	for _, id := range []int64{sent.ID, open.ID, failed.ID} {
		for _, about := range []Question{"", AskedOrder, AskedClosed, "invoice/1"} {
			err := s.Settle(t.Context(), id, about, NotThere)
			gone, ok := errors.AsType[*GoneOnError](err)
			require.True(t, ok, "got %v", err)
			assert.Empty(t, gone.Now)
			assert.ErrorContains(t, err, "needs nothing to be settled")
		}
	}
	err := s.Settle(t.Context(), 999, AskedOrder, NotThere)
	require.EqualError(t, err, "there is no order 999")
	require.ErrorIs(t, err, sql.ErrNoRows)
}

// settle answers what an order asks.
func settle(t *testing.T, s *Shop, order int64, found string) error {
	t.Helper()
	asked, err := s.Asked(t.Context(), order)
	require.NoError(t, err)
	return s.Settle(t.Context(), order, asked.Question, found)
}

// rejected lets an order fail at a step.
func rejected(t *testing.T, s *Shop, o Order, step Step) {
	t.Helper()
	isRefused(t, s, step)
	require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderFailed, "422"))
}

// parked lets an order be parked at a step.
func parked(t *testing.T, s *Shop, o Order, step Step) {
	t.Helper()
	isParked(t, s, step)
	require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderParked, "silence"))
}

// An answer to what the order asked before changes nothing, whatever the order has come to since.
func TestShop_Settle_goneOn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		asked, again func(*testing.T, *Shop, Order, Step)
		first, then  func(Order) Step
		answer, now  string
		stale        []string
	}{
		"another step":  {parked, parked, CustomerStep, InvoiceStep, "C-1", "invoice/1", []string{NotThere, "C-2"}},
		"another try":   {parked, parked, InvoiceStep, InvoiceStep, NotThere, "invoice/2", []string{NotThere, Dealt, "365"}},
		"another line":  {parked, parked, secondLine, secondLine, NotThere, "line-2/2", []string{NotThere, "9"}},
		"it failed":     {parked, rejected, InvoiceStep, InvoiceStep, NotThere, "invoice/2", []string{NotThere, Dealt, "365"}},
		"it had failed": {rejected, parked, InvoiceStep, InvoiceStep, NotThere, "invoice/2", []string{NotThere, Dealt}},
		"without a step": {
			func(t *testing.T, s *Shop, o Order, _ Step) {
				t.Helper()
				require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderFailed, "given up"))
			}, parked, InvoiceStep, InvoiceStep, NotThere, "invoice/1", []string{NotThere, Dealt},
		},
		"closed by hand": {rejected, nil, InvoiceStep, nil, Dealt, "closed", []string{NotThere, Dealt}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			o := place(t, s)
			test.asked(t, s, o, test.first(o))
			shown, err := s.Asked(t.Context(), o.ID)
			require.NoError(t, err)
			require.NoError(t, settle(t, s, o.ID, test.answer))
			if test.again != nil {
				test.again(t, s, order(t, s, o.ID), test.then(o))
			}
			before := order(t, s, o.ID)
			now, err := s.Asked(t.Context(), o.ID)
			require.NoError(t, err)
			assert.Contains(t, string(now.Question), test.now)
			for _, found := range test.stale {
				err = s.Settle(t.Context(), o.ID, shown.Question, found)
				gone, ok := errors.AsType[*GoneOnError](err)
				require.True(t, ok, "%s: got %v", found, err)
				assert.Equal(t, &GoneOnError{Order: o.ID, About: shown.Question, Now: now.Question}, gone)
				assert.ErrorContains(t, err, "it has gone on since, look again")
				assert.Equal(t, before, order(t, s, o.ID))
			}
		})
	}
}

// A key that another order's write has made is none of this one's.
func TestShop_Settle_othersKey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		accounts Accounts
		step     func(Order) Step
		key      string // of the other order
		found    []string
		want     string
	}{
		"invoice":         {InResico, InvoiceStep, "365", []string{"365", "0365", "+365"}, "365 is the invoice of order 1"},
		"line":            {InResico, secondLine, "9", []string{"9"}, "9 is the line 2 of order 1"},
		"customer":        {InResico, CustomerStep, "C-1", []string{"C-1", "c-1"}, "-1 is another customer, who has placed order 1"},
		"card in ERP XT":  {InERPXT, BuyerStep, "17", []string{"17"}, "17 is another customer, who has placed order 1"},
		"draft in ERP XT": {InERPXT, DraftStep, "365", []string{"365"}, "365 is the invoice of order 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withProducts(t)
			require.NoError(t, s.KeepAccounts(t.Context(), test.accounts))
			other, o := place(t, s), placeBy(t, s, "another@shop.example")
			isSending(t, s, test.step(other))
			require.NoError(t, s.Done(t.Context(), test.step(other), test.key))
			parked(t, s, o, test.step(o))
			for _, found := range test.found {
				err := settle(t, s, o.ID, found)
				_, ok := errors.AsType[*AnswerError](err)
				require.True(t, ok, "got %v", err)
				require.ErrorContains(t, err, test.want)
				assert.Equal(t, OrderParked, order(t, s, o.ID).State)
				assert.Equal(t, "parked", stateOf(t, s, test.step(o)))
			}
			require.NoError(t, settle(t, s, o.ID, "36"))
			assert.Equal(t, "done", stateOf(t, s, test.step(o)))
		})
	}
}

// Several people say the same of several orders at the same time: one of them is right at most.
func TestShop_Settle_othersKeyTogether(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	const orders = 6
	var all sync.WaitGroup
	var taken atomic.Int64
	begin := make(chan struct{})
	for range orders {
		o := place(t, s)
		parked(t, s, o, InvoiceStep(o))
		all.Go(func() {
			<-begin
			err := s.Settle(t.Context(), o.ID, "invoice/1", "365")
			if err == nil {
				taken.Add(1)
				return
			}
			assert.ErrorContains(t, err, "365 is the invoice of order")
		})
	}
	close(begin)
	all.Wait()
	assert.EqualValues(t, 1, taken.Load())
}

// In ERP XT each address of a customer has a card, and a person may choose the same one for both.
func TestShop_Settle_sameCustomer(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	first, second := place(t, s), place(t, s)
	second.Customer.Address = "another"
	isSending(t, s, BuyerStep(first))
	require.NoError(t, s.Done(t.Context(), BuyerStep(first), "17"))
	_, err := s.db.ExecContext(t.Context(), `UPDATE orders SET address = 'another' WHERE id = $1`, second.ID)
	require.NoError(t, err)
	rejected(t, s, second, BuyerStep(second))
	require.NoError(t, settle(t, s, second.ID, "17"))
	assert.Equal(t, "done", stateOf(t, s, BuyerStep(second)))
}

// A customer who is in Resico already is rejected there: a person says who it is.
func TestShop_Settle_rejectedCustomer(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	rejected(t, s, o, CustomerStep(o))
	require.NoError(t, settle(t, s, o.ID, "C-777"))
	o = order(t, s, o.ID)
	assert.Equal(t, OrderOpen, o.State)
	assert.Equal(t, "C-777", o.Customer.ResicoCode)
	assert.Zero(t, o.Filed.Order, "what Resico has of that customer, nobody knows")
	assert.Equal(t, "done", stateOf(t, s, CustomerStep(o)))
}

// A code that was wrong can be given again, as long as there is no invoice.
func TestShop_Settle_anotherCode(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o := place(t, s)
	parked(t, s, o, CustomerStep(o))
	require.NoError(t, settle(t, s, o.ID, "nonsense"))
	isSending(t, s, DetailsStep(order(t, s, o.ID)))
	require.NoError(t, s.Done(t.Context(), DetailsStep(o), "nonsense"))
	rejected(t, s, o, InvoiceStep(o))
	asked, err := s.Asked(t.Context(), o.ID)
	require.NoError(t, err)
	assert.EqualValues(t, "invoice/1", asked.Question)
	assert.EqualValues(t, "customer=nonsense", asked.Customer)
	for about, found := range map[Question]string{
		"invoice/1": "365", "customer=nonsense": NotThere, "customer=C-1": "C-7", "customer/1": "C-7",
	} {
		require.Error(t, s.Settle(t.Context(), o.ID, about, found), about)
		assert.Equal(t, OrderFailed, order(t, s, o.ID).State)
	}
	require.Error(t, s.Settle(t.Context(), o.ID, "customer=nonsense", Dealt))
	require.NoError(t, s.Settle(t.Context(), o.ID, "customer=nonsense", "C-7"))
	again := order(t, s, o.ID)
	assert.Equal(t, "C-7", again.Customer.ResicoCode)
	assert.Equal(t, OrderOpen, again.State)
	assert.Zero(t, again.Filed.Order)
	assert.Equal(t, "refused", stateOf(t, s, DetailsStep(again)), "the other customer has them, and not this one")
	assert.Equal(t, "refused", stateOf(t, s, InvoiceStep(again)))

	isSending(t, s, InvoiceStep(again))
	require.NoError(t, s.Done(t.Context(), InvoiceStep(again), "365"))
	rejected(t, s, again, secondLine(again))
	require.Error(t, s.Settle(t.Context(), o.ID, "customer=C-7", "C-8"), "it has its invoice")
}

// What was dealt with by hand needs nobody any more, and can be taken up again.
func TestShop_Settle_byHand(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*testing.T, *Shop, Order, Step){"failed": rejected, "parked": parked} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, ctx := withProducts(t), t.Context()
			o := place(t, s)
			lose(t, s, o, InvoiceStep(o))
			was := order(t, s, o.ID)
			require.NoError(t, settle(t, s, o.ID, Dealt))
			closed := order(t, s, o.ID)
			assert.True(t, closed.IsByHand())
			assert.Equal(t, "a person has dealt with it: "+was.Reason, closed.Reason)
			counts, err := s.CountOrders(ctx)
			require.NoError(t, err)
			assert.Equal(t, map[State]int{OrderSent: 1}, counts)
			troubles, err := s.Troubles(ctx)
			require.NoError(t, err)
			assert.Empty(t, troubles)
			latest, err := s.LatestOrders(ctx, 5)
			require.NoError(t, err)
			assert.Empty(t, latest)
			list, err := s.OrdersByHand(ctx, 5)
			require.NoError(t, err)
			require.Len(t, list, 1)
			assert.Equal(t, o.ID, list[0].ID)

			require.Error(t, settle(t, s, o.ID, Dealt), "once is enough")
			require.Error(t, settle(t, s, o.ID, "365"), "it asks for no key")
			require.NoError(t, settle(t, s, o.ID, NotThere))
			again := order(t, s, o.ID)
			assert.Equal(t, OrderOpen, again.State)
			assert.Empty(t, again.Reason)
			_, _, err = s.Begin(ctx, InvoiceStep(again), nil)
			_, isParked := errors.AsType[*ParkedError](err)
			assert.Equal(t, name == "parked", isParked, "what was unclear still is")
		})
	}
}

// An order that was dealt with by hand, taken up again, and dealt with once more is not taken up by a page of before that.
func TestShop_Settle_byHandTwice(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	o := place(t, s)
	rejected(t, s, o, InvoiceStep(o))
	require.NoError(t, settle(t, s, o.ID, Dealt))
	shown, err := s.Asked(ctx, o.ID)
	require.NoError(t, err)
	require.NoError(t, s.Settle(ctx, o.ID, shown.Question, NotThere))
	rejected(t, s, o, InvoiceStep(o))
	require.NoError(t, settle(t, s, o.ID, Dealt))
	_, ok := errors.AsType[*GoneOnError](s.Settle(ctx, o.ID, shown.Question, NotThere))
	assert.True(t, ok)
	assert.True(t, order(t, s, o.ID).IsByHand())
	require.NoError(t, s.Settle(ctx, o.ID, AskedClosed, NotThere), "the command says so now")
	assert.Equal(t, OrderOpen, order(t, s, o.ID).State)
}

// Goods of an order that was invoiced by hand are taken until the stock is read again, as those of any other invoice.
func TestShop_Settle_byHandTakesStock(t *testing.T) {
	t.Parallel()
	s, ctx := withProducts(t), t.Context()
	read := func() {
		_, err := s.SaveBalances(ctx, time.Now(), []Balance{{SKU: "A", Total: amount("9")}})
		require.NoError(t, err)
	}
	left := func() string {
		d, known, err := s.Available(ctx, "A")
		require.NoError(t, err)
		require.True(t, known)
		return d.String()
	}
	read()
	o := place(t, s)
	open := left()
	require.NotEqual(t, "9", open)
	rejected(t, s, o, InvoiceStep(o))
	assert.Equal(t, open, left(), "whoever has placed it need not order again")
	require.NoError(t, settle(t, s, o.ID, Dealt))
	assert.Equal(t, open, left())
	read()
	assert.Equal(t, "9", left())
}

// Other orders wait for what became of the customer, so an order that asks for that cannot be closed instead.
func TestShop_Settle_notByHand(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	o, second := place(t, s), place(t, s)
	parked(t, s, o, CustomerStep(o))
	require.NoError(t, s.Note(t.Context(), second.ID, "this order waits until a person has settled it"))
	require.ErrorContains(t, settle(t, s, o.ID, Dealt), "other orders wait for what became of the customer")
	troubles, err := s.Troubles(t.Context())
	require.NoError(t, err)
	require.Len(t, troubles, 2)
	assert.EqualValues(t, "customer/1", troubles[0].Asked.Question)
	assert.Zero(t, troubles[0].WaitsFor)
	assert.Equal(t, o.ID, troubles[1].WaitsFor)
	require.NoError(t, settle(t, s, o.ID, "C-1"))
	assert.Empty(t, order(t, s, second.ID).Reason, "it waits no longer")
}

// In ERP XT an order can be parked at a card that another order has begun. Its answer counts for both.
func TestShop_Settle_othersCard(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	require.NoError(t, s.KeepAccounts(t.Context(), InERPXT))
	first, second := place(t, s), place(t, s)
	isParked(t, s, BuyerStep(first))
	for _, o := range []Order{first, second} {
		require.NoError(t, s.CloseOrder(t.Context(), o.ID, OrderParked, "two cards"))
	}
	require.NoError(t, settle(t, s, second.ID, "17"))
	assert.Equal(t, "done", stateOf(t, s, BuyerStep(first)))
	asked, err := s.Asked(t.Context(), first.ID)
	require.NoError(t, err)
	assert.Equal(t, Asked{Question: AskedOrder}, asked)
	require.Error(t, settle(t, s, first.ID, "18"), "there is nothing that the key is for")
	require.NoError(t, settle(t, s, first.ID, NotThere))
}

// An order that is not there asks nothing, and that is said.
func TestShop_Settle_missing(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	missing, ok := errors.AsType[NoOrderError](s.Settle(t.Context(), 404, AskedOrder, NotThere))
	assert.True(t, ok)
	assert.EqualValues(t, 404, missing)
}
