import { Component, type ErrorInfo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useConnection, useLiveClient, useMay } from './client/hooks.ts';
import { keepKey, storedKey } from './client/connections.ts';
import { Alerts } from './pages/Alerts.tsx';
import { Calls } from './pages/Calls.tsx';
import { Configuration } from './pages/Configuration.tsx';
import { Errors } from './pages/Errors.tsx';
import { Letters } from './pages/Letters.tsx';
import { Overview } from './pages/Overview.tsx';
import { Recordings } from './pages/Recordings.tsx';
import { Routes } from './pages/Routes.tsx';
import { Tools } from './pages/Tools.tsx';
import { Upstreams } from './pages/Upstreams.tsx';
import { type Key, type Language, Languages, useLanguage, useText } from './ui/i18n.tsx';
import { Live } from './ui/live.tsx';
import { address, useSegments } from './ui/navigation.ts';
import { secondsUntil, useNow } from './ui/parts.tsx';
import { type Theme, useTheme } from './ui/theme.ts';
import { ToastArea } from './ui/toasts.tsx';

const PAGES = ['overview', 'upstreams', 'calls', 'recordings', 'tools', 'errors', 'letters', 'routes', 'configuration', 'alerts'] as const;
type Page = (typeof PAGES)[number];

export function App() {
  return (
    <Languages>
      <ToastArea>
        <Frame />
      </ToastArea>
    </Languages>
  );
}

