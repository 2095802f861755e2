-- The refunds of a file are put part by part, by their numbers.
create index import_lines_of_refunds on import_lines (import_id, (detail ->> 'refundNo')) where kind = 'refund';
