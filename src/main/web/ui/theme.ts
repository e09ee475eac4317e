import { useCallback, useState } from 'react';
import { read, write } from './i18n.tsx';

export type Theme = 'auto' | 'light' | 'dark';

const STORED = 'mehari.theme';

/** What was chosen before. */
export function storedTheme(): Theme {
  const stored = read(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

/** Shows this theme; `auto` is what the system prefers. */
export function show(theme: Theme): void {
  if (theme === 'auto') {
    delete document.documentElement.dataset['theme'];
  } else {
    document.documentElement.dataset['theme'] = theme;
  }
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, set] = useState(storedTheme);
  const choose = useCallback((next: Theme) => {
    write(STORED, next);
    show(next);
    set(next);
  }, []);
  return [theme, choose];
}
