-- What was bought lies with the run that tells of it, an array for each number: half a million rows less to write, to index
-- and to find again (docs/decisions/0013-import-speed.md). Who imports while this comes reads the file again.
drop table import_items;
alter table import_lines
  -- of each item of the run, in the order in which the file has them
  add column products   integer[],
  add column quantities integer[],
  add column prices     bigint[],
  add column amounts    bigint[],
  -- null where nothing of the run has gone back
  add column refunds    bigint[];
