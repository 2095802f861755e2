-- The rights of a person (PIPL art. 15, 44–47): correct, withdraw, erase; minors need their guardian's consent.

-- Fields that somebody corrected by hand, {"name": {"at": …, "by": …}}: no source fills or changes them any more.
alter table customers add column corrected jsonb not null default '{}';

-- A guardian's consent (art. 31) is a consent like any other, with its evidence.
alter table consents drop constraint consents_purpose_check;
alter table consents add constraint consents_purpose_check
  check (purpose in ('marketing', 'profiling', 'service', 'guardian'));

-- One row per erasure: what was done and when, about nobody in particular. What is looked for until it is done lies
-- sealed, and goes with the last step.
create table erasure_receipts (
  id           bigint generated always as identity primary key,
  person_id    bigint not null unique,
  profiles     bigint[] not null,
  reason       text not null check (reason in ('asked', 'withdrawn', 'purpose_over', 'minor', 'unlawful')),
  actor        text not null,
  asked_at     timestamptz not null,
  xid          bigint not null default (pg_current_xact_id()::text::bigint),
  sought       bytea,
  -- {"rows": "2026-…", "files": …}: which steps are done
  steps        jsonb not null default '{}',
  counts       jsonb not null default '{}',
  finished_at  timestamptz,
  scrubbed_at  timestamptz,
  -- what of the engines' own files could not be rewritten, in the scrub's own codes
  remainder    jsonb not null default '[]'
);
create index erasure_receipts_open on erasure_receipts (id) where scrubbed_at is null;

-- The uploaded file of an import does not outlive an erasure; and of how many rows an import has kept silent because
-- their people were erased before.
alter table imports add column file_removed_at timestamptz;
alter table imports add column erased_rows bigint not null default 0;

-- What an audit row says of a person can be blacked out without breaking the chain: what is sealed is a hash of the
-- open part and of the hash of the part that may be blacked out, salted so that nobody can try names against it.
alter table audit_log add column salt uuid default gen_random_uuid();
alter table audit_log add column redacted bytea;

create function audit_closed(a audit_log) returns bytea language sql immutable as $$
  select coalesce(a.redacted, sha256(convert_to(jsonb_build_array(a.reason, a.before, a.after, a.salt)::text, 'UTF8')))
$$;
create function audit_leaf(a audit_log) returns bytea language sql stable as $$
  select sha256(convert_to(jsonb_build_array(a.id, extract(epoch from a.at), a.actor, a.action, a.object_kind, a.object_id,
    a.customer_id, a.request_id)::text, 'UTF8') || audit_closed(a))
$$;

-- Blacking out is the one change that is let through, and only when it is nothing else.
create function refuse_all_but_redaction() returns trigger language plpgsql as $$
begin
  if old.redacted is null and new.redacted = audit_closed(old) and new.reason is null and new.before is null
    and new.after is null and new.salt is null
    and (new.id, new.at, new.actor, new.action, new.object_kind, new.object_id, new.customer_id, new.request_id)
      is not distinct from
        (old.id, old.at, old.actor, old.action, old.object_kind, old.object_id, old.customer_id, old.request_id)
  then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'SY001';
end $$;
drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before delete or truncate on audit_log
  for each statement execute function refuse_change();
create trigger audit_log_redaction_only before update on audit_log
  for each row execute function refuse_all_but_redaction();

-- Seals of the former kind, over whole rows, cannot be continued: the log is sealed anew.
alter table audit_seals disable trigger audit_seals_append_only;
delete from audit_seals;
alter table audit_seals enable trigger audit_seals_append_only;
