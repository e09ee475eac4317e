/** Small parts that every page is made of. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { LiveError } from '../client/LiveClient.ts';
import { useText } from './i18n.tsx';
import { pretty } from './format.ts';

export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'calm';

/** The tone of a word of the gateway: state, severity, outcome. */
export function toneOf(word: string | undefined): Tone {
  switch (word) {
    case 'online':
    case 'ready':
    case 'healthy':
    case 'closed':
    case 'success':
    case 'replayed':
    case 'recovered':
      return 'good';
    case 'degraded':
    case 'joining':
    case 'waiting':
    case 'new':
    case 'half_open':
    case 'warning':
    case 'replaying':
    case 'connecting':
      return 'wait';
    case 'info':
    case 'unknown':
    case 'discarded':
    case 'disabled':
      return 'calm';
    case undefined:
      return 'calm';
    default:
      return 'bad';
  }
}

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

export function Card({ title, action, children, className = '' }: { title?: ReactNode; action?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`card ${className}`}>
      {(title || action) && (
        <header>
          <h2>{title}</h2>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}

export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="strong">{title}</p>
      {children}
    </div>
  );
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useText();
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div className="problem" role="alert">
      <p className="strong">{t('common.error')}</p>
      <p>
        {message} {error instanceof LiveError && <code>{error.code}</code>}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          {t('common.retry')}
        </button>
      )}
    </div>
  );
}

/** What a page shows in place of data that is not there: a failure, or that it is on its way. */
export function Awaited({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useText();
  return error ? <Problem error={error} retry={retry} /> : <p className="loading" role="status">{t('common.loading')}</p>;
}

export function Search({ value, onChange, label }: { value: string; onChange: (value: string) => void; label: string }) {
  return (
    <input
      className="search"
      type="search"
      data-search=""
      placeholder={label}
      aria-label={label}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={event => onChange(event.target.value)}
    />
  );
}

export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** One of a few, as buttons side by side. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map(([key, text]) => (
        <button key={key} type="button" aria-pressed={key === value} onClick={() => onChange(key)}>
          {text}
        </button>
      ))}
    </div>
  );
}

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode] | false | undefined)[] }) {
  return (
    <dl className="facts">
      {facts.map(
        fact =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function CopyButton({ text }: { text: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard?.writeText(text).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), 1_500);
      },
      () => undefined,
    );
  };
  return (
    <button type="button" className="quiet" onClick={copy}>
      {copied ? t('common.copied') : t('common.copy')}
    </button>
  );
}

const LONGEST = 200_000;

/** Text with equal widths, JSON laid out; longer than 200,000 characters only its beginning. */
export function Code({ value, label }: { value: unknown; label: string }) {
  const text = pretty(value);
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text;
  return (
    <div className="code">
      <CopyButton text={text} />
      <pre tabIndex={0} role="region" aria-label={label}>
        {shown}
      </pre>
    </div>
  );
}

/** A question before something that cannot be taken back. The platform's own dialog: focus stays in it, Escape leaves it. */
export function Confirm({
  title,
  text,
  yes,
  danger = false,
  onYes,
  onNo,
}: {
  title: string;
  text: string;
  yes: string;
  danger?: boolean;
  onYes: () => void;
  onNo: () => void;
}) {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => (before instanceof HTMLElement && before.isConnected ? before.focus() : undefined);
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onNo}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <div className="actions">
        <button type="button" onClick={onNo}>
          {t('common.cancel')}
        </button>
        <button type="button" className={danger ? 'danger' : 'primary'} onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}

/** The moment, again each second: for what counts down. */
export function useNow(every = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const id = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(id);
  }, [every]);
  return now;
}

/** Seconds until a time, from 0. */
export function secondsUntil(time: string | number | undefined, now: number): number {
  const at = typeof time === 'number' ? time : Date.parse(time ?? '');
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now) / 1_000));
}

/** A value that changes only after its source has rested. */
export function useRested<T>(value: T, pause = 200): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const id = setTimeout(() => setRested(value), pause);
    return () => clearTimeout(id);
  }, [value, pause]);
  return rested;
}

export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
