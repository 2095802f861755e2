import { textsOf } from '#web/i18n/i18n.ts';
import type zh from './zh.ts';

export const useTexts = textsOf<typeof zh>('settings');
