package web

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func TestPlaceOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A", "email", " Buyer@Shop.example ")
	reply := w.do(http.MethodPost, "/products/A/orders", form)
	require.Equal(t, http.StatusSeeOther, reply.Code, reply.Body)
	assert.Equal(t, "/orders/"+form.Get("form"), reply.Header().Get("Location"))
	assert.Equal(t, []int64{1}, w.queue.added)
	o, err := w.shop.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "buyer@shop.example Example Buyer +371 11000099 Example Street 1, Riga LV-0000", strings.Join([]string{
		o.Customer.Email, o.Customer.Name, o.Customer.Phone, o.Customer.Address, o.Customer.PostCode,
	}, " "))
	assert.Equal(t, "NOL", o.Location, "where most of it is")
	require.Len(t, o.Lines, 1)
	assert.Equal(t, "A 2 12.5", o.Lines[0].SKU+" "+o.Lines[0].Quantity.String()+" "+o.Lines[0].Price.String())

	text := words(w.get(reply.Header().Get("Location")))
	for _, want := range []string{
		"Your order 1 in progress", "Oak bowl 2 12.50\u00a0€ 25.00\u00a0€", "Total, VAT included 25.00\u00a0€",
		"Customer not begun 0 – –", "Invoice not begun 0 – –", "Line 1: Oak bowl not begun 0 – –",
	} {
		assert.Contains(t, text, strings.Join(strings.Fields(want), " "))
	}
	for _, private := range []string{"Example Buyer", "buyer@", "11000099", "Example Street", "Settle"} {
		assert.NotContains(t, text, private)
	}
	assert.Contains(t, words(w.get("/products/A")), "Can be ordered 7", "two are sold")
}

func TestPlaceOrder_twice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A", "quantity", "9") // all there is
	var clicks sync.WaitGroup
	for range 3 {
		clicks.Go(func() {
			reply := w.do(http.MethodPost, "/products/A/orders", form)
			assert.Equal(t, http.StatusSeeOther, reply.Code)
			assert.Equal(t, "/orders/"+form.Get("form"), reply.Header().Get("Location"))
		})
	}
	clicks.Wait()
	assert.Equal(t, 1, w.orders())
	assert.Len(t, w.queue.added, 1)
}

// The form that the back button brings back, with another quantity, or sent to another product.
func TestPlaceOrder_again(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A", "quantity", "2")
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	form.Set("quantity", "5")
	for _, path := range []string{"/products/A/orders", "/products/C%2F1%20%25/orders"} { // whatever its price
		reply := w.do(http.MethodPost, path, form)
		require.Equal(t, http.StatusConflict, reply.Code, path)
		page := reply.Body.String()
		assert.Contains(t, page, "<title>Error: ", path)
		assert.Contains(t, words(page), "You have placed an order with this form before It is your order 1 : 2 × Oak bowl.", path)
		assert.Contains(t, page, `<a href="/orders/`+form.Get("form")+`">`, path)
		assert.Contains(t, page, `name="quantity" type="text" value="5"`, "what was typed is kept")
		next := token.FindStringSubmatch(page)
		require.NotNil(t, next)
		assert.NotEqual(t, form.Get("form"), next[1], "the form can become another order")
	}
	assert.Equal(t, 1, w.orders(), "nothing was placed")
	reply := w.do(http.MethodPost, "/products/A/orders", form)
	form.Set("form", token.FindStringSubmatch(reply.Body.String())[1])
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	assert.Equal(t, 2, w.orders())
}

// The price changes while the form is filled in: it is shown again before it is charged.
func TestPlaceOrder_otherPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A")
	require.NoError(t, w.shop.SaveProducts(t.Context(), monday, []shop.Product{{SKU: "A", Price: amount("13")}}))
	reply := w.do(http.MethodPost, "/products/A/orders", form)
	require.Equal(t, http.StatusUnprocessableEntity, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "it was 12.50 €, and it is 13.00 € now. Nothing was ordered.")
	assert.Zero(t, w.orders())
	assert.Contains(t, reply.Body.String(), `value="`+form.Get("form")+`"`)
	form.Set("price", shownPrice.FindStringSubmatch(reply.Body.String())[1])
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code)
	o, err := w.shop.Order(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "13", o.Lines[0].Price.String())
	for _, price := range []string{"", "cheap", "0.01", "-13", "1e99999"} {
		reply := w.do(http.MethodPost, "/products/A/orders", w.filled("A", "price", price))
		assert.Equal(t, http.StatusUnprocessableEntity, reply.Code, price)
	}
	form = w.filled("A", "price", "13.0")
	assert.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code, "the same price")
}

