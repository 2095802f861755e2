-- When each person was to be reached, the contacts of all profiles together, as seconds since 1970: what the limits count.
-- Asked of the contacts themselves, every count of reachable people grouped a month of them and joined whose profile is whose.

create table if not exists contact_slots (
  person_id UInt32,
  wecom     Array(UInt32),
  marketing Array(UInt32),
  version   UInt64,
  deleted   UInt8
) engine = ReplacingMergeTree(version, deleted) order by person_id
settings min_age_to_force_merge_seconds = 120, min_age_to_force_merge_on_partition_only = 1;
