create table product (
    id integer primary key,
    name varchar(80) not null,
    price decimal(10, 2) not null
);
insert into product values (1, 'Tea', 4.20), (2, 'Coffee', 6.90);
