//go:build race

package virtpos

// streamedItems is less under the race detector, which makes reading ten times slower and has nothing to find in it.
const streamedItems = 20_000
