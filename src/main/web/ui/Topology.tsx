import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { RouteInfo, RouteList } from '../client/types.ts';
import { millis, number } from './format.ts';
import { type Key, useText, useWord } from './i18n.tsx';
import { address } from './navigation.ts';
import { type Box, neighbour, picture, short } from './topology.ts';

/**
 * Routes as boxes with what was counted of them, and the ways between them. One box can be reached by Tab, the others by the arrow
 * keys; the ways of the box under pointer or focus stand out.
 */
export function Topology({ list, routes, choose }: { list: RouteList; routes: ReadonlyMap<string, RouteInfo>; choose: (folder: string) => void }) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState<string | undefined>();
  const [over, setOver] = useState<string | undefined>();
  const active = useActive(routes);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) {
      return undefined;
    }
    setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const drawn = useMemo(() => (width > 0 ? picture(list, width) : undefined), [list, width]);
  const shown = over ?? at;
  const first = drawn?.boxes.find(box => box.id === at)?.id ?? drawn?.boxes[0]?.id;
  const press = (event: KeyboardEvent, box: Box) => {
    const to = drawn && neighbour(drawn.boxes, box, event.key);
    if (to) {
      event.preventDefault();
      setAt(to.id);
      frame.current?.querySelector<HTMLElement>(`[data-box="${CSS.escape(to.id)}"]`)?.focus();
    }
  };
  const near = new Set(drawn?.lines.filter(line => line.from === shown || line.to === shown).flatMap(line => [line.from, line.to]));
  return (
    <div ref={frame} className={`topology ${drawn?.mode ?? ''} ${shown === undefined ? '' : 'one'}`} style={{ height: drawn?.height ?? 300 }} role="group" aria-label={t('topology.title')}>
      {drawn && (
        <>
          <svg width={drawn.width} height={drawn.height} aria-hidden="true">
            {drawn.trunks.map(d => <path key={d} className="trunk" d={d} />)}
            {drawn.lines.map(line => {
              const mine = line.from === shown || line.to === shown;
              const moving = active.has(line.from) && active.has(line.to);
              return <path key={`${line.from} ${line.to}`} className={`way ${line.kind} ${line.back ? 'back' : ''} ${mine ? 'mine' : ''} ${moving ? 'moving' : ''}`} d={line.d} />;
            })}
          </svg>
          {drawn.lanes.map(lane => (
            <h3 key={lane.name} style={{ top: lane.y }}>
              {t(`topology.${lane.name}` as Key)} <span className="soft">{lane.count}</span>
            </h3>
          ))}
          {drawn.boxes.map(box => {
            const place = { left: box.x, top: box.y, width: drawn.boxWidth, height: drawn.boxHeight };
            const shared = {
              'data-box': box.id,
              style: place,
              tabIndex: box.id === first ? 0 : -1,
              onFocus: () => setAt(box.id),
              onBlur: () => setAt(undefined),
              onPointerEnter: () => setOver(box.id),
              onPointerLeave: () => setOver(undefined),
              onKeyDown: (event: KeyboardEvent) => press(event, box),
            };
            return box.more ? (
              <button key={box.id} type="button" className="node others" onClick={() => choose(box.folder)} {...shared}>
                {t('topology.more', { count: number(box.more), folder: box.folder })}
              </button>
            ) : (
              <Node key={box.id} route={routes.get(box.id)} id={box.id} active={active.has(box.id)} near={near.has(box.id)} shared={shared} />
            );
          })}
        </>
      )}
    </div>
  );
}

function Node({ route, id, active, near, shared }: { route: RouteInfo | undefined; id: string; active: boolean; near: boolean; shared: object }) {
  const t = useText();
  const word = useWord();
  const counted = route?.statistics;
  const failed = counted?.failed ?? 0;
  const state = route?.state;
  const runs = state === undefined || state === 'started';
  const figures = `${number(counted?.completed ?? 0)} ${t('routes.ok')}, ${number(failed)} ${t('routes.failed')}, ${number(counted?.in_flight ?? 0)} ${t('routes.inflight')}, ${t('routes.p95')} ${millis(counted?.p95_ms)}`;
  return (
    <a
      className={`node ${route?.folder ?? ''} ${runs ? '' : 'held'} ${active ? 'active' : ''} ${near ? 'near' : ''}`}
      href={address('routes', id)}
      aria-label={state === undefined ? id : `${id}: ${runs ? '' : `${word('route', state)}, `}${figures}`}
      title={`${route?.description ?? id}\n${figures}`}
      {...shared}
    >
      <b>{id}</b>
      {counted === undefined ? (
        <span className="soft cut">{route?.description}</span>
      ) : (
        <span className="counts" aria-hidden="true">
          {!runs && <em>{word('route', state)}</em>}
          <span className="ok">✓ {short(counted.completed)}</span>
          <span className={failed > 0 ? 'failed' : 'none'}>✕ {short(failed)}</span>
          {(counted.in_flight ?? 0) > 0 && <span className="flight">⇄ {short(counted.in_flight)}</span>}
          <span className="time">{counted.p95_ms === undefined ? '' : millis(counted.p95_ms)}</span>
        </span>
      )}
    </a>
  );
}

/** The routes that something has passed since the figures before. */
function useActive(routes: ReadonlyMap<string, RouteInfo>): ReadonlySet<string> {
  const before = useRef(new Map<string, number>());
  const [active, setActive] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Set<string>();
    routes.forEach((route, id) => {
      const count = (route.statistics?.completed ?? 0) + (route.statistics?.failed ?? 0);
      if (count > (before.current.get(id) ?? Infinity) || (route.statistics?.in_flight ?? 0) > 0) {
        now.add(id);
      }
      before.current.set(id, count);
    });
    setActive(now);
  }, [routes]);
  return active;
}
