package virtpos

import (
	"encoding/binary"

	"github.com/shelfwire/shelfwire"
)

// decimalCache keeps numbers of a long stream, since a stock repeats its quantities and prices. Rows may share a decimal,
// which never changes.
type decimalCache [1 << cacheBits]struct {
	key    decimalKey
	number shelfwire.Decimal
}

const (
	cacheBits  = 13      // 256 KiB, for the prices of a large shop
	cacheAfter = 1 << 10 // rows, in which a cache would not pay
)

// decimalKey is a text of up to 15 bytes, and its length.
type decimalKey [16]byte

// parse parses a number. A nil cache keeps nothing.
func (c *decimalCache) parse(text []byte) (shelfwire.Decimal, bool) {
	var key decimalKey
	if c == nil || len(text) >= len(key) {
		return parseDecimal(text)
	}
	copy(key[:], text)
	key[len(key)-1] = byte(len(text)) //nolint:gosec // below 16
	kept := &c[key.hash()]
	if kept.key == key && len(text) > 0 {
		return kept.number, true
	}
	number, ok := parseDecimal(text)
	if ok {
		kept.key, kept.number = key, number
	}
	return number, ok
}

// hash multiplies both halves by odd numbers, which mix all bits into the upper ones.
func (k *decimalKey) hash() uint64 {
	low, high := binary.LittleEndian.Uint64(k[:8]), binary.LittleEndian.Uint64(k[8:])
	return (low*0x9E3779B97F4A7C15 ^ high*0xC2B2AE3D27D4EB4F) >> (64 - cacheBits)
}
