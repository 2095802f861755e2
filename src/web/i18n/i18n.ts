import 'dayjs/locale/zh-cn.js';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Words } from '#platform/contract.ts';
import en from '../texts/en.ts';
import zh from '../texts/zh.ts';
import type { Say, Texts } from './texts.ts';

/** Where a namespace's texts come from; each language is a chunk of its own, fetched when first needed. */
export type TextSource = { [L in Language]: () => Promise<{ default: Texts }> };

const STORED = 'siyu.language';
const sources = new Map<string, TextSource>();

/** Starts i18next in the language this browser last used, else the one it asks for, else Chinese. */
export function startI18n(): void {
  void i18next.use(initReactI18next).init({
    lng: languageAtStart(),
    fallbackLng: 'zh',
    resources: { zh: { web: zh }, en: { web: en } },
    defaultNS: 'web',
    keySeparator: '.',
    nsSeparator: false,
    // The house writes places as {name}, on the server too; React escapes.
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    react: { useSuspense: false },
    initAsync: false,
    // A key without a text is a fault of the house: said where a developer and the browser tests look.
    saveMissing: true,
    // biome-ignore lint/suspicious/noConsole: the one place where it is meant
    missingKeyHandler: (_languages, namespace, key) => console.error(`no text for ${namespace}:${key}`),
  });
  showLanguage(language());
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

/** Fetches a namespace in the language in use; a second call is free. */
export async function loadTexts(namespace: string, source: TextSource): Promise<void> {
  sources.set(namespace, source);
  await fetchTexts(namespace, source, language());
}

/** Speaks the other language from now on, everywhere at once: texts in use are fetched before anything changes. */
export async function speak(next: Language): Promise<void> {
  await Promise.all([...sources].map(([namespace, source]) => fetchTexts(namespace, source, next)));
  await i18next.changeLanguage(next);
  localStorage.setItem(STORED, next);
  showLanguage(next);
}

/** Calls back when another language is spoken; what the server said in words is then to be asked again. */
export function onLanguage(listener: () => void): void {
  i18next.on('languageChanged', listener);
}

/** Whether a namespace has words for a key that was put together at run time. */
export function isSaid(namespace: string, key: string): boolean {
  return i18next.exists(key, { ns: namespace });
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh';
}

/** `{ zh, en }` in the reader's language. */
export function useWords(): (words: Words) => string {
  const language = useLanguage();
  return words => words[language];
}

/**
 * The hook that reads a namespace, with its keys typed. A stage makes its own once, in web/texts/index.ts:
 * `export const useTexts = textsOf<typeof zh>('customers')`.
 */
export function textsOf<T extends Texts>(namespace: string): () => Say<T> {
  return () => {
    const { t } = useTranslation(namespace);
    return (key, values) => t(key as string, values ?? {});
  };
}

/** The shell's and the kit's own texts. */
export const useWebTexts = textsOf<typeof zh>('web');

async function fetchTexts(namespace: string, source: TextSource, into: Language): Promise<void> {
  if (i18next.hasResourceBundle(into, namespace)) return;
  const texts = await source[into]();
  i18next.addResourceBundle(into, namespace, texts.default);
}

function languageAtStart(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'zh' || stored === 'en') return stored;
  return /^en\b/i.test(navigator.language) ? 'en' : 'zh';
}

function showLanguage(shown: Language): void {
  document.documentElement.lang = shown === 'zh' ? 'zh-CN' : 'en';
  dayjs.locale(shown === 'zh' ? 'zh-cn' : 'en');
}
