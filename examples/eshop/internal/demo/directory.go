package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
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
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
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

func (d *Directory) isComplete() bool {
	return d.Account != "" && d.Resico.URL != "" && d.ERPXT.URL != "" && d.MerchantPro.URL != "" && d.VirtPOS.URL != ""
}
