import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/groups.ts';

const en: Translation<typeof zh> = {
  lead: 'The customer groups of the connected corps: whose they are, and whether more people come or go.',
  label: 'Customer groups',
  unit: 'groups',
  search: 'Name or owner',
  dismissed: 'Only dismissed ones',
  name: 'Group',
  noName: 'A group without a name',
  owner: 'Owner',
  state: 'State',
  states: {
    normal: 'Normal',
    owner_left: 'Owner has left',
    inheriting: 'Being inherited',
    inherited: 'Inherited',
    dismissed: 'Dismissed',
  },
  customers: 'Customers',
  members: 'Members',
  joined: 'Joined, 30 days',
  left: 'Left, 30 days',
  createdAt: 'Made on',
  emptyTitle: 'No customer group yet',
  emptyWhat:
    'Groups that members make in WeCom are read by themselves: by callback at once, and compared every night.',
};

export default en;
