-- Writes a value that only the last holder of a lock may write.
-- KEYS[1]  the last token that was given, KEYS[2] where the value goes
-- ARGV[1]  token of the writer, ARGV[2] the value, ARGV[3] how long it stays, in milliseconds
-- Returns whether it was written (1 or 0).
if redis.call('TYPE', KEYS[1])['ok'] ~= 'string' or redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return {1}
