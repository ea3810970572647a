-- Wheels whose tags promise what is not so
-- Wheels in which a rule about tags reports something: all WHL rules but WHL011 and WHL014; the most used project first, where ranks are given.
SELECT
    findings.distribution,
    any_value(ranks.rank) AS rank,
    findings.file,
    findings.code,
    findings.rule,
    findings.severity,
    count(*) AS findings,
    min(findings.message) AS example,
FROM findings
LEFT JOIN ranks USING (distribution)
WHERE
    findings.code LIKE 'WHL%'
    AND findings.code NOT IN ('WHL011', 'WHL014')
    AND findings.severity IN ('error', 'warning')
GROUP BY findings.distribution, findings.file, findings.code, findings.rule, findings.severity
ORDER BY rank NULLS LAST, findings.distribution, findings.file, findings.code
