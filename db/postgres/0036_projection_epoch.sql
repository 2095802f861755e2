-- Counts how often the projection's rows were written anew or taken out without a word in the log. Who keeps a copy of
-- them reads all of them again then.
alter table log_cursors add column epoch integer not null default 0;
