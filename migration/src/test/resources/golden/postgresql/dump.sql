--
-- PostgreSQL database dump
--

\restrict aBcD0123456789

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
COMMENT ON TABLE public.t IS 'it''s \';
COPY public.t (a) FROM stdin;
1
\.


--
-- PostgreSQL database dump complete
--

\unrestrict aBcD0123456789

