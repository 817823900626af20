package check_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

var (
	number = shelfwire.MustDecimal

	// unwritable has an exponent beyond what Decimal writes.
	unwritable = shelfwire.Decimal{Decimal: decimal.New(1, 1000)}
)

func TestProblems_Positive(t *testing.T) {
	t.Parallel()
	rule[shelfwire.Decimal]{
		note: (*check.Problems).Positive,
		good: map[string]shelfwire.Decimal{"one": number("1"), "a little": number("0.001")},
		bad: map[string]shelfwire.Decimal{
			"missing":           {},
			"zero":              number("0"),
			"zero with a scale": number("0.00"),
			"negative":          number("-0.001"),
			"no wire form":      unwritable,
		},
	}.run(t)
}

func TestProblems_Amount(t *testing.T) {
	t.Parallel()
	rule[shelfwire.Decimal]{
		note: (*check.Problems).Amount,
		good: map[string]shelfwire.Decimal{
			"one":               number("1"),
			"zero":              number("0"),
			"zero with a scale": number("0.00"),
		},
		bad: map[string]shelfwire.Decimal{
			"missing":      {},
			"negative":     number("-0.01"),
			"no wire form": unwritable,
		},
	}.run(t)
}

func TestProblems_Numbers_MissingAndWrong(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		value shelfwire.Decimal
		want  string
	}{
		{
			"missing", shelfwire.Decimal{},
			`Quantity is missing; Price is missing; a zero is shelfwire.MustDecimal("0")`,
		},
		{"negative", number("-1"), "Quantity must be above zero; Price must not be negative"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var p check.Problems
			p.Positive("Quantity", tc.value)
			p.Amount("Price", tc.value)
			assert.EqualError(t, p.Err(), "invalid input: "+tc.want)
		})
	}
	var p check.Problems
	p.Amount("Price", unwritable)
	require.ErrorContains(t, p.Err(), "Price cannot be sent")
}

func TestProblems_Date(t *testing.T) {
	t.Parallel()
	rule[shelfwire.Date]{
		note: (*check.Problems).Date,
		good: map[string]shelfwire.Date{
			"no date":  {},
			"day":      {Year: 2026, Month: time.March, Day: 20},
			"leap day": {Year: 2024, Month: 2, Day: 29},
		},
		bad: map[string]shelfwire.Date{
			"day that does not exist": {Year: 2026, Month: 2, Day: 29},
			"no year":                 {Month: 3, Day: 20},
			"no day":                  {Year: 2026, Month: 3},
			"five digits":             {Year: 20260, Month: 3, Day: 20},
		},
	}.run(t)
}

func TestProblems_Text(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: (*check.Problems).Text,
		good: map[string]string{"empty": "", "ASCII": "Mug", "Cyrillic": "Кружка", "its own sign of a broken text": "\ufffd"},
		bad:  map[string]string{"a single byte": "Mysz \xb3", "half a surrogate": "\xed\xa0\x80", "cut": "\xd0"},
	}.run(t)
}

func TestProblems_Email(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: (*check.Problems).Email,
		good: map[string]string{
			"plain":                "anna@example.com",
			"tag":                  "anna+shop@mail.example.com",
			"dots":                 "a.b.c@example.lv",
			"letters beyond ASCII": "jānis@piemērs.example.lv",
		},
		bad: map[string]string{
			"empty":                       "",
			"no at":                       "example.com",
			"no local part":               "@example.com",
			"no domain":                   "anna@",
			"no dot":                      "anna@localhost",
			"dot in the local part alone": "anna.b@localhost",
			"two ats":                     "anna@b@example.com",
			"space inside":                "an na@example.com",
			"space in front":              " anna@example.com",
			"space behind":                "anna@example.com ",
			"name":                        "Anna <anna@example.com>",
			"brackets":                    "<anna@example.com>",
			"comment":                     "anna@example.com (Anna)",
			"list":                        "anna@example.com, b@example.com",
			"line end":                    "anna@example.com\r\nBcc: b@example.com",
			"dot at the end":              "anna@example.com.",
			"two dots":                    "anna@example..com",
		},
	}.run(t)
}

func TestCleanPasted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+371 20000000": "+371 20000000", "\u202a+371\u00a020000000\u202c": "+371 20000000", "\t67\u2009000\u3000000 \n": "67 000 000",
		"2\u200b0\u2060\ufeff": "20", "\u200f": "", "tel.\t1": "tel. 1", " 20\xff": " 20\xff", "20–21": "20–21",
	} {
		assert.Equal(t, want, check.CleanPasted(text))
	}
}

func TestProblems_Phone(t *testing.T) {
	t.Parallel()
	rule[string]{
		note: (*check.Problems).Phone,
		good: map[string]string{
			"digits":         "20123456",
			"international":  "+37120123456",
			"grouped":        "+371 20 123-456",
			"area code":      "(022) 12.34.56",
			"five digits":    "12345",
			"fifteen digits": "123456789012345",
		},
		bad: map[string]string{
			"empty":             "",
			"four digits":       "1234",
			"sixteen digits":    "1234567890123456",
			"letters":           "2012-SHOP",
			"plus inside":       "371+20123456",
			"plus behind":       "20123456+",
			"two plus signs":    "++37120123456",
			"extension":         "20123456 ext. 7",
			"two numbers":       "20123456/20123457",
			"full-width digits": "２０１２３４５６",
			"marks alone":       "+-() .",
			"line end":          "20123456\n",
			"invalid UTF-8":     "20123456\xff",
		},
	}.run(t)
}
