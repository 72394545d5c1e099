-- Hồ sơ có kết quả và tỷ lệ đúng hạn, theo tỉnh và tháng
SELECT
    province,
    CAST(DATE_TRUNC('month', day) AS DATE) AS month,
    SUM(value) AS finished,
    SUM(CASE WHEN measure = 'dossiers.on_time' THEN value ELSE 0 END) AS on_time,
    FLOOR(
        CAST(1000 AS DOUBLE)
        * SUM(CASE WHEN measure = 'dossiers.on_time' THEN value ELSE 0 END) / SUM(value)
    ) / 10 AS on_time_percent
FROM cells
WHERE measure IN ('dossiers.on_time', 'dossiers.late')
GROUP BY province, CAST(DATE_TRUNC('month', day) AS DATE)
HAVING SUM(value) > 0
ORDER BY province, month
