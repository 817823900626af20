// Command first prints the products of a Resico account. Its program is the first one of the README.
package main
