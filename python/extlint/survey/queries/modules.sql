-- Modules, one by one
-- What each module says about itself, and how much stands in the way of each goal; the most used project first, where ranks are given.
-- parameter: distribution: a project; % for all [default: %]
SELECT
    modules.distribution,
    ranks.rank,
    modules.module,
    modules.path,
    modules.input,
    modules.phase,
    modules.interpreters,
    modules.gil,
    modules.blocks_subinterpreters AS subinterpreters,
    modules.blocks_own_gil AS own_gil,
    modules.blocks_free_threading AS free_threading,
    modules.to_abi3,
    modules.to_abi3t,
    modules.unknown,
FROM modules
LEFT JOIN ranks USING (distribution)
WHERE modules.distribution LIKE $distribution
ORDER BY ranks.rank NULLS LAST, modules.distribution, modules.input, modules.path, modules.module
