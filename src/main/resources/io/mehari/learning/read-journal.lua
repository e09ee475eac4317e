-- The sums of one journal.
-- KEYS[1]  the journal; ARGV[1]  whether sums by context are wanted (1 or 0)
-- Returns the number up to which they go, the sums, those by context, and the length of the latter in bytes.
local contexts = ARGV[1] == '1' and redis.call('HGET', KEYS[1], 'contexts') or ''
return {redis.call('HGET', KEYS[1], 'stored') or '', redis.call('HGET', KEYS[1], 'tools') or '', contexts, #contexts}
