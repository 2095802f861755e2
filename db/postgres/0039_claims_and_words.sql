-- An answer of 微信客服 is claimed before the platform is asked, and what nobody can know the end of is never sent again.
alter table kf_messages
  add column claimed_at timestamptz,
  drop constraint kf_messages_state_check;
alter table kf_messages add constraint kf_messages_state_check
  check (state in ('received', 'sending', 'sent', 'uncertain', 'refused', 'withheld', 'failed'));

-- What options of a field were called before: a value told in the old word at the moment of the renaming, or by a file that
-- was read before it, is kept in the new one.
alter table custom_fields add column renamed_options jsonb not null default '{}';
