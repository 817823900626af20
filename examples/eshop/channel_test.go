package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/virtpos"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/demo"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/progress"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

func realERP(c *config) {
	c.erpxt = erpxt.Credentials{ClientID: shelfwire.NewSecret("id-1"), ClientSecret: shelfwire.NewSecret("secret-0123456789")}
}

func realShop(c *config) {
	c.merchantPro = merchantPro{
		shopURL: "https://shop-1.example", cred: shopinventory.Credentials{APIKey: shelfwire.NewSecret("key-1"), APISecret: shelfwire.NewSecret("secret-0123456789")},
	}
}

func realTill(c *config) {
	c.virtPOS = virtPOS{
		address: "https://till-1.example", cred: virtpos.Credentials{APIKey: shelfwire.NewSecret("key-0123456789")},
		place: place{location: demo.Till, warehouse: "1C-7"},
	}
}

// What is chosen for each set of credentials.
func TestConnect(t *testing.T) {
	t.Parallel()
	const out, onlyRead = "left out: ", "only read: "
	for name, test := range map[string]struct {
		change   []func(*config)
		resico   string    // its account, as far as it matters
		channels [3]string // the account of each or the remark, likewise
	}{
		"all fakes":        {nil, demoAccount, [3]string{demoAccount, demoAccount, demoAccount}},
		"real Resico":      {[]func(*config){realOne}, "Resico account ", [3]string{out, out, out}},
		"real ERP XT":      {[]func(*config){realERP}, demoAccount, [3]string{onlyRead, demoAccount, demoAccount}},
		"real MerchantPro": {[]func(*config){realShop}, demoAccount, [3]string{demoAccount, out, demoAccount}},
		"real VirtualPOS":  {[]func(*config){realTill}, demoAccount, [3]string{demoAccount, demoAccount, out}},
		"all real": {
			[]func(*config){realOne, realERP, realShop, realTill}, "Resico account ",
			[3]string{"ERP XT account ", "MerchantPro account ", "VirtualPOS account "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var cfg config
			for _, change := range test.change {
				change(&cfg)
			}
			connect := connect(cfg)
			assert.True(t, strings.HasPrefix(connect.resico.account, test.resico), connect.resico.account)
			require.Len(t, connect.channels, 3)
			for i, c := range connect.channels {
				switch want := test.channels[i]; want {
				case out, onlyRead:
					assert.True(t, strings.HasPrefix(c.remarks[0], want), c.remarks)
					assert.Equal(t, want == onlyRead, c.open != nil, c.provider)
				default:
					assert.True(t, strings.HasPrefix(c.account, want), c.account)
					assert.NotContains(t, c.account, "-1", "codes are not written down")
					assert.NotNil(t, c.open)
				}
			}
		})
	}
}

// What is said about channels to real providers. Connecting sends nothing.
func TestChannel_introduce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	for _, change := range []func(*config){realOne, realERP, realShop, realTill} {
		change(&w.cfg)
	}
	s, err := shop.Open(t.Context(), w.cfg.database)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	a := &app{cfg: w.cfg, board: progress.New(&w.out), shop: s}
	for _, c := range connect(w.cfg).channels {
		c.account = "" // there is no database to tie to it
		require.NoError(t, a.openChannel(t.Context(), c, shelfwire.Options{}))
		c.introduce(a.board)
	}
	assert.Equal(t, "ERP XT      the real one, "+erpxt.BaseURLPoland+"\n"+
		"MerchantPro the real one, https://shop-1.example\n"+
		"VirtualPOS  the real one, https://till-1.example\n"+
		"            the stock at \"Shop 1\" is that of the warehouse \"1C-7\"\n", w.out.String())
	assert.NotNil(t, a.flows.PushPriceList)
	assert.NotNil(t, a.flows.PushListings)
	assert.NotNil(t, a.flows.ReplaceTill)

	w.out.Reset()
	for _, c := range connect(config{merchantPro: w.cfg.merchantPro}).channels[1:2] {
		require.NoError(t, a.openChannel(t.Context(), c, shelfwire.Options{}))
		c.introduce(a.board)
	}
	assert.Equal(t, "MerchantPro left out: the products are the demo's, and nothing of it gets into a real MerchantPro\n",
		w.out.String())
}
