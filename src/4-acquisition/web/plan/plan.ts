import type { Wire } from '#web/api/client.ts';
import type { plan } from '../../contract.ts';

/** The days of the week by their numbers, from 1. */
export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A plan as it travels, and its pieces. */
export type Plan = Wire<typeof plan>;
type Route = Plan['routes'][number];
export type When = NonNullable<Route['when']>;
export type Target = Route['target'];
export type TargetKind = Target['kind'];
export type TargetOf<Kind extends TargetKind> = Extract<Target, { kind: Kind }>;
export type OnDuty = TargetOf<'staff'>['members'][number];
