// Command program talks to an Ollama server with the client that oapi-codegen makes.
package main

import (
	"bufio"
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
	client, err := ollama.NewClientWithResponses(os.Getenv("OLLAMA_HOST"))
	check(err)
	ask := func(messages ...ollama.Message) ollama.Message { // Stream stays false: one JSON object.
		reply, err := client.GenerateChatWithResponse(ctx, ollama.ChatRequest{
			Model: "llama3.2", Messages: &messages, Tools: &[]ollama.Tool{weather}})
		check(err)
		if reply.JSON200 == nil {
			log.Fatalf("%s: %s", reply.Status(), reply.Body)
		}
		return reply.JSON200.Message
	}
	fmt.Println("chat:", *ask(user("Why is the sky blue?")).Content)

	raw, err := client.GenerateChat(ctx, ollama.ChatRequest{
		Model: "llama3.2", Messages: &[]ollama.Message{user("Count to three.")}, Stream: true})
	check(err)
	defer raw.Body.Close()
	lines, count, text := bufio.NewScanner(raw.Body), 0, ""
	lines.Buffer(nil, 16<<20) // A line may be longer than the scanner's usual limit.
	for ; lines.Scan(); count++ {
		var line ollama.ChatResponse
		check(json.Unmarshal(lines.Bytes(), &line))
		if failure, failed := line.AdditionalProperties["error"]; failed {
			log.Fatal(failure)
		}
		text += *line.Message.Content
	}
	check(lines.Err())
	fmt.Printf("stream: %d lines: %s\n", count, text)

	question := user("How is the weather in Lisbon?")
	asked := ask(question)
	call := (*asked.ToolCalls)[0].Function
	arguments, err := json.Marshal(call.Arguments)
	check(err)
	result := ollama.Message{Role: "tool", ToolName: &call.Name, Content: new("22")}
	answer := ask(question, asked, result)
	fmt.Printf("tool: %s(%s) -> %s\n", call.Name, arguments, *answer.Content)

	file := "hi!\n"
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(file)))
	uploaded, err := client.UploadBlobWithBodyWithResponse(
		ctx, digest, "application/octet-stream", strings.NewReader(file))
	check(err)
	if uploaded.StatusCode() == 201 {
		fmt.Println("blob:", digest, "created")
	}

	refused, err := client.ShowModelWithResponse(ctx, ollama.ShowRequest{Model: "nope"})
	check(err)
	if refused.JSON404 != nil {
		fmt.Println("error: 404", refused.JSON404.Error)
	}
}

var weather = ollama.Tool{Type: new("function"), Function: ollama.ToolFunction{
	Name: "get_weather",
	Parameters: &ollama.ToolFunctionParameters{
		Type:       new("object"),
		Properties: &map[string]ollama.ToolProperty{"city": {Type: new(any("string"))}},
		Required:   &[]string{"city"},
	},
}}

func user(text string) ollama.Message {
	return ollama.Message{Role: "user", Content: &text}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
