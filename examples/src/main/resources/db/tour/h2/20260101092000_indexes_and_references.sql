-- description: What makes queries fast and keeps references honest; after the rows, which load faster without
-- type: schema
-- dependencies: ["20260101091000", "20260101091100"]

create index "sales_fact_1997_customer_id" on "sales_fact_1997" ("customer_id");
create index "sales_fact_1997_product_id" on "sales_fact_1997" ("product_id");
create index "sales_fact_1998_customer_id" on "sales_fact_1998" ("customer_id");
create index "sales_fact_1998_product_id" on "sales_fact_1998" ("product_id");
alter table "chinook_Album" add constraint "FK_AlbumArtistId" foreign key ("ArtistId") references "chinook_Artist" ("ArtistId");
alter table "chinook_Customer" add constraint "FK_CustomerSupportRepId" foreign key ("SupportRepId") references "chinook_Employee" ("EmployeeId");
alter table "chinook_Employee" add constraint "FK_EmployeeReportsTo" foreign key ("ReportsTo") references "chinook_Employee" ("EmployeeId");
alter table "chinook_Invoice" add constraint "FK_InvoiceCustomerId" foreign key ("CustomerId") references "chinook_Customer" ("CustomerId");
alter table "chinook_InvoiceLine" add constraint "FK_InvoiceLineInvoiceId" foreign key ("InvoiceId") references "chinook_Invoice" ("InvoiceId");
alter table "chinook_InvoiceLine" add constraint "FK_InvoiceLineTrackId" foreign key ("TrackId") references "chinook_Track" ("TrackId");
alter table "chinook_PlaylistTrack" add constraint "FK_PlaylistTrackPlaylistId" foreign key ("PlaylistId") references "chinook_Playlist" ("PlaylistId");
alter table "chinook_PlaylistTrack" add constraint "FK_PlaylistTrackTrackId" foreign key ("TrackId") references "chinook_Track" ("TrackId");
alter table "chinook_Track" add constraint "FK_TrackAlbumId" foreign key ("AlbumId") references "chinook_Album" ("AlbumId");
alter table "chinook_Track" add constraint "FK_TrackGenreId" foreign key ("GenreId") references "chinook_Genre" ("GenreId");
alter table "chinook_Track" add constraint "FK_Trackmediatypeid" foreign key ("MediaTypeId") references "chinook_MediaType" ("MediaTypeId");
