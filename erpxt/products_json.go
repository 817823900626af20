package erpxt

// UnmarshalJSON decodes the server's form. It accepts numbers in quotes, and texts written as numbers. A member that
// cannot be read for certain leaves its field zero and is listed in Unread. Null leaves the product as it is; any other
// value but an object is an error.
func (p *Product) UnmarshalJSON(data []byte) error { return productSchema.unmarshal(data, p) }

// MarshalJSON encodes the whole product in the server's form, for storing. An unreadable member is written as
// it came, unless its field has been set since.
func (p Product) MarshalJSON() ([]byte, error) { return productSchema.marshal(&p) }
