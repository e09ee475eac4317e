import { useEffect, useMemo, useState } from 'react';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { RouteCounts, RouteInfo, RouteLink, RouteList, RouteStep } from '../client/types.ts';
import { millis, number } from '../ui/format.ts';
import { dateTime } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { address } from '../ui/navigation.ts';
import { Awaited, Badge, Card, Choice, Code, Confirm, Empty, Facts, Search } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';
import { useToast } from '../ui/toasts.tsx';
import { Topology } from '../ui/Topology.tsx';

function folderOf(route: RouteInfo): string {
  return route.folder ?? route.group ?? '';
}

/** Where calls pass comes first. */
const FIRST = ['pipeline', 'recovery', 'upstream', 'tools'];

function rank(folder: string): number {
  const place = FIRST.indexOf(folder);
  return place < 0 ? FIRST.length : place;
}

/** How many exchanges ended well, by whichever of the two counts there is. */
function okOf(route: RouteInfo): number | undefined {
  const counted = route.statistics;
  return counted?.completed ?? (counted?.total !== undefined ? counted.total - (counted.failed ?? 0) : undefined);
}

export function Routes({ chosen }: { chosen: string | undefined }) {
  const t = useText();
  const [text, setText] = useState('');
  const [folder, setFolder] = useState('');
  const query = useQuery<RouteList>('list_routes', {}, { topics: ['config', 'upstreams'] });
  const counts = useQuery<RouteCounts>('list_route_counts', {}, { every: 1_000 });
  const known = useMemo(() => merged(query.data, counts.data), [query.data, counts.data]);
  const routes = useMemo(() => query.data?.routes.map(route => known.get(route.id)!), [query.data, known]);
  const running = counts.data?.generation;
  const drawn = query.data?.generation;
  useEffect(() => {
    if (running !== undefined && drawn !== undefined && running !== drawn) {
      query.refresh();
    }
  }, [running, drawn, query.refresh]);
  const folders = useMemo(() => [...new Set((routes ?? []).map(folderOf))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)), [routes]);
  const shown = useMemo(
    () =>
      (routes ?? []).filter(
        route => (folder === '' || folderOf(route) === folder) && `${route.id} ${route.description ?? ''} ${route.from ?? ''}`.toLowerCase().includes(text.toLowerCase()),
      ),
    [routes, folder, text],
  );
  if (!query.data || !routes) {
    return <Awaited error={query.error} retry={query.refresh} />;
  }
  const route = chosen === undefined ? undefined : known.get(chosen);
  const show = (name: string) => {
    setFolder(name);
    setText('');
    requestAnimationFrame(() => document.querySelector('.folder')?.scrollIntoView({ block: 'start' }));
  };
  return (
    <Split
      back={t('routes.back')}
      to="routes"
      list={
        <>
          {chosen === undefined && (
            <Card title={t('topology.title')}>
              <p className="legend-line">
                <span>✓ {t('routes.ok')}</span>
                <span>✕ {t('routes.failed')}</span>
                <span>⇄ {t('routes.inflight')}</span>
                <span>{t('topology.time')}</span>
              </p>
              <Topology list={query.data} routes={known} choose={show} />
            </Card>
          )}
          <div className="bar">
            <Search value={text} onChange={setText} label={t('common.search')} />
            <Choice label={t('routes.folder')} value={folder} onChange={setFolder} options={[['', t('common.all')], ...folders.map(one => [one, one || '–'] as const)]} />
          </div>
          <p className="soft" role="status">
            {query.data.generation !== undefined && `${t('routes.generation', { n: query.data.generation })}, `}
            {t('routes.count', { count: routes.length, calls: number(counts.data?.calls_in_flight ?? query.data.calls_in_flight ?? 0) })}
          </p>
          {shown.length === 0 && <Empty title={t('routes.empty')} />}
          {folders
            .filter(one => shown.some(route => folderOf(route) === one))
            .map(one => (
              <Folder key={one} name={one} routes={shown.filter(route => folderOf(route) === one)} chosen={chosen} />
            ))}
        </>
      }
      detail={chosen === undefined ? null : route ? <Route key={route.id} route={route} links={query.data.links ?? []} refresh={counts.refresh} /> : <Empty title={t('routes.empty')} />}
    />
  );
}

/** Routes with the latest figures. */
function merged(list: RouteList | undefined, counts: RouteCounts | undefined): Map<string, RouteInfo> {
  const all = [...(list?.routes ?? []).map(route => ({ ...route, ...counts?.routes[route.id] })), ...(list?.configurations ?? [])];
  return new Map(all.map(route => [route.id, route]));
}

