-- Hai mươi phường có tỷ lệ trễ hạn cao nhất, trong các phường có từ 100 hồ sơ có kết quả
SELECT
    ward,
    SUM(value) AS finished,
    SUM(CASE WHEN measure = 'dossiers.late' THEN value ELSE 0 END) AS late,
    FLOOR(
        CAST(1000 AS DOUBLE)
        * SUM(CASE WHEN measure = 'dossiers.late' THEN value ELSE 0 END) / SUM(value)
    ) / 10 AS late_percent
FROM cells
WHERE measure IN ('dossiers.on_time', 'dossiers.late')
GROUP BY ward
HAVING SUM(value) >= 100
ORDER BY late_percent DESC, ward
LIMIT 20
