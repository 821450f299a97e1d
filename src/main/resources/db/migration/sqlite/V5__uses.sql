-- How many requests that store or delete the file have begun and not been known to end.
ALTER TABLE uncommitted_files ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;
-- 0 when it is certain that nothing is stored but by requests under way.
ALTER TABLE uncommitted_files ADD COLUMN stored INTEGER NOT NULL DEFAULT 1;
