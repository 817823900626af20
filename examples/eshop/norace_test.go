//go:build !race

package main

const (
	sideBySide = "16" // tests; they mostly wait: for the queue's polls and for the disk
	killOrders = 200
	kills      = 40
	fewest     = 30 // of them, where they take long
)
