package virtpos_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
)

// Wherever a response breaks off, the error says so, and what came before is a beginning of the whole.
func TestSections_CutAtEachByte(t *testing.T) {
	t.Parallel()
	forEachSection(t, func(t *testing.T, s *sectionRead) {
		for format, body := range readBothFixtures(t, s.fixture) {
			body = strings.TrimSpace(body)
			for at := range len(body) {
				records, err := s.readOnce(t, format, body[:at])
				require.ErrorIs(t, err, shelfwire.ErrMalformed, "%s at %d", format, at)
				if !s.isWalk {
					require.Empty(t, records)
				}
				require.True(t, len(records) <= len(wantFixtures[s.fixture]) &&
					slices.Equal(records, wantFixtures[s.fixture][:len(records)]), "%s at %d: %v", format, at, records)
			}
		}
	})
}

// Responses that are no list of what was asked for, in both formats.
func TestSections_Rejected(t *testing.T) {
	t.Parallel()
	forEachSection(t, func(t *testing.T, s *sectionRead) {
		list := strings.Split(readBothFixtures(t, s.fixture)[virtpos.FormatXML], "<"+s.elements+">")[1]
		list = "<" + s.elements + ">" + strings.Split(list, "</"+s.elements+">")[0] + "</" + s.elements + ">"
		empty, none := "<"+s.elements+"/>", "no list"
		for name, tc := range map[string]struct{ members, says, saysInJSON string }{
			"no list":        {"", none + " of " + s.elements, ""},
			"a text":         {"<" + s.elements + ">none</" + s.elements + ">", "none", ""},
			"announced":      {"<count>37</count>" + empty, "counts 37", none},
			"another type":   {"<type>store</type>" + list, `of type "store", not ` + s.path, ""},
			"type behind":    {list + "<type>Store</type>", `"Store"`, ""},
			"second type":    {"<type>Price_List</type><type>STORE</type>" + list, `"STORE"`, ""},
			"another's list": {"<type>Item_Groups</type>" + list, map[bool]string{false: `"Item_Groups"`}[s.path == "itemGroup"], ""},
			"unknown type":   {"<type>purchase</type>" + list, "", ""},
			"type, empty":    {"<type>Error</type>" + empty, `of type "Error", not ` + s.path, none},
			"empty, type":    {empty + "<type>Error</type>", `of type "Error", not ` + s.path, none},
			"own, empty":     {"<type>" + s.path + "</type>" + empty, "", none},
			"list's, empty":  {"<type>" + s.elements + "</type>" + empty, "", none},
			"element, empty": {"<type>" + strings.TrimSuffix(s.elements, "s") + "</type>" + empty, "", none},
			"no type, empty": {"<type/>" + empty, "", none},
			"its own type":   {"<type>" + strings.ToUpper(s.path) + "</type>" + list, "", ""},
			"its list":       {"<type>" + s.elements + "</type>" + list, "", ""},
			"empty":          {"<count>0</count>" + empty, "", none},
			"twice":          {strings.ReplaceAll(list, "</"+s.elements+">", list[len(s.elements)+2:]), "comes twice", ""},
			"another list":   {"<pricelists/>", none + " of " + s.elements, ""},
			"another thing":  {"<" + s.elements + "><other><id>1</id></other></" + s.elements + ">", "<other> in a list", none},
			"failure":        {"<success>0</success><info>Timeout</info>", "Timeout", ""},
		} {
			body := "<root><success>1</success>" + tc.members + "</root>"
			for body, says := range map[string]string{
				body: tc.says, convertToJSON(t, body): cmp.Or(tc.saysInJSON, tc.says),
			} {
				if _, err := s.readOnce(t, "", body); says == "" {
					require.NoError(t, err, "%s: %s", name, body)
				} else {
					require.ErrorContains(t, err, says, "%s: %s", name, body)
				}
			}
		}
	})
}

// A failure is known once its info was read, whatever comes behind it.
func TestSections_FailureBreaksOff(t *testing.T) {
	t.Parallel()
	forEachSection(t, func(t *testing.T, s *sectionRead) {
		for _, body := range []string{
			`{"success":0,"info":"Timeout","a":[`, `{"success":0,"info":"Timeout","info":"another"`,
			"<root><success>0</success><info>Timeout</info><a>", "<root><success>0</success><info>Timeout</info><info>another</info>",
		} {
			_, err := s.readOnce(t, "", body)
			require.ErrorContains(t, err, "Timeout", body)
			require.NotContains(t, err.Error(), "another", body)
		}
	})
}
