// Checks the examples of a stream in OpenAPI 3.2: each item against `itemSchema`, the text of a
// server-sent event's data against the schema of what it holds, and both forms against each other.

import { schema as matches } from "@stoplight/spectral-functions";

// A schema whose references lead to the components of the document, which are put into it.
const withComponents = (schema, { schemas }) => ({ ...schema, components: { schemas } });

function problemsOf(value, schema, context) {
  const components = context.document.data.components;
  const options = { schema: withComponents(schema, components), dialect: "draft2020-12" };
  return (matches(value, options, context) ?? []).map(({ message }) => message);
}

const resolved = (schema, components) =>
  schema.$ref ? components.schemas[schema.$ref.split("/").pop()] : schema;

// The problems of the JSON that an event carries as text; the event that ends a stream carries none.
function contentProblems(item, schema, context) {
  const components = context.document.data.components;
  const events = (schema.oneOf ?? [schema]).map((option) => resolved(option, components));
  const payload = events.map((event) => event.properties.data.contentSchema).find(Boolean);
  return item.data.startsWith("{") ? problemsOf(JSON.parse(item.data), payload, context) : [];
}

function sent(items, isEvents) {
  if (!isEvents) return items.map((item) => `${JSON.stringify(item)}\n`).join("");
  const fields = (item) => Object.entries(item).map(([name, value]) => `${name}: ${value}\n`);
  return items.map((item) => `${fields(item).join("")}\n`).join("");
}

export default function streamExamples(mediaType, _options, context) {
  const isEvents = context.path.includes("text/event-stream");
  const found = [];
  for (const [name, example] of Object.entries(mediaType.examples ?? {})) {
    const path = [...context.path, "examples", name];
    const items = example.dataValue;
    if (!Array.isArray(items)) {
      found.push({ message: "the `dataValue` of a stream is a list of items", path });
      continue;
    }
    for (const item of items) {
      const problems = problemsOf(item, mediaType.itemSchema, context);
      if (isEvents && problems.length === 0) {
        problems.push(...contentProblems(item, mediaType.itemSchema, context));
      }
      found.push(...problems.map((message) => ({ message, path })));
    }
    if (example.serializedValue !== sent(items, isEvents)) {
      found.push({ message: "`serializedValue` is not how `dataValue` is sent", path });
    }
  }
  return found;
}
