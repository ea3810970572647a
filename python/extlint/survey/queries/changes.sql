-- What changed between two surveys
-- Findings by rule: those that are gone, new, and in both. Only projects that both surveys read count; a finding that has moved within its file is the same one.
-- parameter: before: the tables of the earlier survey
WITH both_read AS (
    SELECT DISTINCT distribution, kind
    FROM distributions
    SEMI JOIN before_distributions USING (distribution, kind)
),

found AS (
    SELECT 'now' AS survey, findings.*, kind
    FROM findings
    JOIN (SELECT DISTINCT distribution, file, kind FROM distributions) USING (distribution, file)
    UNION ALL BY NAME
    SELECT 'then' AS survey, findings.*, kind
    FROM before_findings AS findings
    JOIN (SELECT DISTINCT distribution, file, kind FROM before_distributions) USING (distribution, file)
),

named AS (
    SELECT
        survey, code, rule, distribution,
        -- The fingerprint of a finding in a wheel is of the wheel's name too, and so of the version.
        CASE kind
            WHEN 'wheel' THEN concat(regexp_replace(path, '^[^/]*\.dist-info/', ''), ' ', coalesce(symbol, message))
            ELSE coalesce(fingerprint, message)
        END AS finding,
        kind,
    FROM found
    SEMI JOIN both_read USING (distribution, kind)
),

counted AS (
    SELECT
        code, rule, distribution,
        count(*) FILTER (survey = 'now') AS now,
        count(*) FILTER (survey = 'then') AS before,
    FROM named
    GROUP BY code, rule, distribution, kind, finding
)

SELECT
    code,
    rule,
    sum(greatest(before - now, 0)) AS gone,
    sum(greatest(now - before, 0)) AS new,
    sum(least(now, before)) AS in_both,
    count(DISTINCT distribution) FILTER (now <> before) AS projects_changed,
FROM counted
GROUP BY code, rule
ORDER BY gone + new DESC, code
