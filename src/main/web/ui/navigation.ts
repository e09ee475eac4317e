import { useSyncExternalStore } from 'react';
import { address, segments } from './segments.ts';

export { address };

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
