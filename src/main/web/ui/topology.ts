/** Where routes and the ways between them stand in their picture. Pure. */
import type { RouteInfo, RouteLink, RouteList } from '../client/types.ts';

export const LANES = ['calls', 'notification', 'maintenance', 'commands'] as const;
export type Lane = (typeof LANES)[number];

export interface Box {
  id: string;
  folder: string;
  x: number;
  y: number;
  /** How many further routes of its folder this box stands for, instead of one route. */
  more?: number;
}

export interface Line {
  from: string;
  to: string;
  kind: string;
  d: string;
  /** It leads to where calls have been before. */
  back: boolean;
}

export interface Picture {
  /** `across` has the steps of a call from left to right, `down` from top to bottom. */
  mode: 'across' | 'down';
  width: number;
  height: number;
  boxWidth: number;
  boxHeight: number;
  boxes: Box[];
  lines: Line[];
  lanes: { name: Lane; y: number; count: number }[];
  /** Arrows from one row of `down` to the next. */
  trunks: string[];
}

const CALLS = ['endpoint', 'pipeline', 'upstream', 'tools', 'recovery', 'configuration', 'resources', 'prompts'];
const HEAD = 30;
const AFTER = 18;
const BOX_HEIGHT = 46;
/** Names stand on two lines in a narrow picture. */
const TALL_BOX = 64;
const ROW_GAP = 9;
const DOWN_GAP = 34;
const NARROWEST = 140;
const WIDEST = 260;
const DOWN_COLUMN = 150;
/** Routes of one folder side by side; of more the busiest are shown. */
const MOST = 12;

const folderOf = (route: RouteInfo): string => route.folder ?? route.group ?? '';
const busy = (route: RouteInfo): number => (route.statistics?.completed ?? 0) + 100 * (route.statistics?.failed ?? 0);

interface Graph {
  routes: RouteInfo[];
  links: RouteLink[];
}

/** Which lane each route stands in. What leads to a route that calls pass is a way in for calls, whichever folder it is in. */
export function lanesOf(list: RouteList): Map<string, Lane> {
  const lanes = new Map<string, Lane>();
  const all = [...list.routes, ...(list.configurations ?? [])];
  for (const route of all) {
    const folder = folderOf(route);
    lanes.set(
      route.id,
      CALLS.includes(folder) ? 'calls' : route.from?.startsWith('websocket-command:') ? 'commands' : folder === 'maintenance' ? 'maintenance' : folder === 'notification' ? 'notification' : 'calls',
    );
  }
  for (const link of list.links ?? []) {
    if (lanes.get(link.to) === 'calls') {
      lanes.set(link.from, 'calls');
    }
  }
  return lanes;
}

/** The shortest way from where nothing leads to, for each route; routes that nothing leads to or from are left out. */
export function layersOf({ routes, links }: Graph): Map<string, number> {
  const next = new Map<string, string[]>();
  const entered = new Set<string>();
  for (const link of links) {
    next.set(link.from, [...(next.get(link.from) ?? []), link.to]);
    if (link.from !== link.to) {
      entered.add(link.to);
    }
  }
  const layers = new Map<string, number>();
  const walk = (from: string[]) => {
    from.forEach(id => layers.set(id, 0));
    for (let queue = from; queue.length > 0; ) {
      const after: string[] = [];
      for (const id of queue) {
        for (const to of next.get(id) ?? []) {
          if (!layers.has(to)) {
            layers.set(to, (layers.get(id) ?? 0) + 1);
            after.push(to);
          }
        }
      }
      queue = after;
    }
  };
  walk(routes.filter(route => next.has(route.id) && !entered.has(route.id)).map(route => route.id));
  routes // what is left leads in circles
    .filter(route => !layers.has(route.id) && (next.has(route.id) || entered.has(route.id)))
    .forEach(route => layers.has(route.id) || walk([route.id]));
  return layers;
}

