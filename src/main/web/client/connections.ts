import { LiveClient } from './LiveClient.ts';

interface Shared {
  client: LiveClient;
  users: number;
}

const all = new Map<string, Shared>();
/** Where the key is kept: in this tab only, and only until it is closed. */
const KEY = 'mehari.key';

/** The address of the live plane that served this page. */
export function liveUrl(): string {
  const url = new URL('.', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = url.search = '';
  return url.href;
}

/** One client for all who use an address; it is closed when the last of them has left. */
export function acquire(url: string): LiveClient {
  let shared = all.get(url);
  if (!shared) {
    shared = { client: new LiveClient(url), users: 0 };
    all.set(url, shared);
    const key = storedKey();
    if (key !== null && url === liveUrl()) {
      void shared.client.authenticate(key);
    }
    shared.client.open();
  }
  shared.users++;
  return shared.client;
}

/** Ends one use. Not at once: React leaves and comes back within one step. */
export function release(url: string): void {
  const shared = all.get(url);
  if (shared && --shared.users === 0) {
    setTimeout(() => {
      if (shared.users === 0 && all.get(url) === shared) {
        all.delete(url);
        shared.client.close();
      }
    }, 1_000);
  }
}

/** Keeps the key for this tab, or forgets it. */
export function keepKey(key: string | undefined): void {
  try {
    if (key === undefined) {
      sessionStorage.removeItem(KEY);
    } else {
      sessionStorage.setItem(KEY, key);
    }
  } catch {
    // no storage: it is held in memory only
  }
}

/** Whether a key is kept for this tab. */
export function storedKey(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
