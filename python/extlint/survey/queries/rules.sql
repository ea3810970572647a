-- Rules by what they report
-- Findings that count, and those set aside (in tests, in code of others, generated). Projects counts each project once.
SELECT
    code,
    rule,
    severity,
    count(*) FILTER (aside IS NULL) AS findings,
    count(*) FILTER (aside IS NOT NULL) AS set_aside,
    count(DISTINCT distribution) FILTER (aside IS NULL) AS projects,
FROM findings
GROUP BY code, rule, severity
ORDER BY projects DESC, findings DESC, code
