-- Thời gian thường gặp của từng thủ tục: trung vị và phân vị 90, từ 100 hồ sơ trở lên
WITH counted AS (
    SELECT procedure, counted_in, used, SUM(n) AS n
    FROM spans
    GROUP BY procedure, counted_in, used
),
added AS (
    SELECT
        procedure,
        counted_in,
        used,
        SUM(n) OVER (
            PARTITION BY procedure, counted_in ORDER BY used
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS up_to,
        SUM(n) OVER (PARTITION BY procedure, counted_in) AS whole
    FROM counted
)
SELECT
    procedure,
    counted_in,
    MAX(whole) AS dossiers,
    MIN(CASE WHEN up_to * 100 >= whole * 50 THEN used END) AS median,
    MIN(CASE WHEN up_to * 100 >= whole * 90 THEN used END) AS ninth_decile
FROM added
GROUP BY procedure, counted_in
HAVING MAX(whole) >= 100
ORDER BY dossiers DESC, procedure, counted_in
