// Package sqltypes tests what the columns of SQLite and PostgreSQL keep of the library's types, through database/sql
// and through pgx itself. It has no code but its tests:
//
//	go test ./sqltypes
//	ESHOP_TEST_DATABASE='postgres://127.0.0.1:5432/test?sslmode=disable' go test ./sqltypes
//
// Those of PostgreSQL run where ESHOP_TEST_DATABASE names a database and a role that may make schemas.
package sqltypes
