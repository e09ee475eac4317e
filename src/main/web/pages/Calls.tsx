import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useEventListener } from '../client/hooks.ts';
import type { CallCompleted } from '../client/types.ts';
import { clock, csv, dateTime, millis, number } from '../ui/format.ts';
import { useText, useWord } from '../ui/i18n.tsx';
import { address } from '../ui/navigation.ts';
import { Badge, Choice, download, Empty, Facts, Search, toneOf } from '../ui/parts.tsx';
import { VirtualList } from '../ui/VirtualList.tsx';
import { RecordNext } from './Recordings.tsx';
import { matches, MOST, Tail, type TailRow } from './tail.ts';

const tail = new Tail();
const COLUMNS = ['at', 'server', 'tool', 'outcome', 'duration_ms', 'cache_hit', 'caller', 'request_id', 'trace_id'];

export function Calls() {
  const t = useText();
  const word = useWord();
  const [rows, setRows] = useState<readonly TailRow[]>(tail.all);
  const [paused, setPaused] = useState(false);
  const [text, setText] = useState('');
  const [server, setServer] = useState('');
  const [outcome, setOutcome] = useState('');
  const [chosen, setChosen] = useState<TailRow | undefined>();
  const waiting = useRef<TailRow[]>([]);
  const [fresh, setFresh] = useState(0);
  useEventListener(['calls'], event => {
    if (event.type === 'call_completed') {
      const call = event.payload as unknown as CallCompleted;
      waiting.current.push({ ...call, key: event.sequence, at: call.completed_at ?? event.timestamp });
      if (waiting.current.length > MOST) {
        waiting.current.splice(0, waiting.current.length - MOST);
      }
    }
  }, undefined, true);
  useEffect(() => {
    const take = () => {
      if (paused) {
        setFresh(waiting.current.length);
      } else if (waiting.current.length > 0) {
        tail.add(waiting.current);
        waiting.current = [];
        setRows(tail.all);
      }
    };
    const id = setInterval(take, 250);
    take();
    return () => {
      clearInterval(id);
    };
  }, [paused]);
  const filter = useDeferredValue(useMemo(() => ({ text, server, outcome }), [text, server, outcome]));
  const shown = useMemo(() => rows.filter(row => matches(row, filter)).reverse(), [rows, filter]);
  const servers = useMemo(() => [...new Set(rows.map(row => row.server))].sort(), [rows]);
  const outcomes = useMemo(() => [...new Set(rows.map(row => row.outcome))].sort(), [rows]);
  const clear = () => {
    tail.clear();
    waiting.current = [];
    setRows([]);
    setChosen(undefined);
  };
  const save = (kind: 'csv' | 'json') => {
    const data = shown.map(({ key: _, ...row }) => row);
    download(`calls.${kind}`, kind === 'csv' ? 'text/csv' : 'application/json', kind === 'csv' ? csv(data, COLUMNS) : JSON.stringify(data, null, 2));
  };
  return (
    <div className="fill">
      <div className="bar">
        <Search value={text} onChange={setText} label={t('common.search')} />
        <Choice label={t('common.server')} value={server} onChange={setServer} options={[['', t('common.all')], ...servers.map(one => [one, one] as const)]} />
        <Choice
          label={t('common.outcome')}
          value={outcome}
          onChange={setOutcome}
          options={[['', t('common.all')], ['all_failed', t('outcome.all_failed')], ...outcomes.map(one => [one, word('outcome', one)] as const)]}
        />
        <span className="grow" />
        <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {paused ? t('calls.resume') : t('calls.pause')}
        </button>
        <button type="button" onClick={clear}>
          {t('calls.clear')}
        </button>
        <button type="button" disabled={shown.length === 0} onClick={() => save('csv')}>
          {t('calls.export')} CSV
        </button>
        <button type="button" disabled={shown.length === 0} onClick={() => save('json')}>
          {t('calls.export')} JSON
        </button>
      </div>
      <p className="soft" role="status">
        {paused ? t('calls.paused', { count: number(fresh) }) : t('calls.count', { shown: number(shown.length), total: number(rows.length), most: number(MOST) })}
      </p>
      {chosen && <CallDetail call={chosen} close={() => setChosen(undefined)} />}
      {shown.length === 0 ? (
        <Empty title={rows.length === 0 ? t('calls.empty') : t('calls.nomatch')} />
      ) : (
        <VirtualList
          rows={shown}
          rowHeight={34}
          label={t('nav.calls')}
          keyOf={row => String(row.key)}
          chosen={chosen && String(chosen.key)}
          onChoose={setChosen}
          header={
            <span className="call">
              <span>{t('common.time')}</span>
              <span>{t('common.tool')}</span>
              <span>{t('common.outcome')}</span>
              <span className="right">{t('common.duration')}</span>
              <span className="wideonly">{t('common.caller')}</span>
            </span>
          }
          row={row => (
            <span className="call">
              <time>{clock(row.at)}</time>
              <span className="cut">
                <span className="soft">{row.server}/</span>
                {row.tool}
              </span>
              <span>
                <Badge tone={toneOf(row.outcome)}>{word('outcome', row.outcome)}</Badge>
              </span>
              <span className="right">
                {row.cache_hit && <span className="soft">{t('calls.cache')} </span>}
                {millis(row.duration_ms)}
              </span>
              <span className="wideonly soft cut">{row.caller}</span>
            </span>
          )}
        />
      )}
    </div>
  );
}

function CallDetail({ call, close }: { call: TailRow; close: () => void }) {
  const t = useText();
  const word = useWord();
  return (
    <section className="card detail" aria-label={t('common.details')}>
      <header>
        <h2>
          {call.server}/{call.tool}
        </h2>
        <button type="button" className="quiet" onClick={close}>
          {t('common.close')}
        </button>
      </header>
      <Facts
        facts={[
          [t('common.time'), dateTime(call.at)],
          [t('common.outcome'), <Badge tone={toneOf(call.outcome)}>{word('outcome', call.outcome)}</Badge>],
          [t('common.duration'), millis(call.duration_ms)],
          [t('calls.cache'), call.cache_hit ? t('common.yes') : t('common.no')],
          [t('common.caller'), call.caller],
          [t('calls.request'), <code>{call.request_id}</code>],
          call.trace_id ? [t('calls.trace'), <code>{call.trace_id}</code>] : undefined,
        ]}
      />
      <div className="actions">
        <a className="button" href={address('tools', call.server, call.tool)}>
          {t('calls.try')}
        </a>
        <RecordNext call={call} />
      </div>
    </section>
  );
}
