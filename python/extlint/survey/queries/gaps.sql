-- What was not read, by reason
-- Reasons with their numbers and names left out, the most frequent first.
SELECT
    stage,
    regexp_replace(
        regexp_replace(cause, '`[^`]*`|''[^'']*''|"[^"]*"', '…', 'g'),
        '[0-9]+([.,][0-9]+)*', 'N', 'g'
    ) AS reason,
    count(*) AS gaps,
    count(DISTINCT file) AS distributions,
    min(file) AS example,
FROM gaps
GROUP BY ALL
ORDER BY gaps DESC, stage, reason
