-- description: Chinook: a shop for digital music, 11 tables
-- type: schema

create table "chinook_Album" (
    "AlbumId" integer not null,
    "Title" varchar(160) not null,
    "ArtistId" integer not null,
    primary key ("AlbumId")
);

create table "chinook_Artist" (
    "ArtistId" integer not null,
    "Name" varchar(120),
    primary key ("ArtistId")
);

create table "chinook_Customer" (
    "CustomerId" integer not null,
    "FirstName" varchar(40) not null,
    "LastName" varchar(20) not null,
    "Company" varchar(80),
    "Address" varchar(70),
    "City" varchar(40),
    "State" varchar(40),
    "Country" varchar(40),
    "PostalCode" varchar(10),
    "Phone" varchar(24),
    "Fax" varchar(24),
    "Email" varchar(60) not null,
    "SupportRepId" integer,
    primary key ("CustomerId")
);

create table "chinook_Employee" (
    "EmployeeId" integer not null,
    "LastName" varchar(20) not null,
    "FirstName" varchar(20) not null,
    "Title" varchar(30),
    "ReportsTo" integer,
    "BirthDate" date,
    "HireDate" date,
    "Address" varchar(70),
    "City" varchar(40),
    "State" varchar(40),
    "Country" varchar(40),
    "PostalCode" varchar(10),
    "Phone" varchar(24),
    "Fax" varchar(24),
    "Email" varchar(60),
    primary key ("EmployeeId")
);

create table "chinook_Genre" (
    "GenreId" integer not null,
    "Name" varchar(120),
    primary key ("GenreId")
);

create table "chinook_Invoice" (
    "InvoiceId" integer not null,
    "CustomerId" integer not null,
    "InvoiceDate" date not null,
    "BillingAddress" varchar(70),
    "BillingCity" varchar(40),
    "BillingState" varchar(40),
    "BillingCountry" varchar(40),
    "BillingPostalCode" varchar(10),
    "Total" decimal(10,2) not null,
    primary key ("InvoiceId")
);

create table "chinook_InvoiceLine" (
    "InvoiceLineId" integer not null,
    "InvoiceId" integer not null,
    "TrackId" integer not null,
    "UnitPrice" decimal(10,2) not null,
    "Quantity" integer not null,
    primary key ("InvoiceLineId")
);

create table "chinook_MediaType" (
    "MediaTypeId" integer not null,
    "Name" varchar(120),
    primary key ("MediaTypeId")
);

create table "chinook_Playlist" (
    "PlaylistId" integer not null,
    "Name" varchar(120),
    primary key ("PlaylistId")
);

create table "chinook_PlaylistTrack" (
    "PlaylistId" integer not null,
    "TrackId" integer not null,
    primary key ("PlaylistId", "TrackId")
);

create table "chinook_Track" (
    "TrackId" integer not null,
    "Name" varchar(200) not null,
    "AlbumId" integer,
    "MediaTypeId" integer not null,
    "GenreId" integer,
    "Composer" varchar(220),
    "Milliseconds" integer not null,
    "Bytes" integer,
    "UnitPrice" decimal(10,2) not null,
    primary key ("TrackId")
);
