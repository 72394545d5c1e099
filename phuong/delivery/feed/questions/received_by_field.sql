-- Hồ sơ tiếp nhận theo lĩnh vực, cả nước
SELECT field, SUM(value) AS received, COUNT(DISTINCT ward) AS wards
FROM cells
WHERE measure = 'dossiers.received'
GROUP BY field
ORDER BY received DESC, field
