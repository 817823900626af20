package erpxt

// The fields of a customer, for filters and for the order of a list. The vendor's examples filter by
// CustomerTaxNumber and Mail; whether the server filters by the others is undocumented
// (probe: erpxt/customer-filter-others).
const (
	CustomerID          IDField                   = "Id"
	CustomerName        TextField                 = "Name"
	CustomerCountryCode TextField                 = "CountryCode"
	CustomerTaxNumber   TextField                 = "CustomerTaxNumber"
	CustomerCode        TextField                 = "CustomerCode"
	CustomerMail        TextField                 = "Mail"
	CustomerPhoneNumber TextField                 = "PhoneNumber"
	CustomerTypeField   EnumField[CustomerType]   = "CustomerType"
	CustomerStatusField EnumField[CustomerStatus] = "CustomerStatus"
)
