package concretetestfile

//go:generate cbgen -type fake

type fake struct{ calls int }

func (f *fake) Do() error {
	f.calls++
	return nil
}
