/** What a route may ask for. A role is a set of these; a route names exactly one. */
export const PERMISSIONS = [
  'customers:read',
  'customers:write',
  'customers:unmask',
  'customers:erase',
  'customers:transfer',
  'imports:write',
  'exports:write',
  'segments:read',
  'segments:write',
  'brand:read',
  'brand:write',
  'acquisition:read',
  'acquisition:write',
  'broadcasts:read',
  'broadcasts:write',
  'broadcasts:send',
  'service:read',
  'service:write',
  'service:manage',
  'insight:read',
  'channels:read',
  'channels:write',
  'members:read',
  'members:write',
  'settings:write',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export type Role = 'owner' | 'manager' | 'staff';

const STAFF: readonly Permission[] = [
  'customers:read',
  'customers:write',
  'customers:unmask',
  'segments:read',
  'brand:read',
  'acquisition:read',
  'broadcasts:read',
  'service:read',
  'service:write',
  'channels:read',
  'members:read',
];
const MANAGER: readonly Permission[] = [
  ...STAFF,
  'customers:transfer',
  'imports:write',
  'exports:write',
  'segments:write',
  'brand:write',
  'acquisition:write',
  'broadcasts:write',
  'broadcasts:send',
  'service:manage',
  'insight:read',
  'audit:read',
];

export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(PERMISSIONS),
  manager: new Set(MANAGER),
  staff: new Set(STAFF),
};

/**
 * Whose customers somebody sees. `own`: those they follow or own; `team`: those of their team's members;
 * `all`: everybody. It is applied where customers are read, so what is not in scope does not exist for the actor.
 */
export type Scope = { kind: 'all' } | { kind: 'members'; memberIds: readonly number[] };

/** Who acts: a signed-in member, or Siyu itself (jobs, readers, command line). */
export type Actor = {
  /** As written into events and the audit log: `member:3`, `system`, `cli`. */
  name: string;
  memberId?: number;
  /** Records of the same person that the directory of a channel made: what is theirs is this member's. */
  joined?: readonly number[];
  role?: Role;
  language: 'zh' | 'en';
  permissions: ReadonlySet<Permission>;
  scope: Scope;
};

/** Under which numbers of members somebody's own work stands. */
export const ownIds = ({ memberId, joined = [] }: Pick<Actor, 'memberId' | 'joined'>): number[] =>
  memberId === undefined ? [] : [memberId, ...joined];

export const SYSTEM: Actor = {
  name: 'system',
  language: 'zh',
  permissions: new Set(PERMISSIONS),
  scope: { kind: 'all' },
};
