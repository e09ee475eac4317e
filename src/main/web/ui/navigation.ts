import { useSyncExternalStore } from 'react';

/** Where the dashboard is: the part of the address behind `#/`, decoded. Nothing of it is sent to the gateway. */
export function segments(hash: string): string[] {
  return hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(part => part !== '')
    .map(part => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

export function address(...parts: string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

export function go(...parts: string[]): void {
  window.location.hash = address(...parts);
}

function listen(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useSegments(): string[] {
  return segments(useSyncExternalStore(listen, () => window.location.hash));
}
