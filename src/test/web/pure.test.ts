import { path, rounded } from '../../main/web/ui/lines.ts';
import { csv, duration, millis, percent, pretty } from '../../main/web/ui/format.ts';
import { address, segments } from '../../main/web/ui/segments.ts';
import { initial, kindOf, missing, resolved, withMember } from '../../main/web/ui/schema.ts';
import { matches, MOST, Tail, type TailRow } from '../../main/web/pages/tail.ts';
import { equal, test } from './checks.ts';

const schema = {
  type: 'object',
  required: ['path', 'options'],
  properties: {
    path: { type: 'string' },
    mode: { enum: ['a', 'b'], default: 'a' },
    limit: { type: ['integer', 'null'] },
    maybe: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    options: { $ref: '#/$defs/options' },
    any: {},
    free: { type: 'object' },
  },
  $defs: {
    options: { type: 'object', required: ['ranges'], properties: { ranges: { type: 'array', items: { $ref: '#/$defs/range' } } } },
    range: { type: 'object', required: ['from'], properties: { from: { type: 'integer' } } },
    loop: { $ref: '#/$defs/loop' },
  },
};

test('a form has a field of its own for each kind, and JSON for what has none', () => {
  const kinds = Object.entries(schema.properties).map(([name, property]) => [name, kindOf(resolved(property, schema), 1)]);
  equal(Object.fromEntries(kinds), { path: 'text', mode: 'enum', limit: 'integer', maybe: 'number', options: 'object', any: 'json', free: 'json' });
});

test('a form begins with defaults, and with objects that are required', () => {
  equal(initial(schema, schema), { mode: 'a', options: {} });
});

test('what is missing is named by its path, in objects and lists too', () => {
  equal(missing({ options: {} }, schema, schema), ['/path', '/options/ranges']);
  equal(missing({ path: 'x', options: { ranges: [{ from: 1 }, {}] } }, schema, schema), ['/options/ranges/1/from']);
  equal(missing({ path: '', options: { ranges: [] } }, schema, schema), []);
});

test('a reference that leads to itself, or away, ends', () => {
  equal(resolved({ $ref: '#/$defs/loop' }, schema), {});
  equal(resolved({ $ref: 'https://elsewhere/schema' }, schema), {});
  equal(kindOf(resolved({ $ref: '#/nowhere' }, schema), 1), 'json');
});

test('a member is replaced or taken out, and the object that was there stays as it was', () => {
  const before = { a: 1, b: 2 };
  equal([withMember(before, 'a', undefined), withMember(before, 'c', 3), before], [{ b: 2 }, { a: 1, b: 2, c: 3 }, { a: 1, b: 2 }]);
});

test('CSV quotes what needs it, and no cell is a formula', () => {
  const rows = [{ a: 'x,"y"', b: '=cmd()', c: -1.5, d: undefined }];
  equal(csv(rows, ['a', 'b', 'c', 'd']), 'a,b,c,d\r\n"x,""y""",\'=cmd(),-1.5,\r\n');
});

test('numbers are as people read them', () => {
  equal([percent(0), percent(0.0123), percent(0.5), percent(0.999), percent(1), percent(undefined)], ['0 %', '1.2 %', '50 %', '99.9 %', '100 %', '–']);
  equal([millis(0.25), millis(41.6), millis(12_345), millis(null)], ['0.25 ms', '42 ms', '12.3 s', '–']);
  equal([duration(59), duration(61), duration(7_260), duration(90_000)], ['59 s', '1 min 1 s', '2 h 1 min', '1 d 1 h']);
  equal([pretty('{"a":1}'), pretty('plain'), pretty({ a: 1 })], ['{\n  "a": 1\n}', 'plain', '{\n  "a": 1\n}']);
});

test('an address names what it leads to, whatever characters are in the name', () => {
  equal(segments(address('tools', 'a/b', 'c d#é%')), ['tools', 'a/b', 'c d#é%']);
  equal(segments('#/tools/%E0%A4%A'), ['tools', '%E0%A4%A']);
  equal(segments(''), []);
});

test('lines have gaps where there is no value, and axes round ends', () => {
  equal(path([1, null, 3, 4], x => x, y => y), 'M0.0 1.0M2.0 3.0L3.0 4.0');
  equal([rounded(0), rounded(0.3), rounded(7), rounded(10), rounded(11), rounded(230)], [1, 0.5, 10, 10, 20, 250]);
});

function row(key: number, more: Partial<TailRow> = {}): TailRow {
  return { key, at: '', request_id: `r-${key}`, server: 'files', tool: 'read', caller: 'anna', outcome: 'success', cache_hit: false, duration_ms: 1, ...more };
}

test('the tail keeps the latest calls within its bound', () => {
  const tail = new Tail();
  for (let from = 0; from < 12_000; from += 3_000) {
    tail.add(Array.from({ length: 3_000 }, (_, n) => row(from + n)));
  }
  equal([tail.all.length, tail.all[0]?.key, tail.all[MOST - 1]?.key], [MOST, 2_000, 11_999]);
  tail.add(Array.from({ length: MOST + 5 }, (_, n) => row(n)));
  equal([tail.all.length, tail.all[0]?.key], [MOST, 5]);
});

test('the filter of the tail looks at server, outcome and text', () => {
  const none = { text: '', server: '', outcome: '' };
  const failed = row(1, { outcome: 'timed_out' });
  equal([matches(failed, none), matches(failed, { ...none, outcome: 'all_failed' }), matches(row(2), { ...none, outcome: 'all_failed' })], [true, true, false]);
  equal([matches(failed, { ...none, text: 'FILES/READ' }), matches(failed, { ...none, server: 'git' }), matches(failed, { ...none, text: 'r-1' })], [true, false, true]);
});
