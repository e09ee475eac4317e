import { type ReactNode, useMemo, useState } from 'react';
import { useMay, useQuery } from '../client/hooks.ts';
import type { Diagnostics, Instances, Server, Stats } from '../client/types.ts';
import { Chart, Sparkline } from '../ui/Chart.tsx';
import { ChangeList } from '../ui/ChangeList.tsx';
import { duration, millis, number, percent } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { useChanges, useNowLive } from '../ui/live.tsx';
import { address } from '../ui/navigation.ts';
import { Badge, Card, Empty, Segments, type Tone, toneOf } from '../ui/parts.tsx';
import { healthOf } from './Upstreams.tsx';

const WINDOWS = ['1', '5', '15'] as const;

export function Overview() {
  const t = useText();
  const { stats, samples } = useNowLive();
  const [window, setWindow] = useState<(typeof WINDOWS)[number]>('5');
  const shown = useMemo(() => samples.slice(-60 * Number(window)), [samples, window]);
  const of = (value: (stats: Stats) => number | null | undefined) => shown.map(one => (one.stats === null ? null : (value(one.stats) ?? null)));
  const times = shown.map(one => one.at);
  return (
    <>
      <Figures stats={stats} of={of} />
      <div className="columns">
        <Card
          title={t('overview.traffic')}
          action={<Segments label={t('overview.window')} value={window} onChange={setWindow} options={WINDOWS.map(n => [n, t('overview.minutes', { n })] as const)} />}
        >
          <Chart
            title={t('overview.traffic')}
            times={times}
            format={value => number(value, value < 1 ? 2 : value < 10 ? 1 : 0)}
            series={[
              { name: t('overview.ok'), tone: 's1', values: of(s => s.calls_per_second) },
              { name: t('overview.failed'), tone: 's3', values: of(s => s.errors_per_second) },
            ]}
          />
        </Card>
        <Card title={t('overview.latencies')}>
          <Chart
            title={t('overview.latencies')}
            times={times}
            format={millis}
            series={[
              { name: 'p50', tone: 's1', values: of(s => s.latency_ms?.p50) },
              { name: 'p95', tone: 's2', values: of(s => s.latency_ms?.p95) },
              { name: 'p99', tone: 's3', values: of(s => s.latency_ms?.p99) },
            ]}
          />
        </Card>
      </div>
      <div className="columns">
        <Issues />
        <Servers />
      </div>
      <Gateways />
      <Card title={t('overview.events')}>
        <ChangeList changes={useChanges().slice(0, 12)} none={t('overview.noevents')} />
      </Card>
    </>
  );
}

function Figures({ stats, of }: { stats: Stats | null; of: (value: (stats: Stats) => number | null | undefined) => (number | null)[] }) {
  const t = useText();
  const word = useWord();
  const rate = stats?.error_rate ?? 0;
  return (
    <div className="figures" data-live={stats === null ? 'false' : 'true'}>
      <Health score={stats?.health?.score} status={stats?.health?.status} text={word('health', stats?.health?.status)} />
      <Figure
        name={t('overview.calls')}
        value={number(stats?.calls_per_second, 1)}
        note={stats ? t('overview.total', { count: number(stats.calls) }) : ''}
        line={of(s => s.calls_per_second)}
      />
      <Figure
        name={t('overview.latency')}
        value={millis(stats?.latency_ms?.p95)}
        note={stats ? `p50 ${millis(stats.latency_ms?.p50)}, p99 ${millis(stats.latency_ms?.p99)}` : ''}
        line={of(s => s.latency_ms?.p95)}
      />
      <Figure name={t('overview.errors')} value={percent(stats?.error_rate)} tone={rate > 0.05 ? 'bad' : rate > 0.01 ? 'wait' : 'calm'} line={of(s => s.error_rate)} note={`${number(stats?.errors_per_second, 1)} ${t('overview.persec')}`} />
      <Figure
        name={t('overview.cache')}
        value={percent(stats?.cache?.hit_rate)}
        note={stats?.cache ? t('overview.hits', { hits: number(stats.cache.hits), misses: number(stats.cache.misses) }) : ''}
        line={of(s => s.cache?.hit_rate)}
      />
      <Figure name={t('overview.recovery')} value={percent(stats?.recovery_rate)} note={stats ? t('overview.uptime', { time: duration(stats.uptime_seconds) }) : ''} line={of(s => s.recovery_rate)} />
      <Figure
        name={t('overview.inflight')}
        value={number(stats?.in_flight)}
        line={of(s => s.in_flight)}
        note={stats?.dropped_events ? t('overview.dropped', { count: number(stats.dropped_events) }) : ''}
      />
    </div>
  );
}

