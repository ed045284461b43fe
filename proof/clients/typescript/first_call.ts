// Compiled beside the program, never run: a first call that forgets `stream`, and would be answered
// with many JSON objects where the client reads one, does not pass the compiler.

import createClient from "openapi-fetch";
import type { paths } from "./ollama.js";

const ollama = createClient<paths>({ baseUrl: "http://127.0.0.1:11434" });
const messages = [{ role: "user", content: "Why is the sky blue?" }];

// @ts-expect-error: `stream` is missing.
await ollama.POST("/api/chat", { body: { model: "llama3.2", messages } });