function Folder({ name, routes, chosen }: { name: string; routes: readonly RouteInfo[]; chosen: string | undefined }) {
  const t = useText();
  return (
    <section className="folder">
      <h2>{name || '–'}</h2>
      <div className="wide">
        <table className="routes">
          <thead>
            <tr>
              <th scope="col">{t('nav.routes')}</th>
              <th scope="col" className="number">{t('routes.ok')}</th>
              <th scope="col" className="number">{t('routes.failed')}</th>
              <th scope="col" className="number">{t('routes.inflight')}</th>
              <th scope="col" className="number">{t('routes.p95')}</th>
            </tr>
          </thead>
          <tbody>
            {routes.map(route => (
              <tr key={route.id} className={route.id === chosen ? 'chosen' : ''}>
                <th scope="row">
                  <a href={address('routes', route.id)} aria-current={route.id === chosen ? 'true' : undefined}>
                    {route.id}
                  </a>
                  {route.state !== undefined && route.state !== 'started' && <Held state={route.state} />}
                  <span className="soft cut">{route.description}</span>
                </th>
                <td className="number">{number(okOf(route) ?? 0)}</td>
                <td className={(route.statistics?.failed ?? 0) > 0 ? 'number bad' : 'number'}>{number(route.statistics?.failed ?? 0)}</td>
                <td className="number">{number(route.statistics?.in_flight ?? 0)}</td>
                <td className="number">{millis(route.statistics?.p95_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Held({ state }: { state: string }) {
  const word = useWord();
  return (
    <>
      {' '}
      <Badge tone={state === 'stopped' ? 'bad' : 'wait'}>{word('route', state)}</Badge>
    </>
  );
}

const STEPS = ['stop', 'suspend', 'start'] as const;

/** Buttons by which a route takes nothing in, or does again. */
function Control({ route, refresh }: { route: RouteInfo; refresh: () => void }) {
  const t = useText();
  const toast = useToast();
  const [asking, setAsking] = useState<'stop' | 'suspend' | undefined>();
  const commands = { stop: useCommand('stop_route'), suspend: useCommand('suspend_route'), start: useCommand('start_route') };
  const may = { stop: useMay('stop_route'), suspend: useMay('suspend_route'), start: useMay('start_route') };
  const act = (verb: (typeof STEPS)[number]) => {
    setAsking(undefined);
    commands[verb].call({ id: route.id }).then(
      () => {
        toast(t(`control.${verb}.done`, { name: route.id }));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  };
  const runs = route.state === 'started';
  const offered = route.ingress || route.state === undefined ? [] : STEPS.filter(verb => may[verb] && (verb === 'start' ? !runs : verb === 'suspend' ? runs : route.state !== 'stopped'));
  return (
    <>
      {!runs && route.state !== undefined && (
        <p className="why">
          <Held state={route.state} /> {route.held && t('control.held', { by: route.held.by, time: dateTime(route.held.since) })}
        </p>
      )}
      {route.ingress && may.stop && <p className="soft">{t('control.ingress')}</p>}
      {offered.length > 0 && (
        <div className="actions">
          {offered.map(verb => (
            <button key={verb} type="button" data-control={verb} disabled={commands[verb].pending} onClick={() => (verb === 'start' ? act(verb) : setAsking(verb))}>
              {t(`control.${verb}`)}
            </button>
          ))}
        </div>
      )}
      {asking && (
        <Confirm
          title={t(`control.${asking}.title`, { name: route.id })}
          text={t(`control.${asking}.text`)}
          yes={t(`control.${asking}`)}
          danger
          onYes={() => act(asking)}
          onNo={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Ways({ title, ids }: { title: string; ids: readonly string[] }) {
  return ids.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul className="ways">
        {ids.map(id => (
          <li key={id}>
            <a href={address('routes', id)}>{id}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Route({ route, links, refresh }: { route: RouteInfo; links: readonly RouteLink[]; refresh: () => void }) {
  const t = useText();
  const mayRead = useMay('get_route_source');
  const source = useQuery<{ source?: string; file?: string }>('get_route_source', mayRead ? { id: route.id } : null, { topics: ['config'] });
  const statistics = route.statistics;
  const file = source.data?.file ?? route.file;
  return (
    <article className="route" data-route={route.id}>
      <h2>{route.id}</h2>
      <p className="text">{route.description}</p>
      <Control route={route} refresh={refresh} />
      <Facts
        facts={[
          route.from !== undefined && [t('routes.from'), <code>{route.from}</code>],
          file !== undefined && [t('routes.source'), <code>{file}</code>],
          statistics !== undefined && [t('routes.ok'), number(okOf(route) ?? 0)],
          statistics !== undefined && [t('routes.failed'), number(statistics.failed ?? 0)],
          statistics !== undefined && [t('routes.inflight'), number(statistics.in_flight ?? 0)],
          statistics?.mean_ms !== undefined && [t('routes.mean'), millis(statistics.mean_ms)],
          statistics?.p95_ms !== undefined && [t('routes.p95'), millis(statistics.p95_ms)],
        ]}
      />
      <Ways title={t('topology.from')} ids={[...new Set(links.filter(link => link.to === route.id).map(link => link.from))]} />
      <Ways title={t('topology.to')} ids={[...new Set(links.filter(link => link.from === route.id).map(link => link.to))]} />
      {(route.steps ?? []).length > 0 && (
        <Card title={t('routes.steps')}>
          <ol className="steps">
            {route.from !== undefined && (
              <li className="from">
                <code>{route.from}</code>
              </li>
            )}
            {route.steps?.map((step, index) => <Step key={index} step={step} />)}
          </ol>
        </Card>
      )}
      {mayRead && (
        <Card title={t('routes.source')}>
          {source.data?.source !== undefined ? <Code value={source.data.source} label={t('routes.source')} /> : <Awaited error={source.error} retry={source.refresh} />}
        </Card>
      )}
    </article>
  );
}

function Step({ step }: { step: RouteStep | string }) {
  if (typeof step === 'string') {
    return <li>{step}</li>;
  }
  return (
    <li style={{ marginLeft: `${(step.depth ?? 0) * 1.3}rem` }}>
      <b>{step.type ?? step.name ?? step.id}</b> {step.uri && <code>{step.uri}</code>}
      {step.description && <p className="soft">{step.description}</p>}
    </li>
  );
}
