// Checks every schema of a document against a JSON Schema, and nothing that merely looks like one:
// examples and defaults are data, and a property may well be called `properties`.
//
// Options:
//   schema: what each schema has to match
//   where:  which schemas; "components" (the named ones), "nested" (those inside of others) and
//           "content" (those of media types and parameters). All by default.

import { schema as matches } from "@stoplight/spectral-functions";

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// Yields the schemas directly inside of one, with their paths.
function* inside(schema, path) {
  for (const key of ["properties", "patternProperties", "$defs"]) {
    for (const [name, value] of Object.entries(schema[key] ?? {})) yield [value, [...path, key, name]];
  }
  for (const key of ["oneOf", "anyOf", "allOf", "prefixItems"]) {
    for (const [index, value] of (schema[key] ?? []).entries()) yield [value, [...path, key, index]];
  }
  for (const key of ["items", "additionalProperties", "not", "contentSchema"]) {
    if (isObject(schema[key])) yield [schema[key], [...path, key]];
  }
}

function* below(schema, path) {
  for (const [value, place] of inside(schema, path)) {
    if (!isObject(value)) continue;
    yield { value, path: place, where: "nested" };
    yield* below(value, place);
  }
}

// Yields the schemas that stand outside of components: under media types and parameters.
function* outside(value, path) {
  if (!isObject(value) && !Array.isArray(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const isSchema = (key === "schema" || key === "itemSchema") && isObject(item);
    if (isSchema) yield { value: item, path: [...path, key], where: "content" };
    else if (!["examples", "example"].includes(key)) yield* outside(item, [...path, key]);
  }
}

function* every(document) {
  const roots = Object.entries(document.components?.schemas ?? {}).map(([name, value]) => ({
    value,
    path: ["components", "schemas", name],
    where: "components",
  }));
  roots.push(...outside(document.paths ?? {}, ["paths"]));
  for (const [section, held] of Object.entries(document.components ?? {})) {
    if (section !== "schemas") roots.push(...outside(held, ["components", section]));
  }
  for (const root of roots) {
    yield root;
    yield* below(root.value, root.path);
  }
}

export default function everySchema(document, { schema, where = ["components", "nested", "content"] }, context) {
  const found = [];
  for (const place of every(document)) {
    if (!where.includes(place.where)) continue;
    const problems = matches(place.value, { schema }, { ...context, path: place.path }) ?? [];
    if (problems.length > 0) found.push({ message: problems[0].message, path: place.path });
  }
  return found;
}
