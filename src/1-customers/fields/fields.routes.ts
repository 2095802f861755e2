import { z } from 'zod';
import { id } from '#platform/contract.ts';
import { type Route, read, write } from '#platform/http/route.ts';
import {
  customerFields,
  customerFieldsBody,
  fieldBody,
  fieldList,
  fieldOrderBody,
  fieldPatch,
  optionRenameBody,
} from './contract.ts';
import { changeField, createField, listFields, orderFields } from './fields.ts';
import { readCustomerFields, setCustomerFields } from './of-customer.ts';
import { renameOption } from './rename-option.ts';

const tag = '客户';
const params = z.object({ id: id('cus') });

export const fieldRoutes: Route[] = [
  read({
    path: '/customer-fields',
    name: 'listCustomerFields',
    summary: 'The fields (客户资料字段) that are kept of customers, archived ones last',
    tag,
    may: 'customers:read',
    returns: fieldList,
    handle: async ({ db, platform, actor }) => ({
      data: await listFields(db, platform.clickhouse, actor.scope),
    }),
  }),
  write({
    method: 'post',
    path: '/customer-fields',
    name: 'createCustomerField',
    summary: 'Make a field; its key and type stay for good',
    tag,
    may: 'segments:write',
    body: fieldBody,
    returns: z.object({ id: id('fld') }),
    handle: async ({ db, actor, body, platform }) => ({
      id: await createField(db, platform.clock, actor, body),
    }),
  }),
  write({
    method: 'post',
    path: '/customer-fields/order',
    name: 'orderCustomerFields',
    summary: 'The order in which fields stand on the customer page',
    tag,
    may: 'segments:write',
    body: fieldOrderBody,
    returns: z.object({}),
    status: 200,
    handle: async ({ db, actor, body, platform }) => {
      await orderFields(db, platform.clock, actor, body.ids);
      return {};
    },
  }),
  write({
    method: 'patch',
    path: '/customer-fields/{id}',
    name: 'changeCustomerField',
    summary: 'Rename a field, change its options, archive or restore it; no value is lost',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('fld') }),
    body: fieldPatch,
    returns: z.object({}),
    handle: async ({ db, actor, params, body, platform }) => {
      await changeField(db, platform.clock, actor, params.id, body);
      return {};
    },
  }),
  write({
    method: 'post',
    path: '/customer-fields/{id}/rename-option',
    name: 'renameCustomerFieldOption',
    summary: 'Give an option another word, with everybody who has it and the rules that ask for it',
    tag,
    may: 'segments:write',
    params: z.object({ id: id('fld') }),
    body: optionRenameBody,
    returns: z.object({ people: z.number().int() }),
    status: 200,
    handle: async ({ db, actor, params, body, platform }) => ({
      people: await renameOption(db, platform, actor, params.id, body),
    }),
  }),
  read({
    path: '/customers/{id}/fields',
    name: 'readCustomerFields',
    summary: 'What is known of a customer under each field, and what others said',
    tag,
    may: 'customers:read',
    params,
    returns: customerFields,
    handle: async ({ db, actor, params }) => ({ data: await readCustomerFields(db, actor, params.id) }),
  }),
  write({
    method: 'patch',
    path: '/customers/{id}/fields',
    name: 'changeCustomerFields',
    summary: 'Say what stands in some of a customer’s fields',
    tag,
    may: 'customers:write',
    params,
    body: customerFieldsBody,
    returns: customerFields,
    handle: async ({ db, actor, params, body, platform }) => {
      await setCustomerFields(db, platform.clock, actor, params.id, body.values);
      return { data: await readCustomerFields(db, actor, params.id) };
    },
  }),
];