function Figure({ name, value, note, line, tone = 'calm' }: { name: string; value: string; note?: ReactNode; line: (number | null)[]; tone?: Tone }) {
  return (
    <div className={`figure ${tone}`}>
      <span className="name">{name}</span>
      <span className="value">{value}</span>
      <span className="note">{note}</span>
      <Sparkline values={line} label={name} />
    </div>
  );
}

/** The score as a ring that is as full as it is high. */
function Health({ score, status, text }: { score: number | null | undefined; status: string | undefined; text: string }) {
  const t = useText();
  const around = 2 * Math.PI * 30;
  return (
    <div className={`figure health ${toneOf(status)}`}>
      <span className="name">{t('overview.health')}</span>
      <svg width="76" height="76" viewBox="0 0 76 76" role="img" aria-label={`${t('overview.health')}: ${score ?? '–'}, ${text}`}>
        <circle className="ring-back" cx="38" cy="38" r="30" />
        <circle className="ring" cx="38" cy="38" r="30" strokeDasharray={`${((score ?? 0) / 100) * around} ${around}`} transform="rotate(-90 38 38)" />
        <text x="38" y="45" textAnchor="middle">
          {score ?? '–'}
        </text>
      </svg>
      <Badge tone={toneOf(status)}>{text}</Badge>
    </div>
  );
}

function Issues() {
  const t = useText();
  const word = useWord();
  const { data, error } = useQuery<Diagnostics>('get_diagnostics', {}, { topics: ['alerts', 'upstreams', 'breakers'], every: 30_000 });
  const issues = (data?.issues ?? []).filter(issue => issue.severity !== 'info');
  return (
    <Card title={t('overview.issues')} action={<a href={address('alerts')}>{t('nav.alerts')}</a>}>
      {error && !data && <p className="soft">{error.message}</p>}
      {data && issues.length === 0 && <p className="soft">{t('overview.noissues')}</p>}
      <ul className="issues">
        {issues.slice(0, 6).map((issue, index) => (
          <li key={`${issue.kind} ${issue.subject} ${index}`}>
            <Badge tone={toneOf(issue.severity)}>{word('severity', issue.severity)}</Badge>
            <div>
              <p>{issue.cause}</p>
              <p className="soft">{issue.recommendation}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Servers() {
  const t = useText();
  const word = useWord();
  const { stats } = useNowLive();
  const { data, error } = useQuery<{ servers: Server[] }>('list_upstreams', {}, { topics: ['upstreams', 'tools'], every: 30_000 });
  const counts = stats?.upstreams;
  return (
    <Card
      title={t('overview.servers')}
      action={<span className="soft">{counts ? t('overview.ofservers', { ...counts }) : ''}</span>}
    >
      {error && !data && <p className="soft">{error.message}</p>}
      {data && data.servers.length === 0 && <Empty title={t('overview.empty.title')}><p>{t('overview.empty.text')}</p></Empty>}
      <ul className="chips">
        {data?.servers.slice(0, 120).map(server => (
          <li key={server.name}>
            <a href={address('upstreams', server.name)}>
              <i className={`dot ${toneOf(healthOf(server))}`} aria-hidden="true" />
              <b>{server.name}</b>
              <span className="soft">{word('server', healthOf(server))}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Gateways on one Redis; not shown where this one knows of no other. */
function Gateways() {
  const t = useText();
  const may = useMay('list_instances');
  const { data } = useQuery<Instances>('list_instances', may ? {} : null, { every: 15_000 });
  if (!data?.enabled) return null;
  const sets = new Set(data.instances.map(one => one.routes)).size;
  return (
    <Card title={t('overview.gateways')} action={<span className="soft">{data.problem ?? (sets > 1 ? t('overview.routesets', { count: sets }) : '')}</span>}>
      <ul className="chips gateways">
        {data.instances.map(one => (
          <li key={one.epoch}>
            <span className="chip">
              <i className={`dot ${data.problem && !one.self ? 'calm' : 'good'}`} aria-hidden="true" />
              <b>{one.id}</b>
              <span className="soft">
                {one.self ? t('overview.thisone') : one.address} · {one.version} · {one.routes.slice(0, 8)}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
