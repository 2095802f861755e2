import { textsOf } from '#web/i18n/i18n.ts';
import type { Say } from '#web/i18n/texts.ts';
import type zh from './zh.ts';

export const useTexts = textsOf<typeof zh>('service');
export type Speak = Say<typeof zh>;
