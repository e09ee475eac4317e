/** Calls that were recorded because somebody asked, seen step by step. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useCommand, useMay, useQuery } from '../client/hooks.ts';
import type { Film, RecordedCall, Recording } from '../client/types.ts';
import { Diff } from '../ui/Diff.tsx';
import { clock, millis } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { address, go } from '../ui/navigation.ts';
import { Awaited, Badge, Card, Code, Empty, Facts, secondsUntil, toneOf, useNow } from '../ui/parts.tsx';
import { Split } from '../ui/Split.tsx';
import { useToast } from '../ui/toasts.tsx';
import { bodyDiff, segmentsOf, stepAt, stepBy } from './film.ts';

const MOST_CALLS = 20;
const MOST_SECONDS = 300;

export function Recordings({ chosen, call }: { chosen: string | undefined; call: string | undefined }) {
  const t = useText();
  const query = useQuery<{ recordings: Recording[] }>('list_recordings', {}, { topics: ['calls'], every: 3_000 });
  const mayStart = useMay('start_recording');
  const list = query.data?.recordings;
  return (
    <Split
      back={t('film.back')}
      to="recordings"
      list={
        <>
          {mayStart && <Start refresh={query.refresh} />}
          <Card title={t('film.list')}>
            {list === undefined ? (
              <Awaited error={query.error} retry={query.refresh} />
            ) : list.length === 0 ? (
              <p className="soft">{t('film.none')}</p>
            ) : (
              <ol className="versions">
                {list.map(recording => (
                  <Entry key={recording.id} recording={recording} chosen={chosen === recording.id ? call : undefined} refresh={query.refresh} />
                ))}
              </ol>
            )}
          </Card>
        </>
      }
      detail={chosen === undefined || call === undefined ? null : <Shown key={`${chosen} ${call}`} id={chosen} call={call} />}
    />
  );
}

function Start({ refresh }: { refresh: () => void }) {
  const t = useText();
  const toast = useToast();
  const start = useCommand<{ id: string }>('start_recording');
  const [server, setServer] = useState('');
  const [tool, setTool] = useState('');
  const [calls, setCalls] = useState('1');
  const [seconds, setSeconds] = useState('60');
  const submit = () => {
    const wanted = { ...(server.trim() && { server: server.trim() }), ...(tool.trim() && { tool: tool.trim() }), calls: Number(calls), seconds: Number(seconds) };
    start.call(wanted).then(
      () => {
        toast(t('film.started', { count: calls }));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  };
  const field = (name: string, label: string, value: string, set: (value: string) => void, most?: number) => (
    <label className="field">
      <span>{label}</span>
      <input name={name} type={most ? 'number' : 'text'} min={most && 1} max={most} required={most !== undefined} autoComplete="off" spellCheck={false} value={value} onChange={event => set(event.target.value)} />
    </label>
  );
  return (
    <Card title={t('film.title')}>
      <p className="soft">{t('film.text')}</p>
      <form
        className="film-form"
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
      >
        {field('server', t('film.server'), server, setServer)}
        {field('tool', t('film.tool'), tool, setTool)}
        {field('calls', t('film.calls'), calls, setCalls, MOST_CALLS)}
        {field('seconds', t('film.seconds'), seconds, setSeconds, MOST_SECONDS)}
        <button type="submit" className="primary" disabled={start.pending}>
          {t('film.start')}
        </button>
      </form>
    </Card>
  );
}

function Entry({ recording, chosen, refresh }: { recording: Recording; chosen: string | undefined; refresh: () => void }) {
  const t = useText();
  const word = useWord();
  const toast = useToast();
  const now = useNow();
  const stop = useCommand('stop_recording');
  const mayStop = useMay('stop_recording');
  const left = recording.running === false ? 0 : secondsUntil(recording.until, now);
  const end = () =>
    stop.call({ id: recording.id }).then(
      () => {
        toast(t('film.stopped'));
        refresh();
      },
      (error: Error) => toast(error.message, true),
    );
  return (
    <li data-recording={recording.id}>
      <div className="line">
        <b>{[recording.server, recording.tool].filter(Boolean).join('/') || t('film.any')}</b>
        <Badge tone={left > 0 ? 'info' : 'calm'}>{left > 0 ? t('film.running', { seconds: left }) : t('film.ended')}</Badge>
        <time className="soft" dateTime={recording.started}>{clock(recording.started)}</time>
        {left > 0 && mayStop && (
          <button type="button" className="small" disabled={stop.pending} onClick={end}>
            {t('film.stop')}
          </button>
        )}
      </div>
      {recording.calls.length === 0 ? (
        <p className="soft">{t('film.waiting')}</p>
      ) : (
        <ul className="film-calls">
          {recording.calls.map(call => (
            <li key={call.call}>
              <a href={address('recordings', recording.id, String(call.call))} aria-current={String(call.call) === chosen ? 'true' : undefined}>
                {call.server}/{call.tool}
              </a>{' '}
              {call.outcome && <Badge tone={toneOf(call.outcome)}>{word('outcome', call.outcome)}</Badge>} <span className="soft">{millis(call.duration_ms)}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Shown({ id, call }: { id: string; call: string }) {
  const t = useText();
  const query = useQuery<Film>('get_recording', { id, call: Number(call) });
  if (!query.data) {
    return <Awaited error={query.error} retry={query.refresh} />;
  }
  return query.data.steps.length === 0 ? <Empty title={t('film.nosteps')} /> : <Player film={query.data} />;
}

function Player({ film }: { film: Film }) {
  const t = useText();
  const word = useWord();
  const [at, setAt] = useState(0);
  const box = useRef<HTMLElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const steps = film.steps;
  const step = steps[Math.min(at, steps.length - 1)]!;
  const bars = useMemo(() => segmentsOf(steps, film.duration_ms), [steps, film.duration_ms]);
  const diff = useMemo(() => bodyDiff(steps, at), [steps, at]);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    const item = list.current?.children[at];
    if (list.current && item instanceof HTMLElement) {
      const top = item.offsetTop - list.current.offsetTop;
      if (top < list.current.scrollTop || top + item.offsetHeight > list.current.scrollTop + list.current.clientHeight) {
        list.current.scrollTop = top - list.current.clientHeight / 2;
      }
    }
  }, [at]);
  const press = (event: KeyboardEvent) => {
    const to = stepBy(event.key, at, steps.length);
    if (to !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      setAt(to);
    }
  };
  const move = (key: string, label: string, sign: string) => (
    <button type="button" data-film={key} disabled={stepBy(key, at, steps.length) === at} onClick={() => setAt(stepBy(key, at, steps.length) ?? at)}>
      {sign} {label}
    </button>
  );
  return (
    <article ref={box} className="film-player" tabIndex={-1} onKeyDown={press} data-step={at}>
      <h2>
        {film.server}/{film.tool} {film.outcome && <Badge tone={toneOf(film.outcome)}>{word('outcome', film.outcome)}</Badge>}
      </h2>
      <Facts
        facts={[
          [t('common.duration'), millis(film.duration_ms)],
          [t('calls.request'), <code>{film.request_id}</code>],
        ]}
      />
      <div className="film-bar" role="img" aria-label={t('film.bar')} onClick={event => setAt(stepAt(steps, event.nativeEvent.offsetX / event.currentTarget.clientWidth, film.duration_ms))}>
        {bars.map((bar, index) => (
          <i key={index} className={index === at ? 'now' : index < at ? 'past' : ''} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
        ))}
      </div>
      <div className="actions">
        {move('Home', t('film.first'), '⏮')}
        {move('ArrowLeft', t('film.previous'), '◀')}
        {move('ArrowRight', t('film.next'), '▶')}
        {move('End', t('film.last'), '⏭')}
        <span role="status">{t('film.step', { n: at + 1, count: steps.length })}</span>
      </div>
      <p className="soft">{t('film.keys')}</p>
      <div className="film">
        <ol ref={list} className="film-steps">
          {steps.map((one, index) => (
            <li key={one.seq}>
              <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => setAt(index)}>
                <span className="soft">{index + 1}</span>
                <span className="wrap">
                  {one.step || one.route} {one.changed && <span className="changed">{t('film.changed')}</span>}
                </span>
                <span className="soft">{millis(one.duration_ms)}</span>
              </button>
            </li>
          ))}
        </ol>
        <div className="film-now">
          <h3>{step.step || step.route}</h3>
          <p className="text">{step.description}</p>
          <Facts
            facts={[
              [t('film.route'), <a href={address('routes', step.route)}>{step.route}</a>],
              [t('film.at'), millis(step.at_ms)],
              [t('film.took'), millis(step.duration_ms)],
              step.label !== undefined && [t('routes.steps'), step.label],
            ]}
          />
          {step.error && <p className="why">{step.error}</p>}
          {at > 0 && step.body !== undefined && (diff.length > 0 ? <Changed label={t('film.diff')} lines={diff} /> : <p className="soft">{t('film.nochange')}</p>)}
          {step.body !== undefined && (
            <>
              <h3>{t('film.whole')}</h3>
              {step.cut && <p className="soft">{t('film.cut')}</p>}
              <Code value={step.body} label={t('film.whole')} />
            </>
          )}
        </div>
      </div>
    </article>
  );
}

function Changed({ label, lines }: { label: string; lines: ReturnType<typeof bodyDiff> }) {
  return (
    <>
      <h3>{label}</h3>
      <Diff lines={lines} label={label} signs />
    </>
  );
}

/** A link to start recording of one tool's next call. */
export function RecordNext({ call }: { call: Pick<RecordedCall, 'server' | 'tool'> }) {
  const t = useText();
  const toast = useToast();
  const may = useMay('start_recording');
  const start = useCommand('start_recording');
  const begin = () =>
    start.call({ server: call.server, tool: call.tool, calls: 1, seconds: MOST_SECONDS }).then(
      () => {
        toast(t('film.started', { count: 1 }));
        go('recordings');
      },
      (error: Error) => toast(error.message, true),
    );
  return may ? (
    <button type="button" data-record="" disabled={start.pending} onClick={begin}>
      {t('film.record')}
    </button>
  ) : null;
}
