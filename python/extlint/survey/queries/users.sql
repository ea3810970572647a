-- Who uses a name of the C API
-- Projects whose sources call the name, or whose shared libraries import it; the most used project first, where ranks are given.
-- parameter: name: the name, as PyUnicode_AsUTF8; % stands for any letters
SELECT
    uses.distribution,
    any_value(ranks.rank) AS rank,
    max(uses.version) AS version,
    string_agg(DISTINCT uses.name, ' ' ORDER BY uses.name) AS names,
    count(DISTINCT uses.path) FILTER (uses.input = 'source') AS source_files,
    sum(uses.count) FILTER (uses.input = 'source') AS uses_in_source,
    count(DISTINCT uses.path) FILTER (uses.input = 'binary') AS binaries,
FROM uses
LEFT JOIN ranks USING (distribution)
WHERE uses.name LIKE replace($name, '_', '\_') ESCAPE '\'
GROUP BY uses.distribution
ORDER BY rank NULLS LAST, coalesce(uses_in_source, 0) DESC, binaries DESC, uses.distribution
