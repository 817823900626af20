package erpxttest

// completeParties copies the customers of a document onto it.
func (s *Server) completeParties(t *table, r *record) {
	for _, name := range []string{"PurchasingParty", "ReceivingParty"} {
		customer := s.customers.byID[r.id(name+"Id")]
		if customer != nil && t.has(name) && !r.isGiven(name) {
			r.setObject(name, newParty(s.customers.openRow(customer)))
		}
	}
}

// newParty returns a customer as it stands on a document.
func newParty(customer *record) *record {
	party := &record{}
	party.set("Name", customer.raw("Name"))
	party.set("NipPrefix", customer.raw("CountryCode"))
	party.set("Nip", customer.raw("CustomerTaxNumber"))
	party.set("Country", customer.raw("CountryCode"))
	address := customer.object("Address")
	if address == nil {
		address = &record{}
	}
	for _, name := range []string{"City", "Street", "BuildingNumber", "FlatNumber"} {
		party.setText(name, address.text(name))
	}
	party.setText("BankName", "")
	party.setText("BankAccountNumber", "")
	party.set("CustomerType", customer.raw("CustomerType"))
	return party
}

// documentTexts returns those that $fts looks through: the description, the number and the names of the parties.
func (s *Server) documentTexts(r *record) []string {
	texts := []string{r.text("Description"), r.text("Number")}
	for _, name := range []string{"PurchasingParty", "ReceivingParty"} {
		party := r.object(name)
		if customer := s.customers.byID[r.id(name+"Id")]; party == nil && customer != nil {
			party = s.customers.openRow(customer)
		}
		if party != nil {
			texts = append(texts, party.text("Name"))
		}
	}
	return texts
}

// isOnDocument reports whether a document or one of its lines refers to a record.
func (s *Server) isOnDocument(refers func(*record) bool) bool {
	for _, t := range s.documentTables() {
		for _, found := range t.rows {
			d := t.openRow(found)
			if refers(d) {
				return true
			}
			for _, item := range d.list("Items") {
				if refers(item) {
					return true
				}
			}
		}
	}
	return false
}
