-- The trace that a call belonged to, where traces were on (W3C Trace Context): of a letter its own, of an error those of the
-- latest calls, as JSON.
alter table dead_letters add column trace_id varchar(32);
alter table error_templates add column traces varchar(256) default '[]' not null;
