package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Directory says where the fakes of a process of their own are.
type Directory struct {
	// Account names this life of the fakes. They forget everything when their process ends, so what a shop knows of
	// them is wrong for the next ones.
	Account     string  `json:"account"`
	Resico      Address `json:"resico"`
	ERPXT       Address `json:"erpxt"`
	MerchantPro Address `json:"merchantpro"`
	VirtPOS     Address `json:"virtualpos"`
}

// Address is where a fake is, and its credentials, which are no secrets: they are the same for every fake.
type Address struct {
	URL string `json:"url"`
	ID  string `json:"id,omitempty"` // what goes with the key, where there are two
	Key string `json:"key"`
}

// maxDirectory is more than a directory needs.
const maxDirectory = 64 << 10

// Find asks a process of fakes where they are.
func Find(ctx context.Context, address string) (*Directory, error) {
	d, err := find(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("cannot find the providers at %s: %w", address, err)
	}
	return d, nil
}

func find(ctx context.Context, address string) (*Directory, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	response, err := ask(ctx, http.MethodGet, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var d Directory
	err = json.NewDecoder(io.LimitReader(response.Body, maxDirectory)).Decode(&d)
	if err != nil || !d.isComplete() {
		return nil, errors.New("whatever responds there, it is not `eshop providers`")
	}
	return &d, nil
}

// OpenMerchantPro lets people order in the MerchantPro shop of a process of fakes, in the currency of these accounts.
func OpenMerchantPro(ctx context.Context, address string, accounts shop.Accounts) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	response, err := ask(ctx, http.MethodPost, strings.TrimSuffix(address, "/")+"/open?currency="+accounts.Currency())
	if err != nil {
		return fmt.Errorf("cannot open the MerchantPro shop at %s: %w", address, err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusNoContent {
		return fmt.Errorf("cannot open the MerchantPro shop at %s: %s", address, response.Status)
	}
	return nil
}

// askTime is how long a process of fakes may take for a response.
const askTime = 10 * time.Second

func ask(ctx context.Context, method, address string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return client.Do(request)
}

func (d *Directory) isComplete() bool {
	return d.Account != "" && d.Resico.URL != "" && d.ERPXT.URL != "" && d.MerchantPro.URL != "" && d.VirtPOS.URL != ""
}
