-- What was not read, by reason
-- Reasons with their numbers, names and places left out, the most frequent first.
WITH told AS (
    SELECT
        stage,
        file,
        -- A file that begins a reason, and one that is said to be the first, are no part of it.
        regexp_replace(cause, '^[^:;,`]*\.[A-Za-z0-9_]+(?: and [0-9]+ (?:more|other files?))?: ', '') AS plain,
    FROM gaps
)

SELECT
    stage,
    regexp_replace(
        regexp_replace(
            regexp_replace(plain, '(?: once| [0-9]+ times)?(?:, first (?:at [^;]*|in .*))?(?:[;:] findings may be missing)$', ''),
            '`[^`]*`|''[^'']*''|"[^"]*"', '…', 'g'
        ),
        '[0-9]+([.,][0-9]+)*', 'N', 'g'
    ) AS reason,
    count(*) AS gaps,
    count(DISTINCT file) AS distributions,
    min(file) AS example,
FROM told
GROUP BY ALL
ORDER BY gaps DESC, stage, reason
