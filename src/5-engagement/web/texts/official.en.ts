/** A broadcast by an official account, as the wizard words it. */
export const official = {
  official_accountWhat:
    'To who follows the official account, as far as the platform lets it. Nobody has to confirm it.',
  officialForm: 'What',
  answer: 'Answer',
  answerWhat:
    'Only to who has written to the account lately, as the platform rules; the text and each attachment are a message.',
  notice: 'Subscribe notice',
  noticeWhat: 'Only to who has accepted this notice and has one left; each uses one.',
  noticeTemplate: 'Notice template',
  noticeLeft: '{people} followers still take {n} of it.',
  noticeUrl: 'Where a tap leads',
  noticeUrlHint: 'May stay empty: then it leads nowhere.',
  noNoticeTemplate: 'This account has no notice templates yet',
  noNoticeTemplateWhat: 'Read or enter the templates chosen on the platform first.',
  missingNoticeTemplate: 'choose a notice template',
  missingNoticeField: 'fill in “{place}”',
  missingNoticeUrl: 'complete the address, or leave it empty',
  finishNotice: 'Send {n} notices',
  sayNotice: '{n} customers of “{audience}” who have one left get a subscribe notice each, which uses one.',
  sayGrants: 'What is out cannot be called back; what does not go out uses none, with the reason.',
  official: 'Official account',
  missingOfficial: 'Choose an official account',
  noOfficial: 'No official account connected',
  noOfficialWhat:
    'Once it is connected with its server configuration, it is known who has written and may be answered.',
  tooManyPieces: 'At most 5 messages at once; attach less',
  sayOfficial: 'The official account answers {n} customers of “{audience}” who may be answered now.',
  sayAnswers:
    'What is out cannot be called back; whose time to answer is over by then gets nothing, with the reason.',
  finishOfficial: 'Answer {n} people',
  summaryOfficial: '{n} get it',
};
