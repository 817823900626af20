package demo

import (
	"context"
	"fmt"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// restoreOrders makes the buyers and invoices again that the shop knows to be there, with the keys that they had.
func (e *ERPXT) restoreOrders(ctx context.Context, s *shop.Shop) error {
	orders, err := s.OrdersForERPXT(ctx)
	if err != nil {
		return err
	}
	cards, err := s.Cards(ctx)
	if err != nil {
		return err
	}
	for _, o := range orders {
		steps, err := s.StepsOf(ctx, o)
		if err != nil {
			return err
		}
		buyer, err := strconv.ParseInt(steps[0].Result, 10, 64)
		if err != nil {
			continue // not there yet
		}
		e.Server.AddCustomers(buyerCard(buyer, o.Customer))
		if o.InvoiceID != 0 {
			e.Server.AddInvoices(e.invoice(o, buyer, cards))
		}
	}
	return nil
}

func buyerCard(id int64, c shop.Customer) erpxt.Customer {
	card := erpxt.Customer{
		ID: id, Name: c.Name, CustomerTaxNumber: c.TaxNumber, Mail: c.Email, PhoneNumber: c.Phone,
		CustomerType: erpxt.CustomerTypePerson,
		Address:      erpxt.Address{Street: c.Address, PostalCode: c.PostCode},
	}
	if c.TaxNumber != "" {
		card.CustomerType = erpxt.CustomerTypeBusiness
	}
	return card
}

func (e *ERPXT) invoice(o shop.Order, buyer int64, cards map[string]shop.Card) erpxt.Invoice {
	i := erpxt.Invoice{
		ID: o.InvoiceID, Number: o.InvoiceNumber, Status: erpxt.DocumentStatusDraft,
		PaymentStatus: erpxt.PaymentStatusPaid, PurchasingPartyID: buyer,
		PaymentTypeID: e.Server.PaymentTypes()[0].ID, InvoiceType: erpxt.InvoiceTypeGross,
		Description: fmt.Sprintf("Order %d", o.ID),
	}
	if o.InvoiceNumber != "" {
		i.Status = erpxt.DocumentStatusConfirmed
	}
	for _, line := range o.Lines {
		i.Items = append(i.Items, erpxt.Item{
			ProductID: cards[line.SKU].ID, Quantity: shelfwire.Set(line.Quantity), ProductCurrencyPrice: shelfwire.Set(line.Price),
		})
	}
	return i
}
