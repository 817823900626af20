//go:build race

package main

// With the race detector SQLite in pure Go takes all the processor there is. The program that is killed is the same code in
// another process, which without it is killed as often as it takes.
const sideBySide = "6"

var campaign = skirmish

// isKilledOnPostgres: it is without the race detector.
const isKilledOnPostgres = false
