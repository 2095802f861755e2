import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/fields.ts';

const en: Translation<typeof zh> = {
  page: {
    lead: 'What you want to know of customers beyond name and birthday. Fields appear on customer pages, in imports, in segments and in the API.',
    add: 'New field',
    unit: 'fields',
    label: 'Customer fields',
    empty: 'No fields yet',
    emptyWhat:
      'Skin type, a child’s birthday, points: each field has a type and is filled in by hand, from a file or by a server.',
    name: 'Name',
    nameHint: 'Skin type',
    type: 'Type',
    key: 'Key',
    keyHint: 'Made of the name if left empty. The API and imports use it; it never changes',
    options: 'Options',
    optionsHint: 'Type and press Enter; several can be pasted',
    renameOption: 'Rename an option',
    renameWhich: 'Choose an option',
    renameTo: 'New name',
    rename: 'Rename',
    renameMeans:
      'Customers who have it, segments that ask for it and broadcasts not sent yet change along; from then on files and connected systems must use the new name.',
    renamed: 'Renamed “{from}” to “{to}”, with {people} customers who have it',
    inList: 'Customer list',
    showInList: 'Show as a column of the customer list',
    people: 'Known of',
    archived: 'Archived',
    create: 'Create',
    edit: 'Change field',
    typeFixed: 'Type and key stay for good: what is known already is of that type.',
    up: 'Move up',
    down: 'Move down',
    archive: 'Archive',
    archiveMeans:
      'An archived field no longer appears on customer pages, in imports or in segments. Nothing is lost: restored, it is all back.',
    restore: 'Restore',
    made: 'Created “{name}”',
    saved: 'Saved',
    archivedNow: 'Archived “{name}”; its values are kept',
    restoredNow: 'Restored “{name}”',
  },
  of: {
    title: 'More',
    yes: 'Yes',
    no: 'No',
    choose: 'Choose',
    told: '{source}, {day}',
    fromFile: 'file {name}',
    fromServer: 'sent by {name}',
    fromBrowser: 'filled in on {name}',
    fromStaff: 'filled in by {name}',
    also: 'Also told: {value}',
    take: 'Use this',
    rule: 'What was told last counts; a source that repeats itself does not.',
  },
};

export default en;
