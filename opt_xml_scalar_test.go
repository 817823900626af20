package shelfwire_test

import (
	"encoding/xml"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// scalars holds Decimal and Date in every place of a document.
type scalars struct {
	XMLName xml.Name          `xml:"row"`
	Price   shelfwire.Decimal `xml:"price,attr"`
	Due     shelfwire.Date    `xml:"due,attr"`
	Total   shelfwire.Decimal `xml:"total"`
	Issued  shelfwire.Date    `xml:"issued"`
	Tax     struct {
		Rate   string            `xml:"rate,attr"`
		Amount shelfwire.Decimal `xml:",chardata"`
	} `xml:"tax"`
	Paid struct {
		Day shelfwire.Date `xml:",chardata"`
	} `xml:"paid"`
	Note struct {
		Amount shelfwire.Decimal `xml:",cdata"`
	} `xml:"note"`
}

func TestOpt_XML_DecimalAndDateInEveryPlace(t *testing.T) {
	t.Parallel()
	const document = `<row price="2.000" due="2026-03-20"><total>-12.50</total><issued>2026-03-20</issued>` +
		`<tax rate="A">0.10</tax><paid>2026-03-20</paid><note><![CDATA[5.0]]></note></row>`
	var row scalars
	require.NoError(t, xml.Unmarshal([]byte(document), &row))
	assert.Equal(t, "2.000", row.Price.String())
	assert.Equal(t, march20, row.Due)
	assert.Equal(t, "0.10", row.Tax.Amount.String())
	assert.Equal(t, march20, row.Paid.Day)
	assert.Equal(t, document, string(mustValue(xml.Marshal(row))))
}

func TestOpt_XML_DecimalAndDateReject(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"attribute that is no number": `<row price="1,5"/>`,
		"attribute that is no date":   `<row due="20.03.2026"/>`,
		"element that is no number":   `<row><total>x</total></row>`,
		"empty element":               `<row><total/></row>`,
		"element that is no date":     `<row><issued>soon</issued></row>`,
		"text that is no number":      `<row><tax>x</tax></row>`,
		"text that is no date":        `<row><paid>x</paid></row>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var row scalars
			require.Error(t, xml.Unmarshal([]byte(document), &row))
		})
	}
	_, err := xml.Marshal(scalars{Price: shelfwire.Decimal{Decimal: decimal.New(1, 65)}})
	require.ErrorContains(t, err, "exponent 65")
	_, err = xml.Marshal(scalars{Issued: shelfwire.Date{Year: 2026, Month: 2, Day: 30}})
	require.ErrorContains(t, err, "2026-02-30")
}
