SELECT q'[it's; [here] ]', Q'{a}b;}', nq'(c;)', NQ'<d;>', q'!e'f;!', q'"g"', N'h;''' FROM dual;
SELECT 'a\', "b""c;" FROM dual;
SELECT pq'x;' FROM dual;
