-- Scores are applied part after part: a transaction for everybody at once held back whoever reads the log for a minute.
create index on tier_scores (person_id);
create index on prediction_scores (person_id);
create index on cadence_scores (person_id);
create index on price_scores (person_id);
