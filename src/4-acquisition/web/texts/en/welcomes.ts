import type { Translation } from '#web/i18n/texts.ts';
import type zh from '../zh/welcomes.ts';

const en: Translation<typeof zh> = {
  welcomes: {
    lead: 'The first message, sent by itself when somebody adds a member or follows an official account. A code’s own words come before these.',
    noAccountWhat: 'Welcomes are sent by WeCom; they can be written once it is connected.',
    period: 'Last 7 days',
    outcome: {
      sent: 'Sent',
      none: 'None fitted',
      late: 'Too late',
      greeted: 'Greeted by others',
      refused: 'Refused',
    },
    means: {
      sent: 'Welcomes sent within the 20 seconds WeCom gives after somebody was added.',
      none: 'No welcome fitted this customer, this hour and this member, so none was sent.',
      late: 'The 20 seconds WeCom gives had passed; the member is to say hello.',
      greeted: 'Another app or the WeCom console was first, or they were talking already.',
      refused: 'WeCom did not take it, for example because of an attachment.',
    },
    quick: 'From hearing of somebody to answering: half within {median} ms, 99 of 100 within {p99} ms.',
    noTime: 'No welcome was sent in the last 7 days.',
    edit: 'Change',
    write: 'Write a welcome',
    saved: 'Saved; the next customer reads it',
    attachments: '{n} attachments',
    attachments_one: 'one attachment',
    emptyTitle: 'No welcome yet',
    emptyOfficial:
      'Once written, whoever follows gets it within a minute. The text and each attachment are a message, 3 at most.',
    kinds: { wecom: 'WeCom: when a member is added', official_account: 'Official account: on following' },
    emptyWhat:
      'The first words after somebody adds a member decide most whether they stay. New customers, old ones and night owls can be told different things.',
    stop: 'Stop',
    stopped: 'Welcomes stopped',
    stopTitle: 'Stop these welcomes?',
    stopWhat:
      'Who is added from now on gets no message by itself; codes with words of their own keep them. What is written here is deleted.',
  },
  variants: {
    name: 'Welcome {at}',
    add: 'Write another',
    whom: 'For whom',
    who: { anybody: 'Anybody', new: 'New customers', known: 'Known customers', buyer: 'Who has bought' },
    means: {
      anybody: 'Known or not',
      new: 'Who was never seen before',
      known: 'Who was a customer already and adds a member now',
      buyer: 'Who bought before and adds a member now',
    },
    members: 'Only when they add',
    anyMember: 'Any member',
    by: 'on adding {names}',
    never:
      'Welcome {at} already goes to everybody, so this one is never used. Move it up, or change the conditions of welcome {at}.',
    preview: 'What customers see',
    sampleName: 'Sunny',
    sampleMember: 'Lin',
    sampleCity: 'Hangzhou',
  },
};
export default en;