function Frame() {
  const t = useText();
  const client = useLiveClient();
  const state = useConnection();
  const [part = 'overview', ...rest] = useSegments();
  const page: Page = (PAGES as readonly string[]).includes(part) ? (part as Page) : 'overview';
  const main = useRef<HTMLElement>(null);
  const [menu, setMenu] = useState(false);
  const shownBefore = useRef(page);
  useEffect(() => {
    document.title = `${t(`nav.${page}` as Key)} – Mehari`;
    setMenu(false);
    if (shownBefore.current !== page) {
      shownBefore.current = page;
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
  }, [page, t]);
  useSlash();
  const records = useMay('list_recordings');
  return (
    <div className={menu ? 'frame menu-open' : 'frame'}>
      <a
        className="skip"
        href="#main"
        onClick={event => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <header className="top">
        <button type="button" className="menu" aria-expanded={menu} aria-controls="nav" onClick={() => setMenu(!menu)}>
          <span aria-hidden="true">☰</span> <span className="hidden">{t('nav.menu')}</span>
        </button>
        <a className="brand" href={address('overview')}>
          <img src="icon.svg" alt="" width="22" height="22" /> Mehari
        </a>
        <span className={`connection ${state}`} role="status" data-state={state}>
          <i aria-hidden="true" /> {t(`state.${state}` as Key)}
        </span>
        <Preferences signedIn={client.identity?.caller !== undefined || storedKey() !== null} />
      </header>
      <nav id="nav" aria-label={t('nav.main')}>
        <ul>
          {PAGES.filter(one => one !== 'recordings' || records).map(one => (
            <li key={one}>
              <a href={address(one)} aria-current={one === page ? 'page' : undefined} onClick={() => setMenu(false)}>
                {t(`nav.${one}` as Key)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1} data-page={page}>
        <Lost />
        <h1>{t(`nav.${page}` as Key)}</h1>
        {state === 'unauthenticated' ? (
          <KeyEntry />
        ) : (
          <Live>
            <Guard key={page}>
              <Shown page={page} rest={rest} />
            </Guard>
          </Live>
        )}
      </main>
    </div>
  );
}

function Shown({ page, rest }: { page: Page; rest: string[] }) {
  switch (page) {
    case 'upstreams':
      return <Upstreams chosen={rest[0]} />;
    case 'calls':
      return <Calls />;
    case 'recordings':
      return <Recordings chosen={rest[0]} call={rest[1]} />;
    case 'tools':
      return <Tools server={rest[0]} tool={rest[1]} />;
    case 'errors':
      return <Errors chosen={rest[0]} />;
    case 'letters':
      return <Letters chosen={rest[0]} />;
    case 'routes':
      return <Routes chosen={rest[0]} />;
    case 'configuration':
      return <Configuration />;
    case 'alerts':
      return <Alerts />;
    default:
      return <Overview />;
  }
}

/** The key `/` goes to the search field of the page. */
function useSlash() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const field = document.querySelector<HTMLInputElement>('[data-search]');
        if (field) {
          event.preventDefault();
          field.focus();
        }
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function Preferences({ signedIn }: { signedIn: boolean }) {
  const t = useText();
  const client = useLiveClient();
  const { language, setLanguage } = useLanguage();
  const [theme, setTheme] = useTheme();
  const forget = () => {
    keepKey(undefined);
    void client.authenticate(undefined);
    client.close();
    client.open();
  };
  return (
    <div className="preferences">
      <label>
        <span className="hidden">{t('app.theme')}</span>
        <select value={theme} onChange={event => setTheme(event.target.value as Theme)}>
          <option value="auto">{t('app.theme.auto')}</option>
          <option value="light">{t('app.theme.light')}</option>
          <option value="dark">{t('app.theme.dark')}</option>
        </select>
      </label>
      <label>
        <span className="hidden">{t('app.language')}</span>
        <select value={language} onChange={event => setLanguage(event.target.value as Language)}>
          <option value="en">English</option>
          <option value="zh" lang="zh">中文</option>
        </select>
      </label>
      {signedIn && (
        <button type="button" className="small" onClick={forget}>
          {t('app.signout')}
        </button>
      )}
    </div>
  );
}

/** Stands above everything while the connection is lost, with when it is tried again. */
function Lost() {
  const t = useText();
  const client = useLiveClient();
  const state = useConnection();
  const now = useNow();
  const lost = useRef(false);
  if (state === 'waiting') {
    lost.current = true;
  } else if (state === 'open' || state === 'unauthenticated') {
    lost.current = false;
  }
  if (!lost.current) {
    return null;
  }
  return (
    <div className="lost" role="alert">
      <span>{t('lost.text')}</span>
      {client.nextAttempt !== undefined && <span aria-hidden="true">{t('lost.next', { seconds: secondsUntil(client.nextAttempt, now) })}</span>}
      <button type="button" className="small" onClick={() => client.open()}>
        {t('lost.now')}
      </button>
    </div>
  );
}

function KeyEntry() {
  const t = useText();
  const client = useLiveClient();
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [visible, setVisible] = useState(false);
  const enter = useCallback(() => {
    setBusy(true);
    client.authenticate(key.trim()).then(
      () => keepKey(key.trim()),
      (error: Error) => {
        keepKey(undefined);
        setProblem(error.message);
        setBusy(false);
      },
    );
  }, [client, key]);
  return (
    <form
      className="card key"
      onSubmit={event => {
        event.preventDefault();
        enter();
      }}
    >
      <h2>{t('key.title')}</h2>
      <p className="soft">{t('key.text')}</p>
      <label className="field">
        <span>{t('key.label')}</span>
        <input
          type={visible ? 'text' : 'password'}
          name="key"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={key}
          onChange={event => setKey(event.target.value)}
        />
      </label>
      <label className="check">
        <input type="checkbox" checked={visible} onChange={event => setVisible(event.target.checked)} /> {t('key.show')}
      </label>
      {problem && (
        <p className="bad" role="alert">
          {t('key.wrong', { message: problem })}
        </p>
      )}
      <div className="actions">
        <button type="submit" className="primary" disabled={key.trim() === '' || busy}>
          {t('key.submit')}
        </button>
      </div>
    </form>
  );
}

/** A page that fails does not take the others with it. */
class Guard extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    return this.state.error ? <Failed error={this.state.error} again={() => this.setState({ error: undefined as never })} /> : this.props.children;
  }
}

function Failed({ error, again }: { error: Error; again: () => void }) {
  const t = useText();
  return (
    <div className="problem" role="alert">
      <p className="strong">{t('app.failed')}</p>
      <p>{error.message}</p>
      <button type="button" onClick={again}>
        {t('app.reload')}
      </button>
    </div>
  );
}

