-- Wheels whose tags promise what is not so
-- Wheels with errors of the rules WHL001 to WHL014; the most used project first, where ranks are given.
SELECT
    findings.distribution,
    any_value(ranks.rank) AS rank,
    findings.file,
    findings.code,
    findings.rule,
    count(*) AS findings,
    min(findings.message) AS example,
FROM findings
LEFT JOIN ranks USING (distribution)
WHERE findings.code LIKE 'WHL%' AND findings.severity = 'error'
GROUP BY findings.distribution, findings.file, findings.code, findings.rule
ORDER BY rank NULLS LAST, findings.distribution, findings.file, findings.code
