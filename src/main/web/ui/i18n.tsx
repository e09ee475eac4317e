import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type Language = 'en' | 'zh';
export type Key = keyof typeof en;
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

const texts: Record<Language, Record<Key, string>> = { en, zh };
const STORED = 'mehari.language';

const Texts = createContext<{ language: Language; setLanguage: (language: Language) => void }>({
  language: 'en',
  setLanguage: () => undefined,
});

function preferred(): Language {
  const stored = read(STORED);
  return stored === 'en' || stored === 'zh' ? stored : navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** What was chosen before; null where there is no storage. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // it holds until the page is left
  }
}

export function Languages({ children }: { children: ReactNode }) {
  const [language, set] = useState(preferred);
  const setLanguage = useCallback((next: Language) => {
    write(STORED, next);
    set(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  return <Texts value={{ language, setLanguage }}>{children}</Texts>;
}

export function useLanguage() {
  return useContext(Texts);
}

/** Texts in the chosen language; `{name}` in them is replaced by a value. */
export function useText(): Translate {
  const { language } = useContext(Texts);
  return useCallback(
    (key, values) => {
      const text = texts[language][key];
      return values ? text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all)) : text;
    },
    [language],
  );
}

/** A text whose key is made of a word of the gateway, such as a state; the word itself where there is none. */
export function useWord(): (prefix: string, word: string | undefined) => string {
  const { language } = useContext(Texts);
  return useCallback(
    (prefix, word) => (word === undefined ? '–' : (texts[language] as Record<string, string>)[`${prefix}.${word}`] ?? word.replaceAll('_', ' ')),
    [language],
  );
}
