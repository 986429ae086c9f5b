COPY t FROM stdin;
1	x
\.
SELECT 1;
