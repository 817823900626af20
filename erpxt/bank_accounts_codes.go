package erpxt

// ReportingPeriod is how long a report of a bank account is. Its codes are those of a public client, as a text: one of the
// constants, or "period 77" for an undocumented code of the provider. The zero value means that it is unknown. JSON
// has the provider's code; [ReportingPeriodOfCode] and [ReportingPeriod.Code] translate. Any other text is rejected as
// that of a [VATRate] is.
type ReportingPeriod string

// The values of ReportingPeriod.
const (
	ReportingPeriodDaily      ReportingPeriod = "daily"      // code 1
	ReportingPeriodWeekly     ReportingPeriod = "weekly"     // code 2
	ReportingPeriodMonthly    ReportingPeriod = "monthly"    // code 3
	ReportingPeriodIndefinite ReportingPeriod = "indefinite" // code 4
)

var reportingPeriods = codeTable{
	noun: "reporting period", prefix: "period ",
	entries: []codeEntry{
		{"ReportingPeriodDaily", string(ReportingPeriodDaily), 1},
		{"ReportingPeriodWeekly", string(ReportingPeriodWeekly), 2},
		{"ReportingPeriodMonthly", string(ReportingPeriodMonthly), 3},
		{"ReportingPeriodIndefinite", string(ReportingPeriodIndefinite), 4},
	},
}

// ReportingPeriodOfCode returns the value of one of the provider's codes, documented or not: ReportingPeriodIndefinite for
// 4. Codes are from 0 to 2147483647. For any other number the result is a text that every call rejects.
func ReportingPeriodOfCode(code int) ReportingPeriod {
	return ReportingPeriod(reportingPeriods.textOf(code))
}

// Code returns the provider's code; false for the zero value and for an invalid text.
func (r ReportingPeriod) Code() (int, bool) { return reportingPeriods.codeOf(string(r)) }

// MarshalJSON returns the provider's code; null for the zero value. For an invalid text the error matches
// shelfwire.ErrInvalid.
func (r ReportingPeriod) MarshalJSON() ([]byte, error) {
	return reportingPeriods.marshalText(string(r))
}

// UnmarshalJSON decodes a code, bare or quoted, documented or not; null is the zero value.
func (r *ReportingPeriod) UnmarshalJSON(data []byte) error {
	return reportingPeriods.unmarshalInto((*string)(r), data)
}

func (ReportingPeriod) codes() *codeTable { return &reportingPeriods }
