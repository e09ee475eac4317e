import { useMemo, useState } from 'react';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { Breaker, Heartbeat, RouteCounts, Server } from '../client/types.ts';
import { BreakerDiagram } from '../ui/BreakerDiagram.tsx';
import { Sparkline } from '../ui/Chart.tsx';
import { dateTime, millis, number, percent } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { address } from '../ui/navigation.ts';
import { Awaited, Badge, Choice, Confirm, Empty, Facts, Search, secondsUntil, toneOf, useNow } from '../ui/parts.tsx';
import { useToast } from '../ui/toasts.tsx';
import { beatsOf, noteBeats } from './beats.ts';

/** The state by heartbeats; of what has none, by the connection. */
export function healthOf(server: Server): string {
  return server.state === 'misconfigured' || server.state === 'stopped' ? server.state : (server.health?.state ?? (server.state === 'ready' ? 'online' : server.state));
}

const ORDER = ['misconfigured', 'offline', 'stopped', 'waiting', 'joining', 'new', 'degraded'];

export function Upstreams({ chosen }: { chosen: string | undefined }) {
  const t = useText();
  const word = useWord();
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const query = useQuery<{ servers: Server[] }>('list_upstreams', {}, { topics: ['upstreams', 'breakers', 'tools', 'heartbeat'], every: 5_000 });
  const counts = useQuery<RouteCounts>('list_route_counts', {}, { topics: ['upstreams'], every: 5_000 });
  const refresh = () => {
    query.refresh();
    counts.refresh();
  };
  const servers = query.data?.servers;
  useMemo(() => noteBeats(servers), [servers]);
  const shown = useMemo(
    () =>
      (servers ?? [])
        .filter(server => server.name.toLowerCase().includes(text.toLowerCase()) && (state === '' || healthOf(server) === state))
        .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)),
    [servers, text, state],
  );
  if (!servers) {
    return <Awaited error={query.error} retry={query.refresh} />;
  }
  const states = [...new Set(servers.map(healthOf))].sort();
  return (
    <>
      <div className="bar">
        <Search value={text} onChange={setText} label={t('common.search')} />
        <Choice label={t('common.state')} value={state} onChange={setState} options={[['', t('common.all')], ...states.map(one => [one, word('server', one)] as const)]} />
        <span className="soft">{t('common.of', { shown: shown.length, total: servers.length })}</span>
      </div>
      {shown.length === 0 && <Empty title={servers.length === 0 ? t('overview.empty.title') : t('upstreams.empty')}>{servers.length === 0 && <p>{t('overview.empty.text')}</p>}</Empty>}
      <div className="servers">
        {shown.map(server => (
          <ServerCard key={server.name} server={server} open={server.name === chosen} held={heldOf(server, counts.data)} refresh={refresh} />
        ))}
      </div>
    </>
  );
}

function rank(server: Server): number {
  const place = ORDER.indexOf(healthOf(server));
  return place < 0 ? ORDER.length : place;
}

/** `stopped` or `suspended`, by somebody who asked for it. */
function heldOf(server: Server, counts: RouteCounts | undefined): string | undefined {
  if (server.state === 'stopped') {
    return server.state;
  }
  const route = counts?.routes[`upstream-${server.name}`]?.state;
  return route === undefined || route === 'started' ? undefined : route;
}

