package virtpostest

import (
	"iter"
	"slices"
)

// records are the things of one section, in the order in which they were added.
type records[T any] struct {
	list   []*T
	places map[int64]int // by id
	lastID int64
}

// add adds things, or replaces those with the same id, and returns their ids; 0 is the next free one.
func (r *records[T]) add(things []T, idOf func(*T) *int64) []int64 {
	if r.places == nil {
		r.places = map[int64]int{}
	}
	ids := make([]int64, len(things))
	for i := range things {
		thing := things[i]
		id := idOf(&thing)
		*id = nextID(&r.lastID, *id)
		ids[i] = *id
		if place, known := r.places[*id]; known {
			r.list[place] = &thing
			continue
		}
		r.places[*id] = len(r.list)
		r.list = append(r.list, &thing)
	}
	return ids
}

// remove removes things.
func (r *records[T]) remove(ids []int64, idOf func(*T) *int64) {
	r.list = slices.DeleteFunc(r.list, func(thing *T) bool { return slices.Contains(ids, *idOf(thing)) })
	clear(r.places)
	for place, thing := range r.list {
		r.places[*idOf(thing)] = place
	}
}

// selectFrom returns the things that a filter matches.
func selectFrom[T any](things iter.Seq[*T], matches func(*T) bool) (selected []*T) {
	for thing := range things {
		if matches(thing) {
			selected = append(selected, thing)
		}
	}
	return selected
}
