package transcript

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// writeGroup writes what is known of an operation.
func writeGroup(out *bytes.Buffer, key groupKey, g *group) {
	fmt.Fprintf(out, "%s %s: %s %s\n", key.provider, key.op, key.method, key.path)
	fmt.Fprintf(out, "  %d × (%s)\n", g.count, joinCounts(g.results))
	if len(g.query.members) > 0 {
		fmt.Fprintf(out, "  query: %s\n", strings.Join(slices.Sorted(maps.Keys(g.query.members)), ", "))
	}
	writeMessage(out, "request", &g.request)
	for _, status := range slices.Sorted(maps.Keys(g.responses)) {
		if status == 0 {
			fmt.Fprintf(out, "  no response, %d ×\n", g.responses[0].count)
			continue
		}
		writeMessage(out, fmt.Sprintf("response %d", status), g.responses[status])
	}
	out.WriteByte('\n')
}

// joinCounts lists names with their counts in the order of the names.
func joinCounts(counts map[string]int) string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		texts = append(texts, fmt.Sprintf("%s %d ×", name, counts[name]))
	}
	return strings.Join(texts, ", ")
}

func writeMessage(out *bytes.Buffer, name string, m *messageShape) {
	fmt.Fprintf(out, "  %s, %d ×\n", name, m.count)
	for _, header := range slices.Sorted(maps.Keys(m.header)) {
		fmt.Fprintf(out, "    %s", header)
		if values := slices.Sorted(maps.Keys(m.header[header])); len(values) > 0 {
			fmt.Fprintf(out, ": %s", strings.Join(values, " | "))
		}
		out.WriteByte('\n')
	}
	if len(m.bodies) > 0 {
		fmt.Fprintf(out, "    body (%s): ", joinCounts(m.bodies))
		writeNode(out, &m.body, "    ")
	}
}

// writeNode writes the kinds of a place, and below it the members of objects and the items of lists.
func writeNode(out *bytes.Buffer, n *node, indent string) {
	var kinds []string
	total := countValues(n)
	for _, kind := range slices.Sorted(maps.Keys(n.kinds)) {
		kinds = append(kinds, describeKind(kind, n.kinds[kind], total))
	}
	if n.fields != nil {
		kinds = append(kinds, withCount("object", n.fields.count, total))
	}
	if n.items != nil {
		kinds = append(kinds, withCount("list of "+n.items.length.String(), n.items.count, total))
	}
	out.WriteString(strings.Join(kinds, ", ") + "\n")
	if n.fields != nil {
		writeMembers(out, n.fields, indent+"  ")
	}
	if n.items != nil && countValues(&n.items.item) > 0 {
		out.WriteString(indent + "  - ")
		writeNode(out, &n.items.item, indent+"  ")
	}
}

func writeMembers(out *bytes.Buffer, o *object, indent string) {
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		m := o.members[name]
		out.WriteString(indent + name)
		if m.objects < o.count {
			fmt.Fprintf(out, " (in %d of %d)", m.objects, o.count)
		}
		if m.repeats.high > 1 {
			fmt.Fprintf(out, " [%s]", m.repeats)
		}
		out.WriteString(": ")
		writeNode(out, &m.node, indent)
	}
}

// countValues is how many values were seen in a place.
func countValues(n *node) int {
	total := 0
	for _, k := range n.kinds {
		total += k.count
	}
	if n.fields != nil {
		total += n.fields.count
	}
	if n.items != nil {
		total += n.items.count
	}
	return total
}

// describeKind says what values of a kind have in common: "text of 3..20", "number of 1..4 digits and 2 decimals".
func describeKind(kind string, k *kindShape, total int) string {
	text := kind
	switch kind {
	case kindText, "URL":
		text += " of " + k.length.String()
	case kindNumber:
		text += " of " + k.length.of("digit")
	case kindQuotedNumber:
		text += ", " + k.length.of("character")
	}
	if k.scale.high > 0 {
		text += " and " + k.scale.of("decimal")
	}
	if !k.isASCII {
		text += ", not only ASCII"
	}
	return withCount(text, k.count, total)
}

// withCount adds how often a kind was seen where there are others.
func withCount(text string, count, total int) string {
	if count == total {
		return text
	}
	return fmt.Sprintf("%s %d ×", text, count)
}

// of returns "1 digit" or "2..3 digits".
func (s span) of(unit string) string {
	if s.high != 1 || s.low != 1 {
		unit += "s"
	}
	return s.String() + " " + unit
}

// String returns "3" or "3..20".
func (s span) String() string {
	if s.low == s.high {
		return strconv.Itoa(s.low)
	}
	return fmt.Sprintf("%d..%d", s.low, s.high)
}
