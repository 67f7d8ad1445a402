// Package externaltest declares its interface in an external test package.
package externaltest

type Request struct{}
