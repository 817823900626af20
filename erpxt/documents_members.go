package erpxt

import "github.com/shelfwire/shelfwire"

var itemSchema = newSchema("line", "ProductId",
	func(i *Item) (*kept, *[]shelfwire.Unread) { return &i.kept, &i.Unread },
	idMember("ProductId", "ProductID", func(i *Item) *int64 { return &i.ProductID }),
	numberMember("Quantity", "Quantity", func(i *Item) *shelfwire.Opt[shelfwire.Decimal] { return &i.Quantity }),
	numberMember("ProductCurrencyPrice", "ProductCurrencyPrice",
		func(i *Item) *shelfwire.Opt[shelfwire.Decimal] { return &i.ProductCurrencyPrice }),
	numberMember("ProductPrice", "ProductPrice",
		func(i *Item) *shelfwire.Opt[shelfwire.Decimal] { return &i.ProductPrice }).asComputed(),
	textMember("ProductName", "ProductName", func(i *Item) *string { return &i.ProductName }).asComputed().omitStored(),
	textMember("ProductDescription", "ProductDescription", func(i *Item) *string { return &i.ProductDescription }),
	textMember("UnitOfMeasurement", "UnitOfMeasurement",
		func(i *Item) *string { return &i.UnitOfMeasurement }).asComputed().omitStored(),
	countMember("VatRateId", "VATRateID", func(i *Item) *shelfwire.Opt[int64] { return &i.VATRateID }),
	numberMember("CurrencyAdvance", "CurrencyAdvance",
		func(i *Item) *shelfwire.Opt[shelfwire.Decimal] { return &i.CurrencyAdvance }).asEchoed(),
	keyMember("Id", "ID", func(i *Item) *int64 { return &i.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the line as it is.
func (i *Item) UnmarshalJSON(data []byte) error { return itemSchema.unmarshal(data, i) }

// MarshalJSON encodes the whole line in the server's form, for storing.
func (i Item) MarshalJSON() ([]byte, error) { return itemSchema.marshal(&i) }

var partySchema = newSchema("party", "Name",
	func(p *Party) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	textMember("Name", "Name", func(p *Party) *string { return &p.Name }),
	textMember("NipPrefix", "NIPPrefix", func(p *Party) *string { return &p.NIPPrefix }),
	textMember("Nip", "NIP", func(p *Party) *string { return &p.NIP }),
	textMember("Country", "Country", func(p *Party) *string { return &p.Country }),
	textMember("City", "City", func(p *Party) *string { return &p.City }),
	textMember("Street", "Street", func(p *Party) *string { return &p.Street }),
	textMember("BuildingNumber", "BuildingNumber", func(p *Party) *string { return &p.BuildingNumber }),
	textMember("FlatNumber", "FlatNumber", func(p *Party) *string { return &p.FlatNumber }),
	textMember("BankName", "BankName", func(p *Party) *string { return &p.BankName }),
	textMember("BankAccountNumber", "BankAccountNumber", func(p *Party) *string { return &p.BankAccountNumber }),
	codeMember("CustomerType", "CustomerType", func(p *Party) *CustomerType { return &p.CustomerType }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the party as it is.
func (p *Party) UnmarshalJSON(data []byte) error { return partySchema.unmarshal(data, p) }

// MarshalJSON encodes the whole party in the server's form, for storing.
func (p Party) MarshalJSON() ([]byte, error) { return partySchema.marshal(&p) }

// totalsMembers describe the totals of a document.
func totalsMembers[T any](at func(*T) *Totals) []memberOf[T] {
	total := func(name, field string, of func(*Totals) *shelfwire.Opt[shelfwire.Decimal]) memberOf[T] {
		return numberMember(name, field, func(t *T) *shelfwire.Opt[shelfwire.Decimal] { return of(at(t)) }).asComputed()
	}
	type number = *shelfwire.Opt[shelfwire.Decimal]
	return []memberOf[T]{
		total("NetTotal", "NetTotal", func(t *Totals) number { return &t.NetTotal }),
		total("VatTotal", "VATTotal", func(t *Totals) number { return &t.VATTotal }),
		total("GrossTotal", "GrossTotal", func(t *Totals) number { return &t.GrossTotal }),
		total("CurrencyNetTotal", "CurrencyNetTotal", func(t *Totals) number { return &t.CurrencyNetTotal }),
		total("CurrencyVatTotal", "CurrencyVATTotal", func(t *Totals) number { return &t.CurrencyVATTotal }),
		total("CurrencyGrossTotal", "CurrencyGrossTotal", func(t *Totals) number { return &t.CurrencyGrossTotal }),
	}
}

// currencyMembers describe the currency of a document.
func currencyMembers[T any](at func(*T) *Currency) []memberOf[T] {
	return []memberOf[T]{
		textMember("CurrencyCode", "CurrencyCode", func(t *T) *string { return &at(t).CurrencyCode }).asEchoed().omitStored(),
		codeMember("CurrencyRateType", "CurrencyRateType",
			func(t *T) *CurrencyRateType { return &at(t).CurrencyRateType }).asEchoed(),
		dayMember("CurrencyRateDate", "CurrencyRateDate", func(t *T) *shelfwire.Date { return &at(t).CurrencyRateDate }).asEchoed(),
		numberMember("CurrencyConverter", "CurrencyConverter",
			func(t *T) *shelfwire.Opt[shelfwire.Decimal] { return &at(t).CurrencyConverter }).asEchoed(),
		numberMember("CurrencyRate", "CurrencyRate",
			func(t *T) *shelfwire.Opt[shelfwire.Decimal] { return &at(t).CurrencyRate }).asEchoed(),
	}
}
