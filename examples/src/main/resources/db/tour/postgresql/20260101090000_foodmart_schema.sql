-- description: FoodMart: a chain of grocery stores, 37 tables
-- type: schema

create table "account" (
    "account_id" integer not null,
    "account_parent" integer,
    "account_description" varchar(30),
    "account_type" varchar(30) not null,
    "account_rollup" varchar(30) not null,
    "Custom_Members" varchar(255),
    primary key ("account_id")
);

create table "agg_c_10_sales_fact_1997" (
    "month_of_year" smallint not null,
    "quarter" varchar(30) not null,
    "the_year" smallint not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "customer_count" integer not null,
    "fact_count" integer not null
);

create table "agg_c_14_sales_fact_1997" (
    "product_id" integer not null,
    "customer_id" integer not null,
    "store_id" integer not null,
    "promotion_id" integer not null,
    "month_of_year" smallint not null,
    "quarter" varchar(30) not null,
    "the_year" smallint not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_c_special_sales_fact_1997" (
    "product_id" integer not null,
    "promotion_id" integer not null,
    "customer_id" integer not null,
    "store_id" integer not null,
    "time_month" smallint not null,
    "time_quarter" varchar(30) not null,
    "time_year" smallint not null,
    "store_sales_sum" decimal(10,4) not null,
    "store_cost_sum" decimal(10,4) not null,
    "unit_sales_sum" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_g_ms_pcat_sales_fact_1997" (
    "gender" varchar(30) not null,
    "marital_status" varchar(30) not null,
    "product_family" varchar(30),
    "product_department" varchar(30),
    "product_category" varchar(30),
    "month_of_year" smallint not null,
    "quarter" varchar(30) not null,
    "the_year" smallint not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "customer_count" integer not null,
    "fact_count" integer not null
);

