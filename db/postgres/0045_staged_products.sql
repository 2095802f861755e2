-- Which product of the shop a file means is found out once for the file, and not for every part of it.
alter table import_products add column product_id bigint;
-- Each of its orders is written once more, with whose it is: room for that beside the first.
alter table import_orders set (fillfactor = 50);
-- A handful of rows tells how many orders a file has, and is looked at in a tenth of the time.
alter table import_lines alter import_id set statistics 10, alter kind set statistics 10, alter run set statistics 10,
  alter order_no set statistics 10, alter buyer set statistics 10;
alter table import_orders alter import_id set statistics 10, alter position set statistics 10, alter order_no set statistics 10,
  alter buyer set statistics 10, alter phone set statistics 10;
alter table import_products alter import_id set statistics 10, alter product set statistics 10;
