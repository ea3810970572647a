-- What took most
-- Distributions by time; memory is the most that the process had.
SELECT
    effort.distribution,
    effort.file,
    effort.milliseconds,
    effort.peak_kilobytes // 1024 AS peak_megabytes,
    distributions.bytes // 1000000 AS megabytes,
    distributions.sources,
    distributions.binaries,
FROM effort
JOIN distributions USING (sha256, file, build)
ORDER BY effort.milliseconds DESC, effort.file