create table "agg_l_03_sales_fact_1997" (
    "time_id" integer not null,
    "customer_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_l_04_sales_fact_1997" (
    "time_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "customer_count" integer not null,
    "fact_count" integer not null
);

create table "agg_l_05_sales_fact_1997" (
    "product_id" integer not null,
    "customer_id" integer not null,
    "promotion_id" integer not null,
    "store_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_lc_06_sales_fact_1997" (
    "time_id" integer not null,
    "city" varchar(30) not null,
    "state_province" varchar(30) not null,
    "country" varchar(30) not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_lc_100_sales_fact_1997" (
    "product_id" integer not null,
    "customer_id" integer not null,
    "quarter" varchar(30) not null,
    "the_year" smallint not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_ll_01_sales_fact_1997" (
    "product_id" integer not null,
    "time_id" integer not null,
    "customer_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "agg_pl_01_sales_fact_1997" (
    "product_id" integer not null,
    "time_id" integer not null,
    "customer_id" integer not null,
    "store_sales_sum" decimal(10,4) not null,
    "store_cost_sum" decimal(10,4) not null,
    "unit_sales_sum" decimal(10,4) not null,
    "fact_count" integer not null
);

create table "category" (
    "category_id" varchar(30) not null,
    "category_parent" varchar(30),
    "category_description" varchar(30) not null,
    "category_rollup" varchar(30),
    primary key ("category_id")
);

create table "currency" (
    "currency_id" integer not null,
    "date" date not null,
    "currency" varchar(30) not null,
    "conversion_ratio" decimal(10,4) not null
);

create table "customer" (
    "customer_id" integer not null,
    "account_num" bigint not null,
    "lname" varchar(30) not null,
    "fname" varchar(30) not null,
    "mi" varchar(30),
    "address1" varchar(30),
    "address2" varchar(30),
    "address3" varchar(30),
    "address4" varchar(30),
    "city" varchar(30),
    "state_province" varchar(30),
    "postal_code" varchar(30) not null,
    "country" varchar(30) not null,
    "customer_region_id" integer not null,
    "phone1" varchar(30) not null,
    "phone2" varchar(30) not null,
    "birthdate" date not null,
    "marital_status" varchar(30) not null,
    "yearly_income" varchar(30) not null,
    "gender" varchar(30) not null,
    "total_children" smallint not null,
    "num_children_at_home" smallint not null,
    "education" varchar(30) not null,
    "date_accnt_opened" date not null,
    "member_card" varchar(30),
    "occupation" varchar(30),
    "houseowner" varchar(30),
    "num_cars_owned" integer,
    "fullname" varchar(60) not null,
    primary key ("customer_id")
);

create table "days" (
    "day" integer not null,
    "week_day" varchar(30) not null,
    primary key ("day")
);

create table "department" (
    "department_id" integer not null,
    "department_description" varchar(30) not null,
    primary key ("department_id")
);

create table "employee" (
    "employee_id" integer not null,
    "full_name" varchar(30) not null,
    "first_name" varchar(30) not null,
    "last_name" varchar(30) not null,
    "position_id" integer,
    "position_title" varchar(30),
    "store_id" integer not null,
    "department_id" integer not null,
    "birth_date" date not null,
    "hire_date" timestamp(6),
    "end_date" timestamp(6),
    "salary" decimal(10,4) not null,
    "supervisor_id" integer,
    "education_level" varchar(30) not null,
    "marital_status" varchar(30) not null,
    "gender" varchar(30) not null,
    "management_role" varchar(30),
    primary key ("employee_id")
);

create table "employee_closure" (
    "employee_id" integer not null,
    "supervisor_id" integer not null,
    "distance" integer
);

create table "expense_fact" (
    "store_id" integer not null,
    "account_id" integer not null,
    "exp_date" timestamp(6) not null,
    "time_id" integer not null,
    "category_id" varchar(30) not null,
    "currency_id" integer not null,
    "amount" decimal(10,4) not null
);

create table "inventory_fact_1997" (
    "product_id" integer not null,
    "time_id" integer,
    "warehouse_id" integer,
    "store_id" integer,
    "units_ordered" integer,
    "units_shipped" integer,
    "warehouse_sales" decimal(10,4),
    "warehouse_cost" decimal(10,4),
    "supply_time" smallint,
    "store_invoice" decimal(10,4)
);

create table "inventory_fact_1998" (
    "product_id" integer not null,
    "time_id" integer,
    "warehouse_id" integer,
    "store_id" integer,
    "units_ordered" integer,
    "units_shipped" integer,
    "warehouse_sales" decimal(10,4),
    "warehouse_cost" decimal(10,4),
    "supply_time" smallint,
    "store_invoice" decimal(10,4)
);

create table "position" (
    "position_id" integer not null,
    "position_title" varchar(30) not null,
    "pay_type" varchar(30) not null,
    "min_scale" decimal(10,4) not null,
    "max_scale" decimal(10,4) not null,
    "management_role" varchar(30) not null,
    primary key ("position_id")
);

create table "product" (
    "product_class_id" integer not null,
    "product_id" integer not null,
    "brand_name" varchar(60),
    "product_name" varchar(60) not null,
    "SKU" bigint not null,
    "SRP" decimal(10,4),
    "gross_weight" double precision,
    "net_weight" double precision,
    "recyclable_package" boolean,
    "low_fat" boolean,
    "units_per_case" smallint,
    "cases_per_pallet" smallint,
    "shelf_width" double precision,
    "shelf_height" double precision,
    "shelf_depth" double precision,
    primary key ("product_id")
);

create table "product_class" (
    "product_class_id" integer not null,
    "product_subcategory" varchar(30),
    "product_category" varchar(30),
    "product_department" varchar(30),
    "product_family" varchar(30),
    primary key ("product_class_id")
);

create table "promotion" (
    "promotion_id" integer not null,
    "promotion_district_id" integer,
    "promotion_name" varchar(30),
    "media_type" varchar(30),
    "cost" decimal(10,4),
    "start_date" timestamp(6),
    "end_date" timestamp(6),
    primary key ("promotion_id")
);

create table "region" (
    "region_id" integer not null,
    "sales_city" varchar(30),
    "sales_state_province" varchar(30),
    "sales_district" varchar(30),
    "sales_region" varchar(30),
    "sales_country" varchar(30),
    "sales_district_id" integer,
    primary key ("region_id")
);

create table "reserve_employee" (
    "employee_id" integer not null,
    "full_name" varchar(30) not null,
    "first_name" varchar(30) not null,
    "last_name" varchar(30) not null,
    "position_id" integer,
    "position_title" varchar(30),
    "store_id" integer not null,
    "department_id" integer not null,
    "birth_date" timestamp(6) not null,
    "hire_date" timestamp(6),
    "end_date" timestamp(6),
    "salary" decimal(10,4) not null,
    "supervisor_id" integer,
    "education_level" varchar(30) not null,
    "marital_status" varchar(30) not null,
    "gender" varchar(30) not null
);

create table "salary" (
    "pay_date" timestamp(6) not null,
    "employee_id" integer not null,
    "department_id" integer not null,
    "currency_id" integer not null,
    "salary_paid" decimal(10,4) not null,
    "overtime_paid" decimal(10,4) not null,
    "vacation_accrued" double precision not null,
    "vacation_used" double precision not null
);

create table "sales_fact_1997" (
    "product_id" integer not null,
    "time_id" integer not null,
    "customer_id" integer not null,
    "promotion_id" integer not null,
    "store_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null
);

create table "sales_fact_1998" (
    "product_id" integer not null,
    "time_id" integer not null,
    "customer_id" integer not null,
    "promotion_id" integer not null,
    "store_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null
);

create table "sales_fact_dec_1998" (
    "product_id" integer not null,
    "time_id" integer not null,
    "customer_id" integer not null,
    "promotion_id" integer not null,
    "store_id" integer not null,
    "store_sales" decimal(10,4) not null,
    "store_cost" decimal(10,4) not null,
    "unit_sales" decimal(10,4) not null
);

create table "store" (
    "store_id" integer not null,
    "store_type" varchar(30),
    "region_id" integer,
    "store_name" varchar(30),
    "store_number" integer,
    "store_street_address" varchar(30),
    "store_city" varchar(30),
    "store_state" varchar(30),
    "store_postal_code" varchar(30),
    "store_country" varchar(30),
    "store_manager" varchar(30),
    "store_phone" varchar(30),
    "store_fax" varchar(30),
    "first_opened_date" timestamp(6),
    "last_remodel_date" timestamp(6),
    "store_sqft" integer,
    "grocery_sqft" integer,
    "frozen_sqft" integer,
    "meat_sqft" integer,
    "coffee_bar" boolean,
    "video_store" boolean,
    "salad_bar" boolean,
    "prepared_food" boolean,
    "florist" boolean,
    primary key ("store_id")
);

create table "store_ragged" (
    "store_id" integer not null,
    "store_type" varchar(30),
    "region_id" integer,
    "store_name" varchar(30),
    "store_number" integer,
    "store_street_address" varchar(30),
    "store_city" varchar(30),
    "store_state" varchar(30),
    "store_postal_code" varchar(30),
    "store_country" varchar(30),
    "store_manager" varchar(30),
    "store_phone" varchar(30),
    "store_fax" varchar(30),
    "first_opened_date" timestamp(6),
    "last_remodel_date" timestamp(6),
    "store_sqft" integer,
    "grocery_sqft" integer,
    "frozen_sqft" integer,
    "meat_sqft" integer,
    "coffee_bar" boolean,
    "video_store" boolean,
    "salad_bar" boolean,
    "prepared_food" boolean,
    "florist" boolean
);

create table "time_by_day" (
    "time_id" integer not null,
    "the_date" timestamp(6),
    "the_day" varchar(30),
    "the_month" varchar(30),
    "the_year" smallint,
    "day_of_month" smallint,
    "week_of_year" integer,
    "month_of_year" smallint,
    "quarter" varchar(30),
    "fiscal_period" varchar(30),
    primary key ("time_id")
);

create table "warehouse" (
    "warehouse_id" integer not null,
    "warehouse_class_id" integer,
    "stores_id" integer,
    "warehouse_name" varchar(60),
    "wa_address1" varchar(30),
    "wa_address2" varchar(30),
    "wa_address3" varchar(30),
    "wa_address4" varchar(30),
    "warehouse_city" varchar(30),
    "warehouse_state_province" varchar(30),
    "warehouse_postal_code" varchar(30),
    "warehouse_country" varchar(30),
    "warehouse_owner_name" varchar(30),
    "warehouse_phone" varchar(30),
    "warehouse_fax" varchar(30),
    primary key ("warehouse_id")
);

create table "warehouse_class" (
    "warehouse_class_id" integer not null,
    "description" varchar(30),
    primary key ("warehouse_class_id")
);
