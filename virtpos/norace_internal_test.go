//go:build !race

package virtpos

// streamedItems is the stock of a large company: 80 MB of XML.
const streamedItems = 200_000
