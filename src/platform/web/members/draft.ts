import type { Wire } from '#web/api/client.ts';
import type { memberBody, memberPatch } from '../../auth/contract.ts';
import type { Member } from '../reads.ts';

/** What the form holds; an empty login is none, an empty password stays as it is. */
export type MemberDraft = Pick<Member, 'name' | 'role' | 'dataScope' | 'teamId'> & {
  login: string;
  password: string;
};

export function draftOf(member: Member | undefined): MemberDraft {
  if (!member) return { name: '', role: 'staff', dataScope: 'own', teamId: null, login: '', password: '' };
  const { name, role, dataScope, teamId, login } = member;
  return { name, role, dataScope, teamId, login: login ?? '', password: '' };
}

export function toCreate(draft: MemberDraft): Wire<typeof memberBody> {
  return { ...draft, login: draft.login.trim() || null, password: draft.password || null };
}

export function toPatch({ password, ...draft }: MemberDraft): Wire<typeof memberPatch> {
  return { ...draft, login: draft.login.trim() || null, ...(password && { password }) };
}