function ServerCard({ server, open, held, refresh }: { server: Server; open: boolean; held: string | undefined; refresh: () => void }) {
  const t = useText();
  const word = useWord();
  const health = healthOf(server);
  const beats = beatsOf(server.name);
  const beat = first(server.heartbeat);
  const asked = Boolean(beat?.last_heartbeat);
  const route = server.transport === 'camel';
  const broken = (server.breakers ?? []).filter(breaker => breaker.state !== 'closed' && breaker.state !== 'disabled').length;
  const version = server.protocol_version;
  return (
    <section className={`card server ${toneOf(health)} ${open ? 'open' : ''}`} id={`server-${server.name}`} data-server={server.name}>
      <header>
        <h2>
          <a href={open ? address('upstreams') : address('upstreams', server.name)} aria-expanded={open}>
            {server.name}
          </a>
        </h2>
        <span className="badges">
          {broken > 0 && <Badge tone="bad">{`${t('breaker.open')} ${broken}`}</Badge>}
          {held !== undefined && held !== health && <Badge tone="wait">{word('route', held)}</Badge>}
          <Badge tone={toneOf(health)}>{word('server', health)}</Badge>
        </span>
      </header>
      <p className="soft line">
        {[server.server_info?.title ?? server.server_info?.name, server.server_info?.version].filter(Boolean).join(' ') || (route ? t('upstreams.route') : server.transport)}
      </p>
      {server.health?.reason && health !== 'online' && <p className="why">{server.health.reason}</p>}
      {server.last_error && health !== 'online' && !server.health?.reason?.includes(server.last_error) && <p className="why">{server.last_error}</p>}
      <Retry server={server} />
      <Facts
        facts={[
          [t('upstreams.transport'), server.transport],
          version !== undefined && [
            t('upstreams.version'),
            <>
              {version} <span className="soft">{t(version >= '2026' ? 'upstreams.era.modern' : 'upstreams.era.legacy')}</span>
            </>,
          ],
          [t('upstreams.tools'), <a href={`${address('tools')}/${encodeURIComponent(server.name)}`}>{number(server.tools)}</a>],
          [t('upstreams.inflight'), number(server.in_flight ?? 0)],
          server.pool !== undefined && [t('upstreams.pool'), t('upstreams.pool.of', { busy: server.pool.busy, size: server.pool.size, max: server.pool.max })],
          !route && [t('upstreams.restarts'), number(server.restarts ?? 0)],
          !route && [t('upstreams.latency'), millis(server.health?.latency_ms ?? (asked ? beat?.average_response_time_ms : undefined))],
          asked && beat?.success_rate_percent !== undefined && [t('upstreams.success'), percent(beat.success_rate_percent / 100)],
          (server.client_connections ?? 0) > 0 && [t('upstreams.clients'), number(server.client_connections)],
        ]}
      />
      {beats.length > 1 && <Sparkline values={beats} label={`${t('upstreams.beats')}: ${server.name}`} tone={health === 'online' ? 's1' : 's3'} missed />}
      {open && <More server={server} held={held} refresh={refresh} />}
    </section>
  );
}

function first(heartbeat: Heartbeat | Heartbeat[] | undefined): Heartbeat | undefined {
  return Array.isArray(heartbeat) ? heartbeat[0] : heartbeat;
}

function Retry({ server }: { server: Server }) {
  const t = useText();
  const now = useNow();
  const attempts = server.attempt?.number ?? server.attempts;
  if (server.state === 'ready' || server.state === 'stopped' || !attempts) {
    return null;
  }
  const n = server.attempt?.of === undefined ? String(attempts) : t('upstreams.of', { n: attempts, of: server.attempt.of });
  const next = server.attempt?.next ?? server.next_attempt_at;
  return <p className="soft">{next ? t('upstreams.retry', { n, seconds: secondsUntil(next, now) }) : t('upstreams.attempts', { n })}</p>;
}

