package erpxt

import "github.com/shelfwire/shelfwire"

// Customer is a customer's card. A card that was read remembers its unknown and unreadable members, also those of its
// address: Edit sends them back as they came, and JSON keeps them.
type Customer struct {
	kept

	ID                int64        `json:"Id"`                // key, assigned by the server
	Name              string       `json:"Name"`              // required in writes
	CountryCode       string       `json:"CountryCode"`       // prefix of the tax number: "PL"; empty for a domestic customer outside of VAT-EU
	CustomerTaxNumber string       `json:"CustomerTaxNumber"` // NIP of a business, PESEL of a person
	CustomerCode      string       `json:"CustomerCode"`      // such as "K/000369"; empty: the server assigns one
	Mail              string       `json:"Mail"`              // e-mail address
	PhoneNumber       string       `json:"PhoneNumber"`
	CustomerType      CustomerType `json:"CustomerType,omitzero"`
	Address           Address      `json:"Address"`
	// CustomerStatus says where the customer is taxed. Sales under the OSS procedure need CustomerStatusOSS.
	CustomerStatus CustomerStatus `json:"CustomerStatus,omitzero"`
	// The representative is read only: whether the server takes it in a write is undocumented. Edit sends it back.
	RepresentativeFirstName string `json:"RepresentativeFirstName,omitzero"`
	RepresentativeLastName  string `json:"RepresentativeLastName,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain, those of the address among
	// them ("Address.City"). Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// Address is the address of a customer.
type Address struct {
	kept

	ID             int64  `json:"Id,omitzero"` // assigned by the server; 0 for a customer without an address
	Street         string `json:"Street"`
	BuildingNumber string `json:"BuildingNumber"`
	FlatNumber     string `json:"FlatNumber"`
	PostalCode     string `json:"PostalCode"`
	City           string `json:"City"` // the post town

	// Unread lists the members of the address that could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// NewCustomer is a customer's card to create.
type NewCustomer struct {
	Name              string // required
	CountryCode       string // two capital letters; required with CustomerStatusIntraEU, …Triangular and …OSS, as a public client has it
	CustomerTaxNumber string // NIP of a business, PESEL of a person
	CustomerCode      string // empty: the server assigns one
	Mail              string // e-mail address
	PhoneNumber       string
	CustomerType      CustomerType   // zero: CustomerTypeBusiness with a tax number, else CustomerTypePerson
	CustomerStatus    CustomerStatus // zero: CustomerStatusDomestic
	Address           Address        // without ID
}
