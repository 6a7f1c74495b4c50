DROP TABLE departments;
DROP TABLE divisions;
DROP TABLE county;
