DROP INDEX registrations_by_checkin;
DROP INDEX residents_to_erase;
