import { useRead } from '#web/api/queries.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import type { Choice, Filter } from '#web/kit/filter/filters.ts';
import { useSession } from '#web/session/session.ts';
import { isRangeDay } from '../../fields/ranges.contract.ts';
import { dayIn } from '../days.ts';
import { useFieldsInUse } from '../fields/fields.ts';
import { useAccounts, useFacets, useMembers, useTagGroups } from '../reads.ts';
import { useSourceName } from '../source-names.ts';
import { useTexts } from '../texts/index.ts';
import { TIER_NAMES, tierOf } from '../tier.ts';
import type { CustomersAsked, CustomersFields } from './customers-search.ts';

type Filters = Filter<CustomersFields>[];

/** What the customer list can be narrowed by: the everyday ones in the line, the others in the drawer. */
export function useCustomerFilters(asked: CustomersAsked): Filters {
  const t = useTexts();
  const everyday: Filters = [
    { kind: 'text', field: 'q', label: t('list.search') },
    { kind: 'choices', field: 'tier', label: t('tier'), choices: useTierChoices() },
    { kind: 'choices', field: 'tag', label: t('tags'), choices: useTagChoices() },
    { kind: 'choices', field: 'member', label: t('members'), choices: named(useMembers()) },
    {
      kind: 'choice',
      field: 'reachable',
      label: t('list.reachable'),
      choices: yesNo(t('list.canReach'), t('list.cannotReach')),
    },
  ];
  return [...everyday, ...useSeldom(), ...useFieldRanges(asked.fieldRange), ...useFromFile(asked.import)];
}

/** Only there when one comes from an import's page; by the name of its file. */
function useFromFile(importId: string | undefined): Filters {
  const t = useTexts();
  const { can } = useSession();
  const { data } = useRead<{ fileName: string }>(
    importId && can('imports:write') ? `/imports/${importId}` : undefined,
  );
  if (!importId) return [];
  const choices = [{ value: importId, label: data?.fileName ?? importId }];
  return [{ kind: 'choice', field: 'import', label: t('list.fromImport'), choices, more: true }];
}

function useSeldom(): Filters {
  const t = useTexts();
  const facets = useFacets();
  const sourceName = useSourceName();
  const cities = facets?.cities.map(({ value }) => ({ value, label: value })) ?? [];
  const sources = facets?.sources.map(({ value }) => ({ value, label: sourceName(value) })) ?? [];
  const due = [
    { value: dayIn(0), label: t('list.dueToday') },
    { value: dayIn(7), label: t('list.dueInWeek') },
  ];
  const fields = useFieldChoices();
  const filters: Filters = [
    ...(fields.length > 0
      ? [
          {
            kind: 'choices' as const,
            field: 'field' as const,
            label: t('fields.page.label'),
            choices: fields,
          },
        ]
      : []),
    { kind: 'choice', field: 'city', label: t('city'), choices: cities },
    { kind: 'choice', field: 'source', label: t('source.label'), choices: sources },
    { kind: 'choice', field: 'shop', label: t('list.shop'), choices: named(useAccounts('shop')) },
    {
      kind: 'choice',
      field: 'followed',
      label: t('list.followed'),
      choices: yesNo(t('list.isFollowed'), t('list.isNotFollowed')),
    },
    {
      kind: 'choice',
      field: 'phone',
      label: t('phone'),
      choices: yesNo(t('list.hasPhone'), t('list.hasNoPhone')),
    },
    { kind: 'range', unit: 'count', min: 'ordersMin', max: 'ordersMax', label: t('orderCount') },
    { kind: 'range', unit: 'fen', min: 'paidMin', max: 'paidMax', label: t('paid') },
    { kind: 'days', from: 'lastOrderAfter', to: 'lastOrderBefore', label: t('lastOrder') },
    { kind: 'days', from: 'createdAfter', to: 'createdBefore', label: t('since') },
    { kind: 'choice', field: 'followUpBefore', label: t('followUp'), choices: due },
  ];
  return filters.map(filter => ({ ...filter, more: true }));
}

/** One for each field of numbers or days, and for what the address asks of a field that is in use no more. */
function useFieldRanges(asked: CustomersAsked['fieldRange'] = {}): Filters {
  const known = useFieldsInUse().filter(({ type }) => type === 'number' || type === 'day');
  const gone = Object.entries(asked)
    .filter(([key]) => !known.some(field => field.key === key))
    .map(([key, { from, to }]) => ({
      key,
      name: key,
      type: isRangeDay(from ?? to ?? '') ? 'day' : 'number',
    }));
  return [...known, ...gone].map(({ key, name, type }) => ({
    ...{ kind: 'within', field: 'fieldRange', key, label: name, more: true },
    of: type === 'day' ? 'day' : 'number',
  }));
}

/** Every option of every field that has some, as the address holds it. */
function useFieldChoices(): Choice[] {
  const t = useTexts();
  return useFieldsInUse().flatMap(({ key, name, type, options }) => {
    const choices =
      type === 'flag'
        ? [
            { option: 'yes', shown: t('fields.of.yes') },
            { option: 'no', shown: t('fields.of.no') },
          ]
        : options.map(option => ({ option, shown: option }));
    return choices.map(({ option, shown }) => ({
      value: encodeURIComponent(`${key}=${option}`),
      label: `${name}/${shown}`,
    }));
  });
}

function useTierChoices(): Choice[] {
  const web = useWebTexts();
  return TIER_NAMES.map(value => {
    const tier = tierOf(value);
    return { value, label: tier ? web(`tier.${tier}`) : value };
  });
}

function useTagChoices(): Choice[] {
  const groups = useTagGroups() ?? [];
  return groups.flatMap(group =>
    group.tags.map(tag => ({ value: tag.id, label: `${group.name}/${tag.name}` })),
  );
}

function named(things: readonly { id: string; name: string }[]): Choice[] {
  return things.map(({ id, name }) => ({ value: id, label: name }));
}

function yesNo(yes: string, no: string): Choice[] {
  return [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ];
}
