/* What the law of blocks (its JSON Schema) says about a place in a document. */

/** The schemas that hold for what stands under `path`, keys and list indexes from the top. */
export function schemasAt(law, path) {
  let found = spread(law, law);
  for (const key of path) found = found.flatMap((schema) => under(schema, key)).flatMap((schema) => spread(schema, law));
  return found;
}

/** The keys of a mapping there: [{name, schema, required}]. */
export function keysAt(law, path) {
  const keys = new Map();
  for (const schema of schemasAt(law, path)) {
    for (const [name, of] of Object.entries(schema.properties ?? {})) {
      if (!keys.has(name)) keys.set(name, { name, schema: spread(of, law)[0], required: (schema.required ?? []).includes(name) });
    }
  }
  return [...keys.values()];
}

/** The values that are named there. */
export function valuesAt(law, path) {
  const values = [];
  for (const schema of schemasAt(law, path)) {
    for (const value of schema.enum ?? (schema.const === undefined ? [] : [schema.const])) values.push({ value, schema });
    if ([schema.type].flat().includes("boolean")) values.push({ value: true, schema }, { value: false, schema });
  }
  return values;
}

function under(schema, key) {
  if (typeof key === "number") return [schema.prefixItems?.[key] ?? schema.items].filter((found) => found && typeof found === "object");
  if (Object.hasOwn(schema.properties ?? {}, key)) return [schema.properties[key]];
  return [schema.additionalProperties].filter((found) => found && typeof found === "object");
}

/* A schema and all it may be instead. */
function spread(schema, law) {
  if (schema.$ref) return spread(schema.$ref.split("/").slice(1).reduce((at, key) => at[key], law), law);
  const others = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), schema.then, schema.else].filter(Boolean);
  return [schema, ...others.flatMap((other) => spread(other, law))];
}

/** What a new value of a key begins with, as YAML in one line; `$` marks where the caret goes. */
export function beginningOf(schema, law, depth = 0) {
  const all = spread(schema, law);
  const mapping = all.find((one) => one.properties && one.required?.length);
  if (mapping && depth < 2) {
    const parts = mapping.required.map((name) => `${name}: ${beginningOf(mapping.properties[name], law, depth + 1) || "$"}`);
    return `{${parts.join(", ")}}`;
  }
  const example = schema.default ?? schema.examples?.[0] ?? all.find((one) => one.enum)?.enum[0];
  return depth && example !== undefined ? inYaml(example) : "";
}

function inYaml(value) {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(", ")}]`;
  if (value && typeof value === "object") return `{${Object.entries(value).map(([key, of]) => `${key}: ${inYaml(of)}`).join(", ")}}`;
  return typeof value === "string" && !/^[\w][\w. /-]*$/.test(value) ? JSON.stringify(value) : String(value);
}
