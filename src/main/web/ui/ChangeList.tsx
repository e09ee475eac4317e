import type { LiveEvent } from '../client/EventFlow.ts';
import { type Key, useText, useWord } from './i18n.tsx';
import { en } from './en.ts';
import { clock } from './format.ts';
import { Badge, toneOf } from './parts.tsx';

const STATES: Record<string, string> = {
  server_ready: 'ready',
  server_lost: 'offline',
  alert_cleared: 'success',
  breaker_opened: 'open',
  breaker_closed: 'closed',
  routes_refused: 'refused',
  servers_refused: 'refused',
  dead_letter_added: 'failed',
  error_learned: 'failed',
  solution_recorded: 'success',
  canary_failed: 'failed',
  settings_refused: 'refused',
};

/** Changes as sentences, the latest first. */
export function ChangeList({ changes, none }: { changes: readonly LiveEvent[]; none: string }) {
  const t = useText();
  const word = useWord();
  if (changes.length === 0) {
    return <p className="soft">{none}</p>;
  }
  return (
    <ol className="changes">
      {changes.map(event => {
        const values: Record<string, string> = {};
        Object.entries(event.payload ?? {}).forEach(([name, value]) => {
          values[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
        });
        const state = STATES[event.type] ?? values['to'] ?? values['state'] ?? values['severity'];
        values['to'] = word('server', values['to']);
        values['state'] = word('breaker', values['state']);
        const key = `event.${event.type}`;
        return (
          <li key={event.sequence}>
            <time dateTime={event.timestamp}>{clock(event.timestamp)}</time>
            <i className={`dot ${toneOf(state ?? 'info')}`} aria-hidden="true" />
            <span>
              {key in en ? t(key as Key, values) : event.type.replaceAll('_', ' ')}
              {values['reason'] && values['reason'] !== 'null' && <span className="soft"> {values['reason']}</span>}
            </span>
            {event.payload?.['severity'] ? <Badge tone={toneOf(values['severity'])}>{word('severity', values['severity'])}</Badge> : null}
          </li>
        );
      })}
    </ol>
  );
}
