import type { Action } from '../outcome.ts';

/**
 * Code, what to do about it, and what people are told. Source: the official error table, page 90313, as generated into
 * the public library xen0n/go-workwx (2024-04-08); 45035 and most of the advice from the public digest of the official
 * pages in fxp/skillify (2026).
 */
export type ErrorCode = readonly [code: number, action: Action, zh: string, en: string];
