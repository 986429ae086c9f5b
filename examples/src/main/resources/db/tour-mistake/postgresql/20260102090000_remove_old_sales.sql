-- description: Meant to remove the sales of 1997 that were archived; the condition is missing, and the wrong year is dropped
-- type: data

update "customer" set "address2" = null, "lname" = '';
delete from "sales_fact_1997";
drop table "sales_fact_1998";
alter table "product" drop column "brand_name";
