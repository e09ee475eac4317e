-- The sums of one journal.
-- KEYS[1]  the journal
-- Returns the number up to which they go, and the sums.
return {redis.call('HGET', KEYS[1], 'stored') or '', redis.call('HGET', KEYS[1], 'tools') or ''}
