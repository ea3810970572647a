-- How far modules are
-- For each goal: modules in whose way nothing was seen and that say so themselves, those in whose way nothing was seen, those with something in the way, and those of which it could not be seen. A module that is in a wheel and in a source distribution counts in each.
WITH judged AS (
    SELECT
        input,
        unnest([
            {
                goal: 'sub-interpreters',
                state: CASE
                    WHEN phase = '?' THEN 'not seen'
                    WHEN phase = 'single' OR blocks_subinterpreters > 0 OR interpreters = 'main only' THEN 'blocked'
                    WHEN unknown > 0 AND interpreters NOT IN ('shared GIL', 'own GIL') THEN 'unsure'
                    WHEN interpreters IN ('shared GIL', 'own GIL') THEN 'declared'
                    ELSE 'nothing in the way'
                END
            },
            {
                goal: 'own GIL',
                state: CASE
                    WHEN phase = '?' THEN 'not seen'
                    WHEN phase = 'single' OR blocks_own_gil > 0 OR interpreters IN ('main only', 'shared GIL') THEN 'blocked'
                    WHEN interpreters = 'own GIL' THEN 'declared'
                    WHEN unknown > 0 THEN 'unsure'
                    ELSE 'nothing in the way'
                END
            },
            {
                goal: 'free threading',
                state: CASE
                    WHEN phase = '?' THEN 'not seen'
                    WHEN blocks_free_threading > 0 THEN 'blocked'
                    WHEN gil = 'not used' THEN 'declared'
                    WHEN gil = 'used' THEN 'blocked'
                    WHEN unknown > 0 THEN 'unsure'
                    ELSE 'nothing in the way'
                END
            },
            {
                goal: 'abi3',
                state: CASE
                    WHEN to_abi3 IS NULL THEN 'not seen'
                    WHEN to_abi3 > 0 OR blocks_abi3 > 0 THEN 'blocked'
                    ELSE 'nothing in the way'
                END
            },
            {
                goal: 'abi3t',
                state: CASE
                    WHEN to_abi3t IS NULL THEN 'not seen'
                    WHEN to_abi3t > 0 THEN 'blocked'
                    ELSE 'nothing in the way'
                END
            }
        ], recursive := true)
    FROM modules
)

SELECT
    goal,
    input,
    count(*) AS modules,
    count(*) FILTER (state = 'declared') AS declared,
    count(*) FILTER (state = 'nothing in the way') AS nothing_in_the_way,
    count(*) FILTER (state = 'unsure') AS unsure,
    count(*) FILTER (state = 'blocked') AS blocked,
    count(*) FILTER (state = 'not seen') AS not_seen,
FROM judged
GROUP BY goal, input
ORDER BY list_position(['sub-interpreters', 'own GIL', 'free threading', 'abi3', 'abi3t'], goal), input
