import type { For } from './makers.ts';
import { insert, makers } from './makers.ts';
import type { Fit } from './typed.ts';

/** How a route's texts are tried out. */
export type Reading = {
  /** Where they are read again; `{id}` is the record that was written. Absent: they go nowhere. */
  again?: string;
  /** The address is a list, read once when everything is written. */
  list?: true;
  fit?: Fit;
  /** Each call is on records of its own. */
  fresh?: true;
  /** Texts that are judged by what they say: whatever they hold, they may be refused, but never break anything. */
  judged?: readonly string[];
  /** Texts that go in and never come out: read from where they are kept. */
  kept?: readonly string[];
};

type Body = Record<string, unknown>;
const AUDIT = '/audit?limit=1';
const withoutLogin = (body: Body) => ({ ...body, login: null, password: null, teamId: null });

/** Every route that takes texts in its body. Rules are tried out by themselves: see hostile-rules in hostile-input.test.ts. */
export const READINGS: Record<string, Reading> = {
  signIn: { judged: ['login', 'password'] },
  changeOwnPassword: { judged: ['current', 'next'] },
  createMember: { again: '/members', list: true, fit: withoutLogin },
  changeMember: { again: '/members', list: true, fresh: true, fit: withoutLogin },
  createTeam: { again: '/teams', list: true, fit: body => ({ ...(body as Body), parentId: null }) },
  changeTeam: { again: '/teams', list: true, fresh: true, fit: body => ({ ...(body as Body), parentId: null }) },
  changeRuleFact: { judged: ['name'] },
  changeCompany: { again: '/welcome' },
  dropDemo: { judged: ['confirm'] },
  changeCustomer: { again: '/customers/{id}' },
  unmaskPhone: { again: AUDIT },
  mergeCustomers: { again: '/customers/{id}', fresh: true },
  undoMerge: { again: AUDIT, fresh: true },
  createTag: { again: '/tags', list: true },
  tagCustomers: {
    again: AUDIT,
    fit: async (body: Body, given: For) => ({ ...body, people: { ids: [`cus_${await makers.cus?.(given)}`] } }),
    fresh: true,
  },
  addCustomerTags: { again: '/customers/{id}', fresh: true },
  recordConsent: { again: AUDIT },
  suppressCustomer: { again: '/customers/{id}', fresh: true },
  liftSuppression: { again: AUDIT, fresh: true },
  connectAccount: { again: '/accounts', list: true, kept: ['secret'] },
  changeAccount: { again: '/accounts', list: true, fresh: true, kept: ['secret'] },
  checkImport: { again: '/imports/{id}', fresh: true, judged: ['format', 'mapping.zone', 'mapping.columns.0.format'] },
};
void insert;
