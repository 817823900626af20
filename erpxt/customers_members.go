package erpxt

import "github.com/shelfwire/shelfwire"

var customerSchema = newSchema("customer", "Name",
	func(c *Customer) (*kept, *[]shelfwire.Unread) { return &c.kept, &c.Unread },
	textMember("Name", "Name", func(c *Customer) *string { return &c.Name }),
	textMember("CountryCode", "CountryCode", func(c *Customer) *string { return &c.CountryCode }),
	textMember("CustomerTaxNumber", "CustomerTaxNumber", func(c *Customer) *string { return &c.CustomerTaxNumber }),
	// An empty code is omitted from a write: its effect is undocumented.
	textMember("CustomerCode", "CustomerCode", func(c *Customer) *string { return &c.CustomerCode }).omitEmpty(),
	textMember("Mail", "Mail", func(c *Customer) *string { return &c.Mail }),
	textMember("PhoneNumber", "PhoneNumber", func(c *Customer) *string { return &c.PhoneNumber }),
	codeMember("CustomerType", "CustomerType", func(c *Customer) *CustomerType { return &c.CustomerType }),
	objectMember("Address", "Address", addressSchema, func(c *Customer) *Address { return &c.Address }),
	codeMember("CustomerStatus", "CustomerStatus", func(c *Customer) *CustomerStatus { return &c.CustomerStatus }),
	textMember("RepresentativeFirstName", "RepresentativeFirstName",
		func(c *Customer) *string { return &c.RepresentativeFirstName }).asEchoed().omitStored(),
	textMember("RepresentativeLastName", "RepresentativeLastName",
		func(c *Customer) *string { return &c.RepresentativeLastName }).asEchoed().omitStored(),
	keyMember("Id", "ID", func(c *Customer) *int64 { return &c.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the customer as it is.
func (c *Customer) UnmarshalJSON(data []byte) error { return customerSchema.unmarshal(data, c) }

// MarshalJSON encodes the whole customer in the server's form, for storing.
func (c Customer) MarshalJSON() ([]byte, error) { return customerSchema.marshal(&c) }

var addressSchema = newSchema("address", "Street",
	func(a *Address) (*kept, *[]shelfwire.Unread) { return &a.kept, &a.Unread },
	textMember("Street", "Street", func(a *Address) *string { return &a.Street }),
	textMember("BuildingNumber", "BuildingNumber", func(a *Address) *string { return &a.BuildingNumber }),
	textMember("FlatNumber", "FlatNumber", func(a *Address) *string { return &a.FlatNumber }),
	textMember("PostalCode", "PostalCode", func(a *Address) *string { return &a.PostalCode }),
	textMember("City", "City", func(a *Address) *string { return &a.City }),
	keyMember("Id", "ID", func(a *Address) *int64 { return &a.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the address as it is.
func (a *Address) UnmarshalJSON(data []byte) error { return addressSchema.unmarshal(data, a) }

// MarshalJSON encodes the whole address in the server's form, for storing.
func (a Address) MarshalJSON() ([]byte, error) { return addressSchema.marshal(&a) }
