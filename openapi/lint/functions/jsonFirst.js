// Checks the order of an answer's media types: the complete answer, as JSON, then the stream.

const STREAMS = ["application/x-ndjson", "application/jsonl", "text/event-stream"];

export default function jsonFirst(content) {
  const names = Object.keys(content);
  const streams = names.filter((name) => STREAMS.includes(name));
  if (streams.length === 0) return;
  if (names.length !== 2 || names[0] !== "application/json" || streams.length !== 1) {
    return [{ message: `expected application/json and then one stream, not ${names.join(", ")}` }];
  }
}
