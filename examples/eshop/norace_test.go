//go:build !race

package main

const sideBySide = "16" // tests; they mostly wait: for the queue's polls and for the disk

const isKilledOnPostgres = true

var campaign = size{orders: 200, kills: 40, fewest: 30}
