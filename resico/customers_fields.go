package resico

import "github.com/shelfwire/shelfwire/internal/lenientjson"

var loyaltyFields = lenientjson.NewFields(map[string]func(*Loyalty, lenientjson.Member){
	"discount":  func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Discount) },
	"amount":    func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Amount) },
	"collected": func(l *Loyalty, m lenientjson.Member) { m.Amount(&l.Collected) },
	"updated":   func(l *Loyalty, m lenientjson.Member) { m.Time(&l.Updated) },
})

var customerFields = lenientjson.NewFields(map[string]func(*Customer, lenientjson.Member){
	"ID":                   func(c *Customer, m lenientjson.Member) { m.Int((*int64)(&c.ID)) },
	"Code":                 func(c *Customer, m lenientjson.Member) { m.Text(&c.Code) },
	"Name":                 func(c *Customer, m lenientjson.Member) { m.Text(&c.Name) },
	"Category":             func(c *Customer, m lenientjson.Member) { m.Text(&c.Category) },
	"Notes":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Notes) },
	"Address":              func(c *Customer, m lenientjson.Member) { m.Text(&c.Address) },
	"PostCode":             func(c *Customer, m lenientjson.Member) { m.Text(&c.PostCode) },
	"Phone":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Phone) },
	"Email":                func(c *Customer, m lenientjson.Member) { m.Text(&c.Email) },
	"EmailReceipt":         func(c *Customer, m lenientjson.Member) { m.Bool(&c.EmailReceipt) },
	"RegistrationID":       func(c *Customer, m lenientjson.Member) { m.Text(&c.RegistrationID) },
	"TaxRegistrationID":    func(c *Customer, m lenientjson.Member) { m.Text(&c.TaxRegistrationID) },
	"DeliveryAddress":      func(c *Customer, m lenientjson.Member) { m.Text(&c.DeliveryAddress) },
	"DeliveryPostCode":     func(c *Customer, m lenientjson.Member) { m.Text(&c.DeliveryPostCode) },
	"PrimaryBankName":      func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankName) },
	"PrimaryBankCode":      func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankCode) },
	"PrimaryBankAccount":   func(c *Customer, m lenientjson.Member) { m.Text(&c.PrimaryBankAccount) },
	"SecondaryBankName":    func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankName) },
	"SecondaryBankCode":    func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankCode) },
	"SecondaryBankAccount": func(c *Customer, m lenientjson.Member) { m.Text(&c.SecondaryBankAccount) },
	"Loyalty":              func(c *Customer, m lenientjson.Member) { lenientjson.ReadObject(m, loyaltyFields, &c.Loyalty) },
	"DefaultSOType":        func(c *Customer, m lenientjson.Member) { m.Text(&c.DefaultSOType) },
	"ReverseVAT":           func(c *Customer, m lenientjson.Member) { m.Bool(&c.ReverseVAT) },
	"Anonymous":            func(c *Customer, m lenientjson.Member) { m.Bool(&c.Anonymous) },
	"LoyaltyCards":         func(c *Customer, m lenientjson.Member) { m.Raw(&c.LoyaltyCards) },
	"MembershipPoints":     func(c *Customer, m lenientjson.Member) { m.Amount(&c.MembershipPoints) },
	"Custom":               func(c *Customer, m lenientjson.Member) { m.Raw(&c.Custom) },
	"Created":              func(c *Customer, m lenientjson.Member) { m.Time(&c.Created) },
	"Updated":              func(c *Customer, m lenientjson.Member) { m.Time(&c.Updated) },
})
