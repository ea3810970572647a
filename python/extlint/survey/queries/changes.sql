-- What changed between two surveys
-- Findings by rule: those that are gone, new, and in both. Only projects that both surveys read count; a finding that has moved within its file is the same one.
-- parameter: before: the tables of the earlier survey
WITH both_read AS (
    SELECT DISTINCT distribution, kind
    FROM distributions
    SEMI JOIN before_distributions USING (distribution, kind)
),

now AS (
    SELECT findings.code, findings.rule, distribution, kind, coalesce(fingerprint, message) AS finding, count(*) AS times
    FROM findings
    JOIN (SELECT DISTINCT distribution, file, kind FROM distributions) USING (distribution, file)
    SEMI JOIN both_read USING (distribution, kind)
    GROUP BY ALL
),

then_ AS (
    SELECT findings.code, findings.rule, distribution, kind, coalesce(fingerprint, message) AS finding, count(*) AS times
    FROM before_findings AS findings
    JOIN (SELECT DISTINCT distribution, file, kind FROM before_distributions) USING (distribution, file)
    SEMI JOIN both_read USING (distribution, kind)
    GROUP BY ALL
)

SELECT
    code,
    rule,
    sum(greatest(coalesce(then_.times, 0) - coalesce(now.times, 0), 0)) AS gone,
    sum(greatest(coalesce(now.times, 0) - coalesce(then_.times, 0), 0)) AS new,
    sum(least(coalesce(now.times, 0), coalesce(then_.times, 0))) AS in_both,
    count(DISTINCT distribution) FILTER (coalesce(now.times, 0) <> coalesce(then_.times, 0)) AS projects_changed,
FROM now
FULL JOIN then_ USING (code, rule, distribution, kind, finding)
GROUP BY code, rule
ORDER BY gone + new DESC, code
