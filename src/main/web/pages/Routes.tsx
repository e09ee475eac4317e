import { useMemo, useState } from 'react';
import { useMay, useQuery } from '../client/hooks.ts';
import type { RouteInfo, RouteList, RouteStep } from '../client/types.ts';
import { millis, number } from '../ui/format.ts';
import { useText } from '../ui/i18n.tsx';
import { address } from '../ui/navigation.ts';
import { Awaited, Card, Choice, Code, Empty, Facts, Search } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';

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
  const query = useQuery<RouteList>('list_routes', {}, { topics: ['config'], every: 2_000 });
  const routes = query.data?.routes;
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
  const route = routes.find(one => one.id === chosen);
  return (
    <Split
      back={t('routes.back')}
      to="routes"
      list={
        <>
          <div className="bar">
            <Search value={text} onChange={setText} label={t('common.search')} />
            <Choice label={t('routes.folder')} value={folder} onChange={setFolder} options={[['', t('common.all')], ...folders.map(one => [one, one || '–'] as const)]} />
          </div>
          <p className="soft" role="status">
            {query.data.generation !== undefined && `${t('routes.generation', { n: query.data.generation })}, `}
            {t('routes.count', { count: routes.length, calls: number(query.data.calls_in_flight ?? 0) })}
          </p>
          {shown.length === 0 && <Empty title={t('routes.empty')} />}
          {folders
            .filter(one => shown.some(route => folderOf(route) === one))
            .map(one => (
              <Folder key={one} name={one} routes={shown.filter(route => folderOf(route) === one)} chosen={chosen} />
            ))}
        </>
      }
      detail={chosen === undefined ? null : route ? <Route key={route.id} route={route} /> : <Empty title={t('routes.empty')} />}
    />
  );
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
                  <span className="soft cut">{route.description}</span>
                </th>
                <td className="number">{number(okOf(route))}</td>
                <td className={(route.statistics?.failed ?? 0) > 0 ? 'number bad' : 'number'}>{number(route.statistics?.failed)}</td>
                <td className="number">{number(route.statistics?.in_flight)}</td>
                <td className="number">{millis(route.statistics?.p95_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Route({ route }: { route: RouteInfo }) {
  const t = useText();
  const mayRead = useMay('get_route_source');
  const source = useQuery<{ source?: string; file?: string }>('get_route_source', mayRead ? { id: route.id } : null, { topics: ['config'] });
  const statistics = route.statistics;
  const file = source.data?.file ?? route.file;
  return (
    <article className="route" data-route={route.id}>
      <h2>{route.id}</h2>
      <p className="text">{route.description}</p>
      <Facts
        facts={[
          route.from !== undefined && [t('routes.from'), <code>{route.from}</code>],
          file !== undefined && [t('routes.source'), <code>{file}</code>],
          [t('routes.ok'), number(okOf(route))],
          [t('routes.failed'), number(statistics?.failed)],
          [t('routes.inflight'), number(statistics?.in_flight)],
          [t('routes.mean'), millis(statistics?.mean_ms)],
          statistics?.p95_ms !== undefined && [t('routes.p95'), millis(statistics.p95_ms)],
        ]}
      />
      {(route.steps ?? []).length > 0 && (
        <Card title={t('routes.steps')}>
          <ol className="steps">
            <li className="from">
              <code>{route.from}</code>
            </li>
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
