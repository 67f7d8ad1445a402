package provider

type Named interface{ Name() (string, error); Code() (int, error) } // gofmt would not