// The price changes while something else about the form is wrong: it is not changed in silence.
func TestPlaceOrder_otherPriceBeside(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	was, placed := w.filled("A"), w.filled("A")
	require.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", placed).Code)
	require.NoError(t, w.shop.SaveProducts(t.Context(), monday, []shop.Product{{SKU: "A", Price: amount("13")}}))
	placed.Set("quantity", "3")
	const changed = "The price has changed since this page was shown: it was 12.50 €, and it is 13.00 € now."
	for name, test := range map[string]struct {
		form   url.Values
		change []string
		status int
	}{
		"a wrong field": {was, []string{"postcode", ""}, http.StatusUnprocessableEntity},
		"a lost number": {was, []string{"form", ""}, http.StatusUnprocessableEntity},
		"not enough":    {was, []string{"quantity", "8"}, http.StatusUnprocessableEntity},
		"placed before": {placed, nil, http.StatusConflict},
	} {
		form := maps.Clone(test.form)
		for i := 0; i < len(test.change); i += 2 {
			form[test.change[i]] = []string{test.change[i+1]}
		}
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		assert.Equal(t, test.status, reply.Code, name)
		text := words(reply.Body.String())
		assert.Contains(t, text, strings.Join(strings.Fields(changed), " "), name)
		assert.Equal(t, 1, strings.Count(text, "The price has changed"), name)
		assert.Equal(t, "13", shownPrice.FindStringSubmatch(reply.Body.String())[1], name)
	}
	form := maps.Clone(was)
	form["postcode"] = []string{""}
	for _, price := range []string{"13.0", "", "cheap"} {
		form["price"] = []string{price}
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		assert.Equal(t, http.StatusUnprocessableEntity, reply.Code, price)
		assert.NotContains(t, words(reply.Body.String()), "The price has changed", price)
	}
	assert.Equal(t, 1, w.orders())
}

func TestPlaceOrder_validation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, test := range map[string]struct{ field, value, want string }{
		"no quantity":        {"quantity", "", "Enter how many you want"},
		"a fraction":         {"quantity", "1.5", "Quantity must be a whole number from 1 to 999"},
		"none":               {"quantity", "0", "Quantity must be a whole number from 1 to 999"},
		"less than none":     {"quantity", "-1", "Quantity must be a whole number from 1 to 999"},
		"far too many":       {"quantity", "1000", "Quantity must be a whole number from 1 to 999"},
		"more than there is": {"quantity", "10", "Only 9 can be ordered"},
		"long quantity":      {"quantity", "000001", "Quantity must have at most 5 characters"},
		"no name":            {"name", "  ", "Enter a name"},
		"long name":          {"name", strings.Repeat("ķ", 101), "Name must have at most 100 characters"},
		"control characters": {"name", "Example\x00\x1b Buyer", "Name has characters in it that cannot be printed"},
		"no text":            {"name", "Example \xff", "Name has characters in it that cannot be printed"},
		"no e-mail":          {"email", "", "Enter an e-mail address"},
		"half an e-mail":     {"email", "buyer", "Enter an e-mail address such as"},
		"no dot":             {"email", "buyer@shop", "Enter an e-mail address such as"},
		"a named e-mail":     {"email", "Buyer <buyer@shop.example>", "Enter an e-mail address such as"},
		"two e-mails":        {"email", "a@shop.example, b@shop.example", "Enter an e-mail address such as"},
		"long e-mail":        {"email", strings.Repeat("a", 250) + "@shop.example", "E-mail must have at most 254 characters"},
		"letters for digits": {"phone", "call me", "Enter a phone number of 5 to 15 digits"},
		"short phone":        {"phone", "+371", "Enter a phone number of 5 to 15 digits"},
		"no address":         {"address", "", "Enter an address"},
		"long address":       {"address", strings.Repeat("a", 201), "Address must have at most 200 characters"},
		"no post code":       {"postcode", "", "Enter a post code"},
		"odd post code":      {"postcode", "LV_0000", "Enter a post code of letters and digits"},
	} {
		form := w.filled("A", "name", "Kept As It Was")
		form.Set(test.field, test.value)
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		page := reply.Body.String()
		require.Equal(t, http.StatusUnprocessableEntity, reply.Code, name)
		assert.Contains(t, page, "<title>Error: Oak bowl", name)
		assert.Contains(t, words(page), "The order was not placed "+test.want, name)
		assert.Contains(t, page, `<a href="#`+test.field+`">`, "%s: the message leads to the field", name)
		assert.Regexp(t, `<input id="`+test.field+`"[^>]* aria-invalid="true" aria-describedby="[^"]*`+test.field+`-error"`, page, name)
		assert.Contains(t, page, `id="`+test.field+`-error"`, name)
		if test.field != "name" {
			assert.Contains(t, page, `value="Kept As It Was"`, "%s: input is kept", name)
		}
		assert.Contains(t, page, `value="`+form.Get("form")+`"`, "%s: the form keeps its name", name)
	}
	assert.Zero(t, w.orders())
	for name, form := range map[string]url.Values{
		"without a phone":  w.filled("A", "phone", ""),
		"with odd spaces":  w.filled("A", "name", "Example\u00a0 Buyer\t", "phone", "+371\u00a011000099"),
		"beyond the ASCII": w.filled("A", "name", "Ķirsis Žagariņš", "email", "o'neill+shop@shop.example"),
	} {
		assert.Equal(t, http.StatusSeeOther, w.do(http.MethodPost, "/products/A/orders", form).Code, name)
	}
}

