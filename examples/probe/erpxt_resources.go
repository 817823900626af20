package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/erpxt"
)

// resource is a list of documents or master data that the vendor names. Only the form of one row is looked at.
type resource struct{ name, path string }

var erpxtResources = []resource{
	{"customers", "v1.2/customers"}, {"payment-types", "paymenttypes"}, {"bank-accounts", "bankaccounts"},
	{"invoices", "v1.4/invoices"}, {"proformas", "v1.4/proformas"}, {"payment-details", "v1.5/paymentdetails"},
	{"vat-rates", "v1.2/vatrates"},
}

func (p *erpxtProbe) resourceRows() []row {
	rows := make([]row, len(erpxtResources))
	for i, r := range erpxtResources {
		rows[i] = row{
			id: "erpxt/resource-" + r.name, source: erpxtVersions, realOnly: true,
			assumption: fmt.Sprintf("GET %s?$top=1 is an array of objects", r.path),
			ask:        func(ctx context.Context) finding { return p.askResource(ctx, r) },
		}
	}
	return rows
}

// askResource lists one row of another resource, with the request for a list of products rewritten.
func (p *erpxtProbe) askResource(ctx context.Context, r resource) finding {
	ctx = withRewrite(ctx, r.path, func(request *http.Request) {
		if base, found := strings.CutSuffix(request.URL.Path, "products"); found { // a token request stays as it is
			request.URL.Path, request.URL.RawPath, request.URL.RawQuery = base+r.path, "", "$top=1"
		}
	})
	_, e, err := p.list(ctx, erpxt.ProductQuery{Top: 1})
	if e == nil {
		return missing(err)
	}
	v, _ := e.document()
	list, isList := v.([]any)
	if isList && len(list) > 0 && len(objects(v)) == 0 {
		isList = false
	}
	return judge(isList && e.status == http.StatusOK, "%s%s", e.describe(), describeFirst(v))
}

// describeFirst lists the members of the first row.
func describeFirst(v any) string {
	if rows := objects(v); len(rows) > 0 {
		return " of " + describeNames(rows[0])
	}
	return ""
}
