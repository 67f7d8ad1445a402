package testnames

var cb, context = 1, "context"

func time() {}

type Clock = int

const limit = 3

var _, _, _, _ = cb, context, time, limit
