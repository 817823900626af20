package erpxt

import (
	"github.com/shelfwire/shelfwire/internal/check"
)

// validateNew reports what is wrong with a new customer.
func (c *Customer) validateNew(problems *check.Problems) {
	problems.Required("Name", c.Name)
	if c.CustomerType == "" {
		problems.Add("CustomerType", "is missing")
	}
	validateCode(problems, "CustomerType", c.CustomerType)
	validateCode(problems, "CustomerStatus", c.CustomerStatus)
	c.validateMail(problems)
	c.validateCountry(problems)
	if c.Address.ID != 0 {
		problems.Add("Address.ID", "must not be given: the server assigns it")
	}
	customerSchema.validateTexts(problems, "", c)
}

// validateCustomerEdit reports problems of the fields that edit changed.
func validateCustomerEdit(problems *check.Problems, before, after *Customer) {
	if !customerSchema.hasUnread(after, "Name") {
		problems.Required("Name", after.Name)
	}
	if after.CustomerType != before.CustomerType {
		validateCode(problems, "CustomerType", after.CustomerType)
	}
	if after.CustomerStatus != before.CustomerStatus {
		validateCode(problems, "CustomerStatus", after.CustomerStatus)
	}
	if after.Mail != before.Mail {
		after.validateMail(problems)
	}
	if after.CountryCode != before.CountryCode || after.CustomerStatus != before.CustomerStatus {
		after.validateCountry(problems)
	}
}

func (c *Customer) validateMail(problems *check.Problems) {
	if c.Mail != "" {
		problems.Email("Mail", c.Mail)
	}
}

// validateCountry reports a country in another form than two capitals, and a missing one where the customer is taxed
// abroad.
func (c *Customer) validateCountry(problems *check.Problems) {
	switch {
	case c.CountryCode != "":
		validateCountryCode(problems, "CountryCode", c.CountryCode)
	case customerSchema.hasUnread(c, "CountryCode"):
	case c.CustomerStatus == CustomerStatusIntraEU, c.CustomerStatus == CustomerStatusTriangular,
		c.CustomerStatus == CustomerStatusOSS:
		problems.Add("CountryCode", "is missing, and required by this CustomerStatus")
	}
}

func validateCountryCode(problems *check.Problems, field, code string) {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		problems.Add(field, `must be two capital letters, such as "PL"`)
	}
}
