package shop

// Buyer is what the accounts are told of the buyer of an order of a channel, as far as it makes another invoice, or one for
// somebody else. The zero Buyer is not known.
type Buyer struct{ Name, Email, Address string }

// stored returns the buyer in the form in which the shop keeps one.
func (b Buyer) stored() Buyer {
	return Buyer{Name: readable(b.Name), Email: oneCase(readable(b.Email)), Address: readable(b.Address)}
}

// changes says what has changed about a buyer, without the texts themselves: reasons are logged.
func (b Buyer) changes(before Buyer) (list []string) {
	if b == (Buyer{}) {
		return nil
	}
	for _, part := range []struct{ name, now, before string }{
		{"the name of its buyer", b.Name, before.Name},
		{"the e-mail address of its buyer", b.Email, before.Email},
		{"the address of its buyer", b.Address, before.Address},
	} {
		if part.now != part.before {
			list = append(list, part.name+" has changed")
		}
	}
	return list
}