func TestPlaceOrder_refused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.filled("A")
	for _, lost := range []string{"", "1", strings.ToLower(form.Get("form")), form.Get("form") + "=", evil} {
		form := w.filled("A", "form", lost)
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		assert.Equal(t, http.StatusUnprocessableEntity, reply.Code, lost)
		assert.Contains(t, words(reply.Body.String()), "This form has lost its number", lost)
		assert.Regexp(t, token, reply.Body.String(), "it gets a new one")
	}
	// The product goes while the form is filled in.
	for want, change := range map[string]func(){
		"cannot be ordered any more": func() {
			off := shop.Product{SKU: "A", Active: shelfwire.Set(false)}
			require.NoError(t, w.shop.SaveProducts(t.Context(), monday, []shop.Product{off}))
		},
		"has just been sold out": func() {
			on := shop.Product{SKU: "A", Active: shelfwire.Set(true)}
			require.NoError(t, w.shop.SaveProducts(t.Context(), monday, []shop.Product{on}))
			_, err := w.shop.SaveBalances(t.Context(), monday, []shop.Balance{{SKU: "A", Total: amount("0")}})
			require.NoError(t, err)
		},
	} {
		change()
		reply := w.do(http.MethodPost, "/products/A/orders", form)
		assert.Equal(t, http.StatusUnprocessableEntity, reply.Code, want)
		assert.Contains(t, words(reply.Body.String()), want)
	}
	reply := w.do(http.MethodPost, "/products/nobody/orders", form)
	assert.Equal(t, http.StatusNotFound, reply.Code)
	assert.Zero(t, w.orders())
}

func TestPlaceOrder_foreign(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := func(origin string) func(*http.Request) {
		return func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", origin)
		}
	}
	for name, test := range map[string]struct {
		change func(*http.Request)
		status int
	}{
		"another site":          {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		"a neighbour":           {func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, http.StatusForbidden},
		"old browser, foreign":  {old("http://shop.example"), http.StatusForbidden},
		"old browser, hiding":   {old("null"), http.StatusForbidden},
		"old browser, our own":  {old("http://127.0.0.1:8080"), http.StatusSeeOther},
		"no browser, by a hand": {func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }, http.StatusSeeOther},
	} {
		reply := w.do(http.MethodPost, "/products/A/orders", w.filled("A", "quantity", "1"), test.change)
		assert.Equal(t, test.status, reply.Code, name)
		if test.status == http.StatusForbidden {
			assert.Contains(t, words(reply.Body.String()), "This form came from another site", name)
		}
		reply = w.do(http.MethodPost, "/office/orders/17/settle", url.Values{"found": {"none"}}, test.change)
		assert.Equal(t, test.status == http.StatusForbidden, reply.Code == http.StatusForbidden, name)
	}
	assert.Equal(t, 2, w.orders())
}

func TestPlaceOrder_limits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reply := w.do(http.MethodPost, "/products/A/orders", w.filled("A", "name", strings.Repeat("x", maxBody)))
	assert.Equal(t, http.StatusRequestEntityTooLarge, reply.Code)
	assert.Contains(t, words(reply.Body.String()), "That was too much")
	reply = w.do(http.MethodPost, "/office/orders/1/settle", url.Values{"key": {strings.Repeat("x", maxBody)}})
	assert.Equal(t, http.StatusRequestEntityTooLarge, reply.Code)
	reply = w.do(http.MethodPost, "/products/A/orders", nil, func(r *http.Request) {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded; =")
	})
	assert.Equal(t, http.StatusBadRequest, reply.Code)
	assert.Zero(t, w.orders())
}
