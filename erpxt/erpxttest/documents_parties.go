package erpxttest

// completeParties copies the customers of a document onto it.
func (s *Server) completeParties(t *table, r *record) {
	for _, name := range []string{"PurchasingParty", "ReceivingParty"} {
		customer := s.customers.byID[r.idOf(name+"Id")]
		if customer != nil && t.hasColumn(name) && !r.isGiven(name) {
			r.setObject(name, newParty(s.customers.openRow(customer)))
		}
	}
}

// newParty returns a customer as it stands on a document.
func newParty(customer *record) *record {
	party := &record{}
	party.setMember("Name", customer.rawMember("Name"))
	party.setMember("NipPrefix", customer.rawMember("CountryCode"))
	party.setMember("Nip", customer.rawMember("CustomerTaxNumber"))
	party.setMember("Country", customer.rawMember("CountryCode"))
	address := customer.objectOf("Address")
	if address == nil {
		address = &record{}
	}
	for _, name := range []string{"City", "Street", "BuildingNumber", "FlatNumber"} {
		party.setText(name, address.textOf(name))
	}
	party.setText("BankName", "")
	party.setText("BankAccountNumber", "")
	party.setMember("CustomerType", customer.rawMember("CustomerType"))
	return party
}

// documentTexts returns those that $fts looks through: the description, the number and the names of the parties.
func (s *Server) documentTexts(r *record) []string {
	texts := []string{r.textOf("Description"), r.textOf("Number")}
	for _, name := range []string{"PurchasingParty", "ReceivingParty"} {
		party := r.objectOf(name)
		if customer := s.customers.byID[r.idOf(name+"Id")]; party == nil && customer != nil {
			party = s.customers.openRow(customer)
		}
		if party != nil {
			texts = append(texts, party.textOf("Name"))
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
			for _, item := range d.listOf("Items") {
				if refers(item) {
					return true
				}
			}
		}
	}
	return false
}
