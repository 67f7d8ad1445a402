package handwritten

type Request struct{}
