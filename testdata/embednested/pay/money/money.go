// Package money has what pay is paid with.
package money

type Amount struct{ Cents int64 }
