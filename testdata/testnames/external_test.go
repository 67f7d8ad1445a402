package testnames_test

// This is another package.
var opts, http = 1, 2

var _, _ = opts, http
