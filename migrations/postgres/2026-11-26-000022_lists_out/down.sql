DROP TABLE roster_layouts;
DROP TABLE audit_people;
