-- Subscribe notices (订阅通知) that a broadcast sends: each use of an acceptance hangs on the contact that it is for, so that it
-- is taken once and given back once, whatever dies in between.
create table notice_uses (
  contact_id  bigint primary key references contacts,
  account_id  bigint not null references channel_accounts,
  openid      text not null,
  code        text not null,
  customer_id bigint not null references customers,
  -- `held`: taken from the counter, not sent yet. `called`: the platform is being asked, or its answer was lost.
  -- `given_back`: nothing went out, the counter has it again. `sent` and `failed`: the platform's own last word.
  state       text not null check (state in ('held', 'called', 'sent', 'failed', 'given_back')),
  held_at     timestamptz not null,
  called_at   timestamptz,
  external_id text,
  told_at     timestamptz
);
create index notice_uses_by_customer on notice_uses (customer_id);
create index notice_uses_by_follower on notice_uses (account_id, openid, code);
create index notice_uses_told on notice_uses (told_at) where told_at is not null;

-- What a script sends besides its words: pictures, links, mini programs, videos, files, each a message of its own.
alter table scripts add column attachments jsonb not null default '[]';
