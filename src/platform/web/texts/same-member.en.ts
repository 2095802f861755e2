import type { Translation } from '#web/i18n/texts.ts';
import type { sameMember as zh } from './same-member.zh.ts';

export const sameMember: Translation<typeof zh> = {
  same: 'This is a member with a login…',
  sameWhat:
    'A member from WeCom’s directory may be somebody who has a login here. Join the two, and signing in through WeCom is that member.',
  sameTitle: 'Who is “{name}”?',
  sameMeans:
    'From then on, signing in through the WeCom account of “{name}” is the member below: their role and data scope hold, and they see the customers of “{name}” too. You can separate them at any time.',
  sameInto: 'It is this member',
  sameAct: 'Join them',
  ownPresent: 'Your own password',
  ownPresentWhy: 'A sign-in through WeCom gets this member’s rights by it, so it must be you.',
  joined: '“{name}” was joined to that member',
  isSame: 'Is “{name}”',
  isSameWhat: 'Signing in through WeCom is “{name}”, whose login, role and data scope hold.',
  separate: 'Separate',
  separated: '“{name}” was separated; signing in through WeCom is no longer that member',
};
