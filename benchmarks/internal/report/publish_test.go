package report

import "testing"

var place = Place{"<!-- start -->", "<!-- end -->"}

func TestFiguresAreReplacedAndNothingElse(t *testing.T) {
	got, err := place.replace([]byte("before\n<!-- start -->\nold\n<!-- end -->\nafter\n"), []byte("new\n"))
	if want := "before\n<!-- start -->\nnew\n<!-- end -->\nafter\n"; err != nil || string(got) != want {
		t.Errorf("%q and %v, want %q", got, err, want)
	}
}

func TestADocumentWithoutItsPlaceIsAnError(t *testing.T) {
	if _, err := place.replace([]byte("before\n<!-- start -->\nold\n"), nil); err == nil {
		t.Error("the end is missing, and nobody says so")
	}
}
