package shop

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestShop_SaveCard(t *testing.T) {
	t.Parallel()
	s := withProducts(t)
	cards, err := s.Cards(t.Context())
	require.NoError(t, err)
	assert.Empty(t, cards)

	c := Card{ID: 7, Name: "Bowl", Unit: "szt.", VAT: "9", Price: shelfwire.MustDecimal("12.50")}
	require.NoError(t, s.SaveCard(t.Context(), "A", c))
	require.NoError(t, s.SaveCard(t.Context(), "B", c))
	require.NoError(t, s.SaveCard(t.Context(), "B", Card{
		ID: 8, Name: "Lamp", Unit: "kpl.", VAT: "0", Price: shelfwire.MustDecimal("79.900"),
	}))
	require.Error(t, s.SaveCard(t.Context(), "nobody", c), "a card of no product")
	cards, err = s.Cards(t.Context())
	require.NoError(t, err)
	require.Len(t, cards, 2)
	for sku, want := range map[string]string{"A": "7 Bowl szt. 9 12.50", "B": "8 Lamp kpl. 0 79.900"} {
		c := cards[sku]
		assert.Equal(t, want, fmt.Sprint(c.ID, " ", c.Name, " ", c.Unit, " ", c.VAT, " ", c.Price))
	}
}
