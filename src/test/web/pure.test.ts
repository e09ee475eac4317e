import { path, rounded } from '../../main/web/ui/lines.ts';
import { csv, duration, millis, percent, pretty } from '../../main/web/ui/format.ts';
import { address, segments } from '../../main/web/ui/segments.ts';
import { initial, kindOf, missing, resolved, withMember } from '../../main/web/ui/schema.ts';
import { matches, MOST, Tail, type TailRow } from '../../main/web/pages/tail.ts';
import { lanesOf, layersOf, neighbour, picture, short } from '../../main/web/ui/topology.ts';
import { around, lineDiff, unified } from '../../main/web/ui/diff.ts';
import { bodyDiff, segmentsOf, stepAt, stepBy } from '../../main/web/pages/film.ts';
import type { FilmStep, RouteInfo, RouteLink } from '../../main/web/client/types.ts';
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

const route = (id: string, folder: string, from = `direct:${id}`): RouteInfo => ({ id, folder, from, state: 'started', statistics: {} });
const link = (from: string, to: string, kind = 'call'): RouteLink => ({ from, to, kind });
const gateway = {
  routes: [
    route('rest', 'endpoint', 'netty-http:http'),
    route('tool-call', 'pipeline'),
    route('admit', 'pipeline'),
    route('dispatch', 'pipeline'),
    route('upstream-a', 'upstream'),
    route('mend', 'recovery'),
    route('command-call', 'notification', 'websocket-command:call_tool'),
    route('command-stats', 'notification', 'websocket-command:get_stats'),
    route('notify', 'notification', 'timer:notify'),
    route('sample', 'maintenance', 'timer:sample'),
  ],
  configurations: [{ id: 'firewall', folder: 'configuration' }],
  links: [
    link('rest', 'tool-call'),
    link('command-call', 'tool-call'),
    link('tool-call', 'admit'),
    link('tool-call', 'dispatch'),
    link('tool-call', 'firewall', 'failure'),
    link('dispatch', 'upstream-a'),
    link('firewall', 'mend'),
    link('mend', 'dispatch'),
  ],
};

test('the picture has a lane for calls and all that leads there, and one for each kind of the others', () => {
  const lanes = lanesOf(gateway);
  equal(['rest', 'command-call', 'firewall', 'command-stats', 'notify', 'sample'].map(id => lanes.get(id)), ['calls', 'calls', 'calls', 'commands', 'notification', 'maintenance']);
});

test('a route stands as far from the ways in as its shortest way, whatever leads back to it', () => {
  const layers = layersOf({ routes: gateway.routes, links: gateway.links });
  equal(Object.fromEntries(layers), { rest: 0, 'command-call': 0, 'tool-call': 1, admit: 2, dispatch: 2, firewall: 2, 'upstream-a': 3, mend: 3 });
});

test('routes that lead in a circle only have a place, too', () => {
  equal([...layersOf({ routes: [route('a', 'x'), route('b', 'x')], links: [link('a', 'b'), link('b', 'a')] })], [['a', 0], ['b', 1]]);
});

test('no two boxes stand on each other, and none beyond the width, from 300 to 2500 pixels', () => {
  for (let width = 300; width <= 2_500; width += 44) {
    const { boxes, boxWidth, boxHeight, height } = picture(gateway, width);
    equal(boxes.length, 11);
    boxes.forEach((a, index) => {
      equal(a.x >= 0 && a.x + boxWidth <= width && a.y >= 0 && a.y + boxHeight <= height + 1, true);
      boxes.slice(index + 1).forEach(b => equal(Math.abs(a.x - b.x) < boxWidth && Math.abs(a.y - b.y) < boxHeight, false));
    });
  }
  equal([picture(gateway, 1_200).mode, picture(gateway, 340).mode], ['across', 'down']);
});

test('of many routes of a folder the busiest are shown, and a box for the others', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ ...route(`up-${index}`, 'upstream'), statistics: { completed: index } }));
  const list = { routes: [route('dispatch', 'pipeline'), ...many], links: many.map(one => link('dispatch', one.id)) };
  const boxes = picture(list, 1_200).boxes;
  equal(boxes.length, 14);
  equal(boxes.filter(box => box.more).map(box => [box.folder, box.more]), [['upstream', 88]]);
  equal(boxes.some(box => box.id === 'up-99'), true);
  equal(boxes.some(box => box.id === 'up-0'), false);
});

test('arrow keys lead to the nearest box in their direction', () => {
  const boxes = picture(gateway, 1_200).boxes;
  const at = boxes.find(box => box.id === 'rest')!;
  equal(neighbour(boxes, at, 'ArrowRight')?.id, 'tool-call');
  equal(neighbour(boxes, boxes.find(box => box.id === 'tool-call')!, 'ArrowLeft')?.folder === 'pipeline', false);
  equal(neighbour(boxes, at, 'Enter'), undefined);
});

test('counts are short', () => {
  equal([undefined, 7, 999, 1_000, 9_949, 12_345, 999_400, 999_900, 12_000_000].map(short), ['0', '7', '999', '1.0k', '9.9k', '12k', '999k', '1.0M', '12M']);
});

test('a difference has what is gone and what is new, and the lines around', () => {
  const text = (lines: readonly { kind: string; text: string }[]) => lines.map(line => `${line.kind[0]} ${line.text}`);
  equal(text(lineDiff('a\nb\nc', 'a\nx\nc\nd')), ['s a', 'm b', 'p x', 's c', 'p d']);
  equal(text(lineDiff('', 'a')), ['p a']);
  equal(text(lineDiff('same', 'same')), ['s same']);
  const long = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  equal(text(around(lineDiff(long.join('\n'), long.with(20, 'new').join('\n')), 1)), ['p …', 's line 19', 'm line 20', 'p new', 's line 21', 'p …']);
  equal(unified('--- a\n+++ a\n@@ -1 +1 @@\n-x\n+y\n z\n').map(line => line.kind), ['head', 'head', 'place', 'minus', 'plus', 'same']);
});

test('texts that are all different are compared as wholes, at once', () => {
  const a = Array.from({ length: 5_000 }, (_, index) => `a ${index}`).join('\n');
  const b = Array.from({ length: 5_000 }, (_, index) => `b ${index}`).join('\n');
  equal(lineDiff(a, b).length, 10_000);
});

const step = (seq: number, at_ms: number, duration_ms: number | null, body: string): FilmStep => ({ seq, route: 'r', step: `s${seq}`, at_ms, duration_ms, body });
const film = [step(0, 0, 10, '{"a":1}'), step(1, 2, 3, '{"a":1}'), step(2, 5, null, '{"a":2}')];

test('a recorded call is stepped by keys, and never beyond its ends', () => {
  equal(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'x'].map(key => stepBy(key, 0, 3)), [1, 0, 0, 2, undefined]);
  equal(stepBy('ArrowRight', 2, 3), 2);
});

test('the bar shows where the time of a call went', () => {
  equal(segmentsOf(film, 10), [{ left: 0, width: 20 }, { left: 20, width: 30 }, { left: 50, width: 0 }]);
  equal([stepAt(film, 0, 10), stepAt(film, 0.3, 10), stepAt(film, 1, 10)], [0, 1, 2]);
});

test('what a step changed in the body is a difference to the step before', () => {
  equal(bodyDiff(film, 1), []);
  equal(bodyDiff(film, 2).map(line => `${line.kind} ${line.text.trim()}`), ['same {', 'minus "a": 1', 'plus "a": 2', 'same }']);
});
