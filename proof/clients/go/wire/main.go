// Command wire answers each sample on standard input with what the generated models make of it.
//
// The table of models is written beside this file, for Go cannot look a type up by its name.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

type sample struct {
	ID     string          `json:"id"`
	Schema string          `json:"schema"`
	Body   json.RawMessage `json:"body"`
}

type answer struct {
	ID    string          `json:"id"`
	Body  json.RawMessage `json:"body,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	lines, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var line sample
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			panic(err)
		}
		reply := answer{ID: line.ID}
		if body, err := roundTrip(line); err != nil {
			reply.Error = err.Error()
		} else {
			reply.Body = body
		}
		if err := answers.Encode(reply); err != nil {
			panic(err)
		}
	}
}

func roundTrip(line sample) (json.RawMessage, error) {
	create, known := models[line.Schema]
	if !known {
		return nil, fmt.Errorf("the client has no type %s", line.Schema)
	}
	model := create()
	if err := json.Unmarshal(line.Body, model); err != nil {
		return nil, err
	}
	return json.Marshal(model)
}