/** Rows of a layer: in the order in which routes before them lead to them; of many of a folder the busiest, and a box for the others. */
function rows(ids: readonly string[], byId: Map<string, RouteInfo>): Box[] {
  const folders = new Map<string, string[]>();
  ids.forEach(id => {
    const folder = folderOf(byId.get(id)!);
    folders.set(folder, [...(folders.get(folder) ?? []), id]);
  });
  const shown: Box[] = [];
  for (const [folder, of] of folders) {
    let taken = of;
    if (of.length > MOST + 1) {
      const chosen = new Set([...of].sort((a, b) => busy(byId.get(b)!) - busy(byId.get(a)!)).slice(0, MOST));
      taken = of.filter(id => chosen.has(id));
    }
    taken.forEach(id => shown.push({ id, folder, x: 0, y: 0 }));
    if (taken.length < of.length) {
      shown.push({ id: `more:${folder}`, folder, x: 0, y: 0, more: of.length - taken.length });
    }
  }
  return shown;
}

/** The whole picture for a width. Only routes, links and the width count, so that nothing moves while figures change. */
export function picture(list: RouteList, width: number): Picture {
  const all = [...list.routes, ...(list.configurations ?? [])];
  const byId = new Map(all.map(route => [route.id, route]));
  const links = (list.links ?? []).filter(link => byId.has(link.from) && byId.has(link.to) && link.from !== link.to);
  const lanes = lanesOf(list);
  const parts = LANES.map(name => {
    const routes = all.filter(route => lanes.get(route.id) === name);
    const within = links.filter(link => lanes.get(link.from) === name && lanes.get(link.to) === name);
    const layers = layersOf({ routes, links: within });
    const order = [...layers.keys()];
    const columns: Box[][] = [];
    order.forEach(id => (columns[layers.get(id)!] ??= []).push({ id, folder: '', x: 0, y: 0 }));
    return {
      name,
      count: routes.length,
      layers,
      columns: columns.map(column => rows(column.map(box => box.id), byId)),
      alone: rows(routes.filter(route => !layers.has(route.id)).map(route => route.id), byId),
    };
  }).filter(part => part.count > 0);
  const deepest = Math.max(1, ...parts.map(part => part.columns.length));
  const gap = Math.max(34, Math.min(120, width * 0.05));
  const boxWidth = Math.min(WIDEST, Math.floor((width - (deepest - 1) * gap) / deepest));
  const picture: Picture = {
    mode: boxWidth >= NARROWEST && width >= 700 ? 'across' : 'down',
    width,
    height: 0,
    boxWidth,
    boxHeight: BOX_HEIGHT,
    boxes: [],
    lines: [],
    lanes: [],
    trunks: [],
  };
  let y = 0;
  if (picture.mode === 'across') {
    for (const part of parts) {
      picture.lanes.push({ name: part.name, y, count: part.count });
      y = across(picture, part, y + HEAD, gap) + AFTER;
    }
  } else {
    picture.boxHeight = TALL_BOX;
    const columns = Math.max(1, Math.floor((width + ROW_GAP) / (DOWN_COLUMN + ROW_GAP)));
    picture.boxWidth = Math.floor((width - (columns - 1) * ROW_GAP) / columns);
    for (const part of parts) {
      picture.lanes.push({ name: part.name, y, count: part.count });
      y = down(picture, part, y + HEAD, columns) + AFTER;
    }
  }
  picture.height = Math.max(0, y - AFTER);
  draw(picture, links, new Map(parts.flatMap(part => [...part.layers])));
  return picture;
}

interface Part {
  columns: Box[][];
  alone: Box[];
}

function across(picture: Picture, part: Part, top: number, gap: number): number {
  const step = BOX_HEIGHT + ROW_GAP;
  const highest = Math.max(0, ...part.columns.map(column => column.length)) * step;
  part.columns.forEach((column, index) =>
    column.forEach((box, row) => {
      box.x = index * (picture.boxWidth + gap);
      box.y = top + (highest - column.length * step) / 2 + row * step;
      picture.boxes.push(box);
    }),
  );
  return grid(picture, part.alone, top + highest, Math.max(1, Math.floor((picture.width + ROW_GAP) / (picture.boxWidth + ROW_GAP))));
}

