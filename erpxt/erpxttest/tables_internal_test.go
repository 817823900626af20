package erpxttest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sampleOf returns two values of a column, the lesser one first, in JSON and as literals of a filter.
func sampleOf(c *column) (values, literals [2]string) {
	switch c.kind {
	case kindText:
		return [2]string{`"a"`, `"b'\u0105"`}, [2]string{"'a'", "'b''ą'"}
	case kindDate:
		return [2]string{`"2026-03-28"`, `"2026-03-29"`}, [2]string{"datetime'2026-03-28'", "datetime'2026-03-29'"}
	case kindCondition:
		return [2]string{"false", "true"}, [2]string{"false", "true"}
	default:
		return [2]string{"3", "20.50"}, [2]string{"3.0", "20.5"}
	}
}

// Lists of every resource are filtered and ordered by each member that holds a single value.
func TestTables_Columns(t *testing.T) {
	t.Parallel()
	srv := NewServer(t)
	for _, table := range srv.allTables() {
		for i := range table.columns {
			c := &table.columns[i]
			name := table.noun + "." + c.name
			if c.isNested {
				_, err := table.parseFilter(c.name + " eq null")
				require.ErrorContains(t, err, "there is no property", name)
				_, err = table.parseOrder(c.name)
				require.ErrorContains(t, err, "there is no property", name)
				continue
			}
			values, literals := sampleOf(c)
			rows := []*row{}
			for n, v := range values {
				r := &record{}
				r.setInt(table.key, int64(n+1))
				if c.name != table.key {
					r.setMember(c.name, []byte(v))
				} else {
					literals = [2]string{"1.0", "2"}
				}
				rows = append(rows, table.newRow(r, nil))
			}
			for n, literal := range literals {
				e, err := table.parseFilter(c.name + " eq " + literal)
				require.NoError(t, err, name)
				assert.Equal(t, n == 0, e.holds(rows[0]), name)
				assert.Equal(t, n == 1, e.holds(rows[1]), name)
				assert.Equal(t, c.name == table.key, e.ids != allIDs(), name)
			}
			q := &listQuery{table: table}
			require.NoError(t, q.setOrder(c.name+" desc"))
			sorted := q.sortRows(slices.Clone(rows))
			assert.Equal(t, []int64{2, 1}, []int64{sorted[0].id, sorted[1].id}, name)
		}
	}
}

// A value that has another type than its column counts as null, and is sent as it is.
func TestColumn_OddValues(t *testing.T) {
	t.Parallel()
	srv := NewServer(t)
	r := &record{}
	r.setMember("GrossTotal", []byte(`"12,50"`))
	r.setMember("IssueDate", []byte(`"5 June"`))
	r.setMember("PaymentDeadline", []byte(`"2026-13-01"`))
	r.setMember("NetTotal", []byte(`"7.50"`))
	r.setMember("SalesDate", []byte(`""`))
	r.setMember("Number", []byte(`17`))
	r.setMember("CurrencyRateDate", []byte(`"2024-06-05T00:00:00+01:00"`))
	added := srv.invoices.newRow(r, nil)
	assert.Contains(t, string(added.json), `"GrossTotal":"12,50"`)
	assert.Contains(t, string(added.json), `"IssueDate":"5 June"`)
	assert.Contains(t, string(added.json), `"SalesDate":null`)
	assert.Contains(t, string(added.json), `"PaymentDeadline":"2026-13-01"`)
	assert.Contains(t, string(added.json), `"CurrencyRateDate":"2024-06-05T00:00:00+01:00"`, "a time of the test's own stays")
	for _, filter := range []string{
		"NetTotal eq 7.5", "PaymentDeadline eq null", "GrossTotal eq null", "IssueDate eq null", "SalesDate eq null", "Number eq '17'", "IsFinal eq false", "not IsFinal",
		"CurrencyRateDate eq datetime'2024-06-05'", "CurrencyRateDate lt datetime'2024-06-05T00:01'",
	} {
		e, err := srv.invoices.parseFilter(filter)
		require.NoError(t, err)
		assert.True(t, e.holds(added), filter)
	}
}

// Days begin at midnight in Poland, with the offset of their own season.
func TestColumn_Days(t *testing.T) {
	t.Parallel()
	srv := NewServer(t)
	c := dateColumn("IssueDate")
	for day, want := range map[string]string{
		"2024-06-05": "2024-06-05T00:00:00+02:00", "2019-12-24": "2019-12-24T00:00:00+01:00",
		"2026-03-29": "2026-03-29T00:00:00+01:00", "2026-03-30": "2026-03-30T00:00:00+02:00",
	} {
		assert.Equal(t, `"`+want+`"`, string(c.encodeValue([]byte(`"`+day+`"`), srv.zone)))
	}
	assert.Equal(t, "null", string(c.encodeValue(nil, srv.zone)))
}

// The full-text search finds a part of some texts, in any capitals.
func TestTables_FullText(t *testing.T) {
	t.Parallel()
	srv := NewServer(t)
	srv.mu.Lock()
	defer srv.mu.Unlock()
	for table, members := range map[*table]string{
		srv.products: "Name Description ProductCode", srv.customers: "Name CustomerTaxNumber CustomerCode Mail",
		srv.invoices: "Number Description", srv.proformas: "Number Description", srv.advances: "Number Description",
		srv.corrections: "Number Description", srv.vatPurchases: "Number Description",
		srv.payments: "DocumentNumber SenderName RecipientName", srv.purchases: "",
	} {
		for name := range strings.FieldsSeq(members) {
			r := &record{}
			r.setText(name, "Zamówienie ŻÓŁW 7")
			added := table.newRow(r, nil)
			for phrase, want := range map[string]bool{"żółw": true, "ie ż": true, "": true, "żółw 8": false} {
				assert.Equal(t, want, added.hasPhrase(phrase), "%s.%s: %s", table.noun, name, phrase)
			}
		}
		other := &record{}
		other.setText("UnitOfMeasurment", "żółw")
		assert.False(t, table.newRow(other, nil).hasPhrase("żółw"))
	}
}
