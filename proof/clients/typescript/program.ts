// A chat, a streamed chat, a tool call, a blob and an error, with types made by openapi-typescript.
import { createHash } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./ollama.js";

type Schemas = components["schemas"];
const baseUrl = process.env.OLLAMA_HOST ?? "http://127.0.0.1:11434";
const ollama = createClient<paths>({ baseUrl });

const model = "llama3.2";
const user = (content: string) => ({ role: "user", content });
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ type: "function", function: { name: "get_weather", parameters } }];

// A chat. The type requires `stream`; with true, the answer would be many JSON objects, not one.
async function chat(...messages: Schemas["Message"][]) {
  const body = { model, messages, tools, stream: false };
  const { data, error, response } = await ollama.POST("/api/chat", { body });
  if (!data) throw new Error(`${response.status} ${error?.error}`);
  return data.message;
}
console.log(`chat: ${(await chat(user("Why is the sky blue?"))).content}`);

// Streamed: one JSON object in each line, of the same type; a line may be an error instead.
async function* stream(request: Schemas["ChatRequest"]): AsyncGenerator<Schemas["ChatResponse"]> {
  const body = JSON.stringify({ ...request, stream: true });
  const response = await fetch(`${baseUrl}/api/chat`, { method: "POST", body });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const value of lines.map((line) => JSON.parse(line))) {
      if (value.error) throw new Error(value.error);
      yield value;
    }
  }
}
process.stdout.write("stream: ");
const counting = { model, messages: [user("Count to three.")], stream: true };
for await (const line of stream(counting)) process.stdout.write(`[${line.message.content}]`);
console.log();

// A tool: the model asks for a call, its result goes back as a message of the role `tool`.
const question = user("What is the weather in Lisbon?");
const asked = await chat(question);
const call = asked.tool_calls![0]!.function;
const last = await chat(question, asked, { role: "tool", tool_name: call.name, content: "22" });
console.log(`tool: ${call.name}(${JSON.stringify(call.arguments)}) -> ${last.content}`);

// A blob, named by its digest.
const content = "hi!\n";
const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
const upload = await ollama.POST("/api/blobs/{digest}", {
  params: { path: { digest } },
  headers: { "Content-Type": "application/octet-stream" },
  body: content,
  bodySerializer: (body) => body,
});
console.log(`blob: ${digest} ${upload.response.status}`); // 201, or 200 if it was there.

// An error has a status, and a body with one text.
const failed = await ollama.POST("/api/show", { body: { model: "nope" } });
if (failed.error) console.log(`error: ${failed.response.status} ${failed.error.error}`);
