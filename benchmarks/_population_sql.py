"""Two bodies' rules written out by hand in SQL, for DuckDB: what one would do without an engine.

Each answers less than the engine does: what counts, and what the credits are short of. No
cycle but the one that is open, no fee, no documents, no reasons, one edition.
"""

NSCA = """
WITH done AS (
    SELECT file_row_number AS row, certified, unnest(activities) AS a
    FROM read_parquet('{path}', file_row_number = true)
),
fitting AS (
    SELECT row, certified, a,
        list_filter(a.awards, lambda x: x."by" = 'nsca' AND x.unit = 'ceu') AS own,
        list_filter(a.awards, lambda x: x.unit = 'contact-hour') AS hours
    FROM done
    WHERE a.completed BETWEEN greatest(DATE '2024-01-01', certified) AND DATE '{as_of}'
        AND coalesce(a.started, a.completed) >= certified
        AND coalesce(a.passed, true)
        AND coalesce(a.topics, '') <> 'manual-therapy'
),
valued AS (
    SELECT row, certified,
        CASE
            WHEN a.kind IN ('conference', 'workshop', 'course', 'webinar')
                AND a.delivery IN ('in-person', 'live-online') THEN 'attendance'
            WHEN a.kind IN ('presenting', 'authoring', 'volunteering', 'committee-service',
                'teaching', 'reviewing', 'research', 'mentoring') THEN 'sharing'
            WHEN a.kind = 'quiz' AND (a.provider = 'nsca' OR (coalesce(a.provider, '') = ''
                AND len(list_filter(a.awards, lambda x: x."by" = 'nsca')) > 0)) THEN 'quizzes'
            WHEN a.kind IN ('conference', 'workshop', 'course', 'webinar', 'self-study',
                'college-course', 'certification', 'life-support-training', 'quiz')
                THEN 'education'
            ELSE ''
        END AS category,
        CASE
            WHEN len(own) > 0 THEN list_max([x.amount for x in own])
            WHEN a.kind IN ('conference', 'workshop', 'course', 'webinar', 'self-study') THEN
                CASE
                    WHEN len(hours) > 0 THEN coalesce(
                        list_max([x.amount for x in hours if x."by" = 'nsca']),
                        list_max([x.amount for x in hours])) // 10
                    ELSE a.minutes * 30
                END
        END AS grains
    FROM fitting
),
summed AS (
    SELECT row, certified,
        coalesce(sum(grains) FILTER (category = 'attendance'), 0) AS attendance,
        coalesce(sum(grains) FILTER (category = 'sharing'), 0) AS sharing,
        coalesce(sum(grains) FILTER (category = 'quizzes'), 0) AS quizzes,
        coalesce(sum(grains) FILTER (category = 'education'), 0) AS education,
        coalesce(sum(grains) FILTER (category = ''), 0) AS other
    FROM valued GROUP BY row, certified
),
bounds AS (
    SELECT file_row_number AS row,
        CASE WHEN certified <= DATE '2023-12-31' THEN [60, 55, 40]
            WHEN certified <= DATE '2024-12-31' THEN [40, 35, 30]
            WHEN certified <= DATE '2025-12-31' THEN [20, 15, 10]
            WHEN certified <= DATE '2026-06-30' THEN [10, 10, 10]
            ELSE [0, 0, 0] END AS tenths
    FROM read_parquet('{path}', file_row_number = true)
),
counted AS (
    SELECT b.row, b.tenths[1] * 1800 AS total_need,
        coalesce(least(attendance, tenths[2] * 1800) + least(sharing, tenths[3] * 1800)
            + least(quizzes, tenths[3] * 1800) + least(education, tenths[2] * 1800)
            + other, 0) AS counted
    FROM bounds b LEFT JOIN summed s ON s.row = b.row
)
SELECT row, CAST(counted AS BIGINT) AS counted,
    CAST(greatest(total_need - counted, 0) AS BIGINT) AS total
FROM counted ORDER BY row
"""

PMP = """
WITH held AS (
    SELECT file_row_number AS row, credential, activities,
        CAST(certified + to_years(CAST(date_sub('year', certified, DATE '{as_of}') // 3 * 3
            AS INTEGER)) AS DATE) AS since
    FROM read_parquet('{path}', file_row_number = true)
),
done AS (SELECT row, since, unnest(activities) AS a FROM held),
sorted AS (
    SELECT row, a, list_filter(a.awards, lambda x: x.unit = 'pdu') AS pdus,
        string_split(coalesce(a.topics, ''), ' ') AS topics,
        a.kind IN ('course', 'conference', 'workshop', 'webinar', 'self-study',
            'college-course', 'quiz', 'meeting') AS learns,
        a.kind IN ('teaching', 'presenting', 'authoring', 'mentoring', 'volunteering',
            'committee-service') AS gives
    FROM done
    WHERE a.completed BETWEEN since AND DATE '{as_of}' AND coalesce(a.passed, true)
),
valued AS (
    SELECT row, learns, gives,
        learns AND list_has_any(topics, ['ways-of-working']) AS ways,
        learns AND list_has_any(topics, ['power-skills', 'leadership']) AS power,
        learns AND list_has_any(topics, ['business-acumen', 'business']) AS business,
        CASE
            WHEN len(pdus) > 0 THEN coalesce(
                list_max([x.amount for x in pdus if x."by" = 'pmi']),
                list_max([x.amount for x in pdus]))
            WHEN gives THEN a.minutes // 15 * 4500
            WHEN learns AND list_has_any(topics, ['ways-of-working', 'power-skills',
                'leadership', 'business-acumen', 'business']) THEN a.minutes // 15 * 4500
        END AS grains
    FROM sorted
),
summed AS (
    SELECT row,
        coalesce(sum(grains) FILTER (gives), 0) AS giving,
        coalesce(sum(grains) FILTER (learns), 0) AS learning,
        coalesce(sum(grains) FILTER (NOT learns AND NOT gives), 0) AS other,
        coalesce(sum(grains) FILTER (ways), 0) AS ways,
        coalesce(sum(grains) FILTER (power), 0) AS power,
        coalesce(sum(grains) FILTER (business), 0) AS business
    FROM valued GROUP BY row
),
bounds AS (
    SELECT row, credential, CASE credential WHEN 'pmp' THEN [60, 35, 8, 25]
        WHEN 'capm' THEN [15, 9, 2, 6] ELSE [30, 18, 4, 12] END AS pdu
    FROM held
),
counted AS (
    SELECT b.row, pdu,
        coalesce(learning, 0) AS learning, coalesce(ways, 0) AS ways,
        coalesce(power, 0) AS power, coalesce(business, 0) AS business,
        coalesce(learning + other + least(giving, pdu[4] * 18000), 0) AS whole,
        credential = 'pmp' AS carries
    FROM bounds b LEFT JOIN summed s ON s.row = b.row
)
SELECT row,
    CAST(CASE WHEN carries THEN least(whole, pdu[1] * 18000) ELSE whole END AS BIGINT) AS counted,
    CAST(greatest(pdu[1] * 18000 - whole, 0) AS BIGINT) AS total,
    CAST(greatest(pdu[2] * 18000 - learning, 0) AS BIGINT) AS "education-minimum",
    CAST(greatest(pdu[3] * 18000 - ways, 0) AS BIGINT) AS "ways-of-working-minimum",
    CAST(greatest(pdu[3] * 18000 - power, 0) AS BIGINT) AS "power-skills-minimum",
    CAST(greatest(pdu[3] * 18000 - business, 0) AS BIGINT) AS "business-acumen-minimum"
FROM counted ORDER BY row
"""
