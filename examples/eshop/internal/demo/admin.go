package demo

import (
	"encoding/json"
	"net/http"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// handler serves the address beside the fakes.
func (p *Providers) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { respond(w, p.Directory()) })
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) { respond(w, p.State()) })
	mux.HandleFunc("GET /calls", func(w http.ResponseWriter, _ *http.Request) { respond(w, p.Calls()) })
	mux.HandleFunc("POST /heal", p.heal)
	mux.HandleFunc("POST /touch", p.touch)
	mux.HandleFunc("POST /open", p.open)
	return http.NewCrossOriginProtection().Handler(mux) // no page in a browser may change anything here
}

// State is what the fakes hold. Each is asked by itself, so calls may come in between.
func (p *Providers) State() State {
	return State{
		Resico: p.resicoState(), ERPXT: p.erpxtState(), MerchantPro: p.merchantProState(), VirtPOS: p.virtPOSState(),
	}
}

// Calls is how many calls the fakes have got, failed ones included.
func (p *Providers) Calls() int {
	return p.resico.Calls() + p.erpxt.Calls() + p.merchantPro.Calls() + p.till.server.Calls()
}

// heal ends the faults.
func (p *Providers) heal(w http.ResponseWriter, _ *http.Request) {
	for _, f := range p.faults {
		f.ClearFaults()
	}
	w.WriteHeader(http.StatusNoContent)
}

// touch changes some products in the fake Resico, and lets people order in the fake MerchantPro shop if that is open, as
// happens between two runs with the fakes inside the program.
func (p *Providers) touch(w http.ResponseWriter, _ *http.Request) {
	touch(p.resico, p.options.Products)
	p.ordering.Lock()
	defer p.ordering.Unlock()
	if p.currency != "" {
		touchMerchantPro(p.merchantPro, p.currency, p.options.Products, p.options.Seed)
	}
	w.WriteHeader(http.StatusNoContent)
}

// open opens the fake MerchantPro shop for a program that is about to pick up its orders: people pay in the currency of
// the program's accounts, and the first orders come in.
func (p *Providers) open(w http.ResponseWriter, r *http.Request) {
	currency := r.FormValue("currency")
	if currency != shop.InResico.Currency() && currency != shop.InERPXT.Currency() {
		http.Error(w, "currency: want EUR or PLN", http.StatusBadRequest)
		return
	}
	p.ordering.Lock()
	defer p.ordering.Unlock()
	if p.currency == "" {
		openMerchantPro(p.merchantPro, currency, p.options.Products, p.options.Seed)
	}
	p.currency = currency
	w.WriteHeader(http.StatusNoContent)
}

// respond writes a value in a form that people can read, too.
func respond(w http.ResponseWriter, value any) {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(text, '\n'))
}
