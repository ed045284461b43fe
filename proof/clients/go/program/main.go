// Command program talks to an Ollama server with the client that oapi-codegen makes.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"ollama.example/clients/ollama"
)

func main() {
	ctx := context.Background()
	client := must(ollama.NewClientWithResponses(os.Getenv("OLLAMA_HOST")))
	ask := func(messages ...ollama.Message) ollama.Message { // Stream stays false: one JSON object.
		reply := must(client.GenerateChatWithResponse(ctx, ollama.ChatRequest{
			Model: "llama3.2", Messages: &messages, Tools: &[]ollama.Tool{weather}}))
		if reply.JSON200 == nil {
			log.Fatalf("%s: %s", reply.Status(), reply.Body)
		}
		return reply.JSON200.Message
	}
	fmt.Println("chat:", *ask(user("Why is the sky blue?")).Content)

	raw := must(client.GenerateChat(ctx, ollama.ChatRequest{
		Model: "llama3.2", Messages: &[]ollama.Message{user("Count to three.")}, Stream: true}))
	defer raw.Body.Close()
	fmt.Print("stream: ")
	for lines, done := json.NewDecoder(raw.Body), false; !done; {
		var line ollama.ChatResponse
		if err := lines.Decode(&line); err != nil {
			log.Fatal(err) // io.EOF, too: a stream that ends before a line is `Done` was cut.
		}
		if failure, failed := line.AdditionalProperties["error"]; failed {
			log.Fatal(failure)
		}
		fmt.Printf("[%s]", *line.Message.Content)
		done = line.Done
	}
	fmt.Println()

	question := user("How is the weather in Lisbon?")
	asked := ask(question)
	call := (*asked.ToolCalls)[0].Function
	answer := ask(question, asked, ollama.Message{Role: "tool", ToolName: &call.Name, Content: new("22")})
	fmt.Printf("tool: %s(%s) -> %s\n", call.Name, must(json.Marshal(call.Arguments)), *answer.Content)

	file := "hi!\n"
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(file)))
	uploaded := must(client.UploadBlobWithBodyWithResponse(
		ctx, digest, "application/octet-stream", strings.NewReader(file)))
	fmt.Println("blob:", digest, uploaded.StatusCode()) // 201, or 200 if it was there.

	refused := must(client.ShowModelWithResponse(ctx, ollama.ShowRequest{Model: "nope"}))
	fmt.Println("error:", refused.StatusCode(), refused.JSON404.Error)
}

var weather = ollama.Tool{Type: new("function"), Function: ollama.ToolFunction{
	Name: "get_weather",
	Parameters: &ollama.ToolFunctionParameters{
		Properties: &map[string]ollama.ToolProperty{"city": {Type: new(any("string"))}},
		Required:   &[]string{"city"},
	},
}}

func user(text string) ollama.Message { return ollama.Message{Role: "user", Content: &text} }

func must[Value any](value Value, err error) Value {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
