package transcript

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// difference is one thing in which a request differs from a recorded one.
type difference struct {
	text   string
	weight int // how much it says that another request is meant
}

const (
	weightPath   = 100
	weightMethod = 50
	weightValue  = 1
)

// weigh returns how different two requests are.
func weigh(differences []difference) int {
	sum := 0
	for _, d := range differences {
		sum += d.weight
	}
	return sum
}

// maxDifferences is how many differences an error names.
const maxDifferences = 3

func joinDifferences(differences []difference) string {
	var texts []string
	for _, d := range differences[:min(len(differences), maxDifferences)] {
		texts = append(texts, d.text)
	}
	if more := len(differences) - maxDifferences; more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, ", ")
}

// match returns what a request binds when it is the recorded one.
func (b *bindings) match(recorded, asked *recordedRequest) (*trial, bool) {
	t := b.newTrial()
	t.compareRequest(recorded, asked)
	return t, len(t.differences) == 0
}

// compare lists how a request differs from the recorded one.
func (b *bindings) compare(recorded, asked *recordedRequest) []difference {
	t := b.newTrial()
	t.compareRequest(recorded, asked)
	return t.differences
}

func (t *trial) add(weight int, format string, args ...any) {
	t.differences = append(t.differences, difference{fmt.Sprintf(format, args...), weight})
}

func (t *trial) compareRequest(recorded, asked *recordedRequest) {
	if recorded.method != asked.method {
		t.add(weightMethod, "the method is %s", asked.method)
	}
	if !t.matchSegments(recorded.segments, asked.segments) {
		t.add(weightPath, "the path is %s", asked.path)
	}
	t.comparePairs("parameter", recorded.query, asked.query)
	if !recorded.isCut {
		t.compareBody(recorded, asked)
	}
}

func (t *trial) matchSegments(recorded, asked []string) bool {
	before := ""
	return slices.EqualFunc(recorded, asked, func(ours, theirs string) bool {
		if isKeptSegment(ours) {
			before = strings.ToLower(ours)
			return ours == theirs
		}
		return t.matchValue(&field{path: []string{before}, value: ours}, theirs)
	})
}

// comparePairs compares parameters as sets.
func (t *trial) comparePairs(kind string, recorded, asked []harPair) {
	left := slices.Clone(asked)
	for _, pair := range recorded {
		i := slices.IndexFunc(left, func(other harPair) bool {
			return t.matchName(pair.Name, other.Name) && t.matchParameter(pair.Name, pair.Value, other.Value)
		})
		if i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		t.add(weightValue, "%s %q is recorded as %q", kind, pair.Name, pair.Value)
	}
	for _, pair := range left {
		t.add(weightValue, "%s %q is %q", kind, pair.Name, pair.Value)
	}
}

func (t *trial) compareBody(recorded, asked *recordedRequest) {
	switch {
	case recorded.bodyForm != asked.bodyForm:
		t.add(weightValue, "the body has another form")
	case recorded.bodyForm == formURLEncoded:
		t.comparePairs("field", recorded.form, asked.form)
	case recorded.bodyForm == formJSON:
		t.compareJSON(nil, "the body", recorded.value, asked.value)
	case !t.matchValue(&field{path: []string{textName}, value: recorded.text}, asked.text):
		t.add(weightValue, "the body differs")
	}
}

// compareJSON compares two values; path and where are the place of both, for the rules and for errors.
func (t *trial) compareJSON(path []string, where string, recorded, asked any) {
	switch recorded := recorded.(type) {
	case map[string]any:
		if other, ok := asked.(map[string]any); ok {
			t.compareObjects(path, where, recorded, other)
			return
		}
	case []any:
		if other, ok := asked.([]any); ok && len(recorded) == len(other) {
			for i := range recorded {
				t.compareJSON(path, fmt.Sprintf("%s[%d]", where, i), recorded[i], other[i])
			}
			return
		}
	case string:
		if other, ok := asked.(string); ok && t.matchValue(&field{path: path, value: recorded}, other) {
			return
		}
	case json.Number:
		number := field{path: path, value: recorded.String(), isNumber: true}
		if other, ok := asked.(json.Number); ok && t.matchValue(&number, other.String()) {
			return
		}
	default:
		if recorded == asked {
			return
		}
	}
	t.add(weightValue, "%s is %s, recorded %s", where, showJSON(asked), showJSON(recorded))
}

func (t *trial) compareObjects(path []string, where string, recorded, asked map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(recorded)) {
		value := recorded[name]
		other, found := asked[name]
		if !found {
			t.add(weightValue, "%s lacks %q", where, name)
			continue
		}
		t.compareJSON(appendName(path, name), where+"."+name, value, other)
	}
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		if _, found := recorded[name]; !found {
			t.add(weightValue, "%s has %q", where, name)
		}
	}
}

// maxShownValue is how many bytes of a value an error shows.
const maxShownValue = 64

func showJSON(value any) string {
	text, _ := json.Marshal(value) // was decoded from JSON
	if len(text) <= maxShownValue {
		return string(text)
	}
	return strings.ToValidUTF8(string(text[:maxShownValue]), "") + "…"
}
