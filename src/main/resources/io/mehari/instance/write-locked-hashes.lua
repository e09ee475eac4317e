-- Writes hashes that only the last holder of a lock may write, each in place of what was there.
-- KEYS[1]  the last token that was given, KEYS[2] and further ones where the hashes go
-- ARGV[1]  token of the writer, ARGV[2] how long they stay, in milliseconds; then of each hash how many fields it has, and
-- each field with its value
-- Returns whether they were written (1 or 0).
if redis.call('TYPE', KEYS[1])['ok'] ~= 'string' or redis.call('GET', KEYS[1]) ~= ARGV[1] then return {0} end
local at = 3
for i = 2, #KEYS do
  redis.call('DEL', KEYS[i])
  local fields = tonumber(ARGV[at])
  for field = 1, fields do
    redis.call('HSET', KEYS[i], ARGV[at + 2 * field - 1], ARGV[at + 2 * field])
  end
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
  at = at + 1 + 2 * fields
end
return {1}