function down(picture: Picture, part: Part, top: number, columns: number): number {
  let y = top;
  part.columns.forEach((row, index) => {
    if (index > 0) {
      const x = Math.round(picture.boxWidth / 2);
      picture.trunks.push(`M${x} ${y + 4}V${y + DOWN_GAP - 6}m-5 -6l5 6l5 -6`);
      y += DOWN_GAP;
    }
    y = grid(picture, row, y, columns);
  });
  return grid(picture, part.alone, y + (part.columns.length > 0 && part.alone.length > 0 ? ROW_GAP : 0), columns);
}

/** Boxes from left to right, then in the next row; answers where the next may begin. */
function grid(picture: Picture, boxes: Box[], top: number, columns: number): number {
  boxes.forEach((box, index) => {
    box.x = (index % columns) * (picture.boxWidth + ROW_GAP);
    box.y = top + Math.floor(index / columns) * (picture.boxHeight + ROW_GAP);
    picture.boxes.push(box);
  });
  return boxes.length === 0 ? top : top + Math.ceil(boxes.length / columns) * (picture.boxHeight + ROW_GAP) - ROW_GAP;
}

function draw(picture: Picture, links: readonly RouteLink[], layers: Map<string, number>): void {
  const boxes = new Map(picture.boxes.map(box => [box.id, box]));
  const drawn = new Set<string>();
  for (const link of links) {
    const from = boxes.get(link.from);
    const to = boxes.get(link.to);
    const name = `${link.from} ${link.to}`;
    if (!from || !to || drawn.has(name)) {
      continue;
    }
    drawn.add(name);
    const back = (layers.get(link.to) ?? 0) <= (layers.get(link.from) ?? 0);
    picture.lines.push({ from: link.from, to: link.to, kind: link.kind, back, d: picture.mode === 'across' ? sideways(picture, from, to) : upright(picture, from, to) });
  }
}

/** From the right edge to the left edge; to a box that is not further right, around. */
function sideways(picture: Picture, from: Box, to: Box): string {
  const middle = picture.boxHeight / 2;
  const x1 = from.x + picture.boxWidth;
  const y1 = from.y + middle;
  const y2 = to.y + middle;
  if (to.x > from.x) {
    const bend = (to.x - x1) / 2;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x - 2} ${y2}m-6 -4l6 4l-6 4`;
  }
  if (to.x === from.x) {
    return `M${x1} ${y1}C${x1 + 26} ${y1} ${x1 + 26} ${y2} ${x1 + 2} ${y2}m6 -4l-6 4l6 4`;
  }
  const right = to.x + picture.boxWidth;
  const bend = (from.x - right) / 2;
  return `M${from.x} ${y1}C${from.x - bend} ${y1} ${right + bend} ${y2} ${right + 2} ${y2}m6 -4l-6 4l6 4`;
}

function upright(picture: Picture, from: Box, to: Box): string {
  const half = picture.boxWidth / 2;
  const below = to.y > from.y;
  const y1 = below ? from.y + picture.boxHeight : from.y;
  const y2 = below ? to.y - 2 : to.y + picture.boxHeight + 2;
  const bend = (y2 - y1) / 2;
  return `M${from.x + half} ${y1}C${from.x + half} ${y1 + bend} ${to.x + half} ${y2 - bend} ${to.x + half} ${y2}${below ? 'm-4 -6l4 6l4 -6' : 'm-4 6l4 -6l4 6'}`;
}

/** The box that an arrow key leads to: the nearest in that direction. */
export function neighbour(boxes: readonly Box[], at: Box, key: string): Box | undefined {
  const way: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const direction = way[key];
  if (!direction) {
    return undefined;
  }
  let best: Box | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const dx = box.x - at.x;
    const dy = box.y - at.y;
    const ahead = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (ahead > 1 && ahead + 3 * aside < least) {
      least = ahead + 3 * aside;
      best = box;
    }
  }
  return best;
}

/** A count in at most four characters. */
export function short(count: number | undefined): string {
  if (count === undefined || count < 1_000) {
    return String(count ?? 0);
  }
  const [value, unit] = count < 999_500 ? [count / 1_000, 'k'] : [count / 1_000_000, 'M'];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)}${unit}`;
}
