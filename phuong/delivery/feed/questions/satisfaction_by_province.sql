-- Lượt đánh giá và tỷ lệ hài lòng, theo tỉnh
SELECT
    province,
    SUM(CASE WHEN measure = 'dossiers.rated' THEN value ELSE 0 END) AS rated,
    SUM(CASE WHEN measure = 'dossiers.satisfied' THEN value ELSE 0 END) AS satisfied
FROM cells
WHERE measure IN ('dossiers.rated', 'dossiers.satisfied')
GROUP BY province
ORDER BY province
