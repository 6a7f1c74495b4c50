DROP INDEX residents_to_erase;
