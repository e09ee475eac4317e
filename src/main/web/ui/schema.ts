/** What a form makes of a JSON Schema. Pure. */
import type { Schema } from '../client/types.ts';

export type Kind = 'text' | 'number' | 'integer' | 'boolean' | 'enum' | 'object' | 'list' | 'json';

const MOST_STEPS = 20;

/** The schema that a reference within the document leads to, with null taken out of a choice of two. */
export function resolved(schema: Schema | undefined, root: Schema): Schema {
  let at = schema ?? {};
  for (let step = 0; step < MOST_STEPS; step++) {
    const choices = at.anyOf ?? at.oneOf;
    const real = choices?.filter(one => one.type !== 'null');
    if (at.$ref !== undefined) {
      const { $ref, ...beside } = at;
      at = { ...pointed($ref, root), ...beside };
    } else if (choices && real?.length === 1) {
      const { anyOf: _a, oneOf: _o, ...beside } = at;
      at = { ...real[0], ...beside };
    } else {
      return at;
    }
  }
  return {};
}

function pointed(reference: string, root: Schema): Schema {
  if (!reference.startsWith('#')) {
    return {};
  }
  let at: unknown = root;
  for (const part of reference.slice(1).split('/').filter(one => one !== '')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[name] : undefined;
  }
  return at !== null && typeof at === 'object' ? (at as Schema) : {};
}

export function typeOf(schema: Schema): string | undefined {
  const types = Array.isArray(schema.type) ? schema.type.filter(one => one !== 'null') : [schema.type];
  return types.length === 1 ? types[0] : undefined;
}

/** By which kind of field a value is asked for. What has no form of its own is asked for as JSON. */
export function kindOf(schema: Schema, depth: number): Kind {
  if (schema.enum && schema.enum.every(one => one === null || typeof one !== 'object')) {
    return 'enum';
  }
  switch (typeOf(schema) ?? (schema.properties ? 'object' : undefined)) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'integer':
      return 'integer';
    case 'boolean':
      return 'boolean';
    case 'object':
      return schema.properties && depth < 4 ? 'object' : 'json';
    case 'array':
      return schema.items && !Array.isArray(schema.items) && depth < 4 ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** What a form begins with: defaults, and what is required and has only one value. */
export function initial(schema: Schema, root: Schema, depth = 0): unknown {
  const at = resolved(schema, root);
  if (at.default !== undefined) {
    return at.default;
  }
  if (at.const !== undefined) {
    return at.const;
  }
  if (kindOf(at, depth) === 'object') {
    const value: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(at.properties ?? {})) {
      const inner = resolved(property, root);
      const required = at.required?.includes(name) ?? false;
      if (inner.default !== undefined || inner.const !== undefined) {
        value[name] = inner.default ?? inner.const;
      } else if (required && kindOf(inner, depth + 1) === 'object') {
        value[name] = initial(inner, root, depth + 1);
      }
    }
    return value;
  }
  return undefined;
}

/** Where a value that is required is missing: paths such as `/options/name`. */
export function missing(value: unknown, schema: Schema, root: Schema, path = '', depth = 0): string[] {
  const at = resolved(schema, root);
  const kind = kindOf(at, depth);
  if (kind === 'object' && value !== null && typeof value === 'object') {
    const object = value as Record<string, unknown>;
    return Object.entries(at.properties ?? {}).flatMap(([name, property]) =>
      object[name] === undefined
        ? at.required?.includes(name)
          ? [`${path}/${name}`]
          : []
        : missing(object[name], property, root, `${path}/${name}`, depth + 1),
    );
  }
  if (kind === 'list' && Array.isArray(value)) {
    return value.flatMap((one, index) =>
      one === undefined ? [`${path}/${index}`] : missing(one, at.items ?? {}, root, `${path}/${index}`, depth + 1),
    );
  }
  return [];
}

/** An object with one member replaced, or taken out where it is undefined. */
export function withMember(object: unknown, name: string, value: unknown): Record<string, unknown> {
  const copy = { ...(object as Record<string, unknown> | undefined) };
  if (value === undefined) {
    delete copy[name];
  } else {
    copy[name] = value;
  }
  return copy;
}
