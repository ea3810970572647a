-- What was read, by kind
-- Distributions, their modules and findings, by kind and by how far they were read.
SELECT
    kind,
    status,
    count(*) AS distributions,
    count(DISTINCT distribution) AS projects,
    sum(bytes) AS bytes,
    sum(sources) AS sources,
    sum(binaries) AS binaries,
    sum(modules) AS modules,
    sum(errors) AS errors,
    sum(warnings) AS warnings,
    sum(notes) AS notes,
FROM distributions
GROUP BY ALL
ORDER BY kind, status
