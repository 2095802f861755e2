-- Another number says that the reader's rows were written anew or taken out without a word in the log: who keeps a copy of
-- them reads all of them again. Drawn, so that a reader that begins anew is told from the one before.
alter table log_cursors add column epoch integer not null default floor(random() * 1000000000)::integer;