/** Stops, suspends and starts a server. */
function ServerControl({ server, held, refresh }: { server: Server; held: string | undefined; refresh: () => void }) {
  const t = useText();
  const toast = useToast();
  const [asking, setAsking] = useState<'stop' | 'suspend' | undefined>();
  const commands = { stop: useCommand('stop_upstream'), suspend: useCommand('suspend_upstream'), start: useCommand('start_upstream') };
  const may = { stop: useMay('stop_upstream'), suspend: useMay('suspend_upstream'), start: useMay('start_upstream') };
  const act = (verb: 'stop' | 'suspend' | 'start') => {
    setAsking(undefined);
    commands[verb].call({ server: server.name }, { timeout: 60_000 }).then(
      () => {
        toast(t(`control.${verb}.done`, { name: server.name }));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  };
  const offered = (['stop', 'suspend', 'start'] as const).filter(verb => may[verb] && (verb === 'start' ? held !== undefined : verb === 'suspend' ? held === undefined : held !== 'stopped'));
  return (
    <>
      {offered.map(verb => (
        <button key={verb} type="button" data-control={verb} disabled={commands[verb].pending} onClick={() => (verb === 'start' ? act(verb) : setAsking(verb))}>
          {t(`control.${verb}`)}
        </button>
      ))}
      {asking && (
        <Confirm
          title={t(`control.${asking}.title`, { name: server.name })}
          text={t(`control.${asking}.server`)}
          yes={t(`control.${asking}`)}
          danger
          onYes={() => act(asking)}
          onNo={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function More({ server, held, refresh }: { server: Server; held: string | undefined; refresh: () => void }) {
  const t = useText();
  const word = useWord();
  const toast = useToast();
  const restart = useCommand('restart_upstream');
  const mayRestart = useMay('restart_upstream');
  const [asking, setAsking] = useState(false);
  const yes = () => {
    setAsking(false);
    restart.call({ server: server.name }).then(
      () => {
        toast(t('upstreams.restarted', { server: server.name }));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  };
  const route = server.transport === 'camel';
  return (
    <div className="more">
      <div className="actions">
        <a className="button" href={`${address('tools')}/${encodeURIComponent(server.name)}`}>
          {t('upstreams.show')}
        </a>
        {!route && mayRestart && server.state !== 'stopped' && (
          <button type="button" disabled={restart.pending} onClick={() => setAsking(true)}>
            {t('upstreams.restart')}
          </button>
        )}
        {!route && <ServerControl server={server} held={held} refresh={refresh} />}
      </div>
      {asking && (
        <Confirm
          title={t('upstreams.restart.title', { server: server.name })}
          text={t('upstreams.restart.text')}
          yes={t('upstreams.restart')}
          danger
          onYes={yes}
          onNo={() => setAsking(false)}
        />
      )}
      {server.pool && server.pool.max > server.pool.min && (
        <p className="soft">{t('upstreams.pool.changes', { min: server.pool.min, max: server.pool.max, grown: server.pool.grown, shrunk: server.pool.shrunk })}</p>
      )}
      {server.since && <p className="soft">{`${word('server', server.state)} ${t('common.since', { time: dateTime(server.since) })}`}</p>}
      {server.replicas && server.replicas.length > 0 && (
        <div className="wide">
          <table>
            <caption>{t('upstreams.replicas')}</caption>
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">{t('common.state')}</th>
                <th scope="col">{t('upstreams.inflight')}</th>
                <th scope="col">{t('nav.calls')}</th>
                <th scope="col">{t('routes.failed')}</th>
                <th scope="col">{t('upstreams.latency')}</th>
              </tr>
            </thead>
            <tbody>
              {server.replicas.map(replica => (
                <tr key={replica.index}>
                  <td>{replica.index}</td>
                  <td>
                    <Badge tone={toneOf(replica.health)}>{word('server', replica.health)}</Badge>
                  </td>
                  <td>{number(replica.in_flight)}</td>
                  <td>{number(replica.calls)}</td>
                  <td>{number(replica.failures)}</td>
                  <td>{millis(replica.latency_ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>{t('upstreams.breakers')}</h3>
      {(server.breakers ?? []).length === 0 ? (
        <p className="soft">{t('upstreams.nobreakers')}</p>
      ) : (
        <ul className="breakers">
          {server.breakers?.map(breaker => <BreakerRow key={breaker.tool} server={server.name} breaker={breaker} refresh={refresh} />)}
        </ul>
      )}
      {server.stderr !== undefined && (
        <>
          <h3>{t('upstreams.stderr')}</h3>
          {server.stderr.length === 0 ? (
            <p className="soft">{t('upstreams.nostderr')}</p>
          ) : (
            <pre className="stderr" tabIndex={0} role="region" aria-label={`${t('upstreams.stderr')}: ${server.name}`}>
              {server.stderr.join('\n')}
            </pre>
          )}
        </>
      )}
    </div>
  );
}

function BreakerRow({ server, breaker, refresh }: { server: string; breaker: Breaker; refresh: () => void }) {
  const t = useText();
  const word = useWord();
  const toast = useToast();
  const now = useNow();
  const reset = useCommand('reset_breaker');
  const open = useCommand('open_breaker');
  const close = useCommand('close_breaker');
  const act = (command: typeof reset) => () =>
    command.call({ server, tool: breaker.tool }).then(
      () => {
        toast(t('breaker.done', { tool: breaker.tool }));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  const mayOpen = useMay('open_breaker');
  const mayClose = useMay('close_breaker');
  const mayReset = useMay('reset_breaker');
  const closed = breaker.state === 'closed';
  const rate = breaker.failure_rate;
  const trial = breaker.next_trial ?? breaker.next_trial_at;
  const seconds = secondsUntil(trial, now);
  const busy = reset.pending || open.pending || close.pending;
  return (
    <li>
      <div>
        <b>{breaker.tool}</b>
        <p className="soft">
          {[
            rate !== undefined && rate >= 0 && breaker.calls ? t('breaker.rate', { rate: percent(rate > 1 ? rate / 100 : rate), calls: breaker.calls }) : '',
            breaker.state === 'open' && trial ? (seconds > 0 ? t('breaker.trial', { seconds }) : t('breaker.due')) : '',
          ]
            .filter(text => text !== '')
            .join(', ')}
        </p>
      </div>
      <BreakerDiagram state={breaker.state} label={t('breaker.alt', { tool: breaker.tool, state: word('breaker', breaker.state) })} />
      <div className="actions">
        {closed && mayOpen && (
          <button type="button" className="small" disabled={busy} onClick={act(open)}>
            {t('breaker.opened')}
          </button>
        )}
        {!closed && mayClose && (
          <button type="button" className="small" disabled={busy} onClick={act(close)}>
            {t('breaker.closedby')}
          </button>
        )}
        {mayReset && (
          <button type="button" className="small" disabled={busy} onClick={act(reset)}>
            {t('breaker.reset')}
          </button>
        )}
      </div>
    </li>
  );
}
