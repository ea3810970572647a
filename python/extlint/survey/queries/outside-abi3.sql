-- Names outside the stable ABI
-- Names of the C API that are used most and that the limited API does not have.
SELECT
    name,
    count(DISTINCT distribution) AS projects,
    count(DISTINCT distribution) FILTER (input = 'source') AS in_source,
    count(DISTINCT distribution) FILTER (input = 'binary') AS in_binaries,
FROM uses
WHERE stable_since IS NULL
GROUP BY name
ORDER BY projects DESC, name
