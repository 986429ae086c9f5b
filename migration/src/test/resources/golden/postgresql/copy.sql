CREATE TABLE t (a int, b text);
COPY t (a, b) FROM stdin;
1	it's; "fine" /* so far
2	$$ -- \\. \N
\..
 \.
\.
COPY public."From" FROM STDIN WITH (FORMAT csv, HEADER) ;  -- rows of a table
a,b
1,"x

y;"
\.
COPY t (a) FROM stdin
  WHERE a > 1;
\.
copy binary t from stdout;
x
\.
COPY t FROM '/tmp/stdin';
COPY t FROM PROGRAM 'cat; stdin';
COPY t TO stdout;
COPY (SELECT a FROM stdin) TO STDOUT;
COPY t (stdin) FROM 'x' ; SELECT 1;
