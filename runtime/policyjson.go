package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// MarshalJSON writes the policy in the keys and values of the directives. Fields that were left
// zero are left out. Read into a zero Policy, it gives one that means the same: with the defaults
// of both, they are equal.
func (p Policy) MarshalJSON() ([]byte, error) {
	if p.Off {
		return []byte(`{"breaker":"off","bulkhead":"off"}`), nil
	}
	var verbs []string
	for _, v := range policyVerbs {
		if text := v.json(&p); text != "" {
			verbs = append(verbs, `"`+v.name+`":`+text)
		}
	}
	return []byte("{" + strings.Join(verbs, ",") + "}"), nil
}

// json is the verb's part of the policy: {"max":64}, or "2s" where the verb has a value of its
// own. It is empty if there is none.
func (v *policyVerb) json(p *Policy) string {
	var members []string
	for _, k := range policyKeys {
		if k.Verb != v.name {
			continue
		}
		switch value := k.get(p); {
		case value == "":
		case k.Name == "":
			return string(jsonValue(value))
		default:
			members = append(members, `"`+k.Name+`":`+string(jsonValue(value)))
		}
	}
	if len(members) == 0 {
		return ""
	}
	return "{" + strings.Join(members, ",") + "}"
}

// jsonValue is a number if the value looks like one, or else a string.
func jsonValue(value string) []byte {
	if _, err := strconv.ParseFloat(value, 64); err == nil && json.Valid([]byte(value)) {
		return []byte(value)
	}
	text, _ := json.Marshal(value) // a string can always be written
	return text
}

// UnmarshalJSON changes what the text names, and leaves the other keys as they are. A null is
// for a key to take its default again, "off" is for a verb to be taken away, as in [Policy.Set].
// Nothing is changed by a text that has a verb or a key that does not exist, or a key twice, or
// that would make the policy invalid; the error names all that is wrong.
func (p *Policy) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil // as in all of encoding/json
	}
	next := *p
	settings, err := readPolicy(text)
	if err := errors.Join(err, next.change(settings)); err != nil {
		return err
	}
	*p = next
	return nil
}

// readPolicy reads {"breaker": {…}, "bulkhead": "off"}. There may be settings besides errors.
func readPolicy(text []byte) ([]setting, error) {
	var settings []setting
	err := readObject("", text, func(verb string, value []byte) error {
		if policyVerbNamed(verb) == nil {
			settings = append(settings, setting{verb: verb})
			return nil
		}
		if string(value) == "null" && policyKeyNamed(verb, "") != nil {
			settings = append(settings, setting{verb: verb, isDefault: true})
			return nil
		}
		if word, err := readValue(value); err == nil {
			settings = append(settings, setting{verb: verb, value: word})
			return nil
		}
		if policyKeyNamed(verb, "") != nil {
			return &PolicyError{verb, "", policyVerbNamed(verb).noSuchKey("")}
		}
		return readObject(verb+": ", value, func(key string, value []byte) error {
			if string(value) == "null" {
				settings = append(settings, setting{verb: verb, key: key, isDefault: true})
				return nil
			}
			word, err := readValue(value)
			if err != nil {
				return &PolicyError{verb, key, err.Error()}
			}
			settings = append(settings, setting{verb: verb, key: key, value: word})
			return nil
		})
	})
	return settings, err
}

// readValue is the text of a string or of a number.
func readValue(value []byte) (string, error) {
	switch first := value[0]; {
	case first == '"':
		var text string
		err := json.Unmarshal(value, &text)
		return text, err
	case first == '-' || '0' <= first && first <= '9':
		return string(value), nil
	default:
		return "", errors.New("is to be a string or a number")
	}
}

// readObject gives each the members of a JSON object, in their order, and collects the errors.
// Its own say what they are about.
func readObject(about string, text []byte, each func(name string, value []byte) error) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	start, err := decoder.Token()
	if err != nil {
		return fmt.Errorf("%s%w", about, err)
	}
	if start != json.Delim('{') {
		return errors.New(about + "write an object, in braces")
	}
	var errs []error
	given := make(map[string]bool)
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		member := name.(string)
		if given[member] {
			errs = append(errs, fmt.Errorf("%s%s is given twice: keep one", about, member))
			continue
		}
		given[member] = true
		errs = append(errs, each(member, value))
	}
	if _, err := decoder.Token(); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New(about + "there is more text after the object")
	}
	return errors.Join(errs...)
}
