// A chat, a streamed chat, a tool call, a blob and an error, with types made by openapi-typescript.

import { createHash } from "node:crypto";
import createClient from "openapi-fetch";
import type { components, paths } from "./ollama.js";

type Schemas = components["schemas"];
const baseUrl = process.env.OLLAMA_HOST ?? "http://127.0.0.1:11434";
const ollama = createClient<paths>({ baseUrl });
const model = "llama3.2";

// A chat. The type demands `stream`; with true the answer would be many JSON objects, not one.
async function chat(messages: Schemas["Message"][], tools?: Schemas["Tool"][]) {
  const body = { model, messages, tools, stream: false };
  const { data, error, response } = await ollama.POST("/api/chat", { body });
  if (!data) throw new Error(`${response.status} ${error?.error}`);
  return data.message;
}
const answer = await chat([{ role: "user", content: "Why is the sky blue?" }]);
console.log(`chat: ${answer.content}`);

// Streamed: one JSON object in each line, of the same type; a line may be an error instead.
async function* stream(request: Schemas["ChatRequest"]): AsyncGenerator<Schemas["ChatResponse"]> {
  const body = JSON.stringify({ ...request, stream: true });
  const response = await fetch(`${baseUrl}/api/chat`, { method: "POST", body });
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield parsed(line);
  }
  if (rest) yield parsed(rest);
}
function parsed(line: string): Schemas["ChatResponse"] {
  const value = JSON.parse(line) as Schemas["ChatResponse"] & Partial<Schemas["ApiError"]>;
  if (value.error) throw new Error(value.error);
  return value;
}
const question = { role: "user", content: "Count to three." };
const pieces: string[] = [];
for await (const line of stream({ model, messages: [question], stream: true })) {
  pieces.push(line.message.content ?? "");
}
console.log(`stream: ${pieces.length} lines: ${pieces.join("")}`);

// A tool: the model asks for a call, its result goes back as a message of the role `tool`.
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const weather = { type: "function", function: { name: "get_weather", parameters } };
const asked = { role: "user", content: "What is the weather in Lisbon?" };
const reply = await chat([asked], [weather]);
const call = reply.tool_calls![0]!.function;
const result = { role: "tool", tool_name: call.name, content: "22" };
const last = await chat([asked, reply, result], [weather]);
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
console.log(`blob: ${digest} ${upload.response.status === 201 ? "created" : "was there"}`);

// An error has a status, and a body with one text.
const failed = await ollama.POST("/api/show", { body: { model: "nope" } });
if (failed.error) console.log(`error: ${failed.response.status} ${failed.error.error}`);
