import type { Translation } from '#web/i18n/texts.ts';
import type zh from './files.zh.ts';

export default {
  file: {
    import: 'Import',
    title: 'Import segments',
    what: 'A file has names instead of ids: it works where tags, shops, products, members and segments of the same names are. If one of them is missing, nothing is imported.',
    choose: 'Choose a JSON file',
    text: 'Or paste its text here',
    schema: 'File format (JSON Schema)',
    noJson: 'This is not valid JSON.',
    imported: '{count} segments imported',
    export: 'Export as a file',
    exportAll: 'Export all',
  },
  uses: {
    title: 'What uses it',
    segment: 'Segment',
    broadcast: 'Broadcast',
    archiveTitle: 'Archive “{name}”?',
    archiveWhat:
      'These use it. Segments that name it go on by its present rule; broadcasts already written are not affected.',
  },
} satisfies Translation<typeof zh>;
