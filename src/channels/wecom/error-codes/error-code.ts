import type { Action } from '../outcome.ts';

/**
 * Code, what to do about it, and what people are told. Source: the official page 90313 as generated into go-workwx
 * (2024-04-08), 45035 and most of the advice from the 2026 digest of the pages; see CHANNELS.md A.2.
 */
export type ErrorCode = readonly [code: number, action: Action, zh: string, en: string];
