// The driver of the TypeScript clients that have code to decode and encode with:
// `node wire.mjs zod|openapi-generator FILE`, run in the folder of the compiled client.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

const [kind, file] = process.argv.slice(2);
const client = createRequire(import.meta.url)(join(process.cwd(), file));

const roundTrips = {
  zod: (schema, body) => client.schemas[schema].parse(body),
  "openapi-generator": (schema, body) =>
    client[`${schema}ToJSON`](client[`${schema}FromJSON`](body)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, schema, body } = JSON.parse(line);
  let answer;
  try {
    answer = { body: roundTrips[kind](schema, body) };
  } catch (error) {
    answer = { error: String(error).replaceAll(/\s+/g, " ").slice(0, 300) };
  }
  console.log(JSON.stringify({ id, ...answer }));
}
