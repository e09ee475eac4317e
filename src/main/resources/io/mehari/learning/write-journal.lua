-- Keeps the sums of one journal with the number up to which they go.
-- KEYS[1]  the list of journals, by when they were written; KEYS[2] the journal
-- ARGV[1]  its name, ARGV[2] the number, ARGV[3] the sums, ARGV[4] how long it stays, in milliseconds,
-- ARGV[5] the sums by context; empty for none
-- Returns 1.
for i, kind in ipairs({'zset', 'hash'}) do
  local there = redis.call('TYPE', KEYS[i])['ok']
  if there ~= 'none' and there ~= kind then redis.call('DEL', KEYS[i]) end
end
redis.call('HSET', KEYS[2], 'stored', ARGV[2], 'tools', ARGV[3])
if ARGV[5] == '' then
  redis.call('HDEL', KEYS[2], 'contexts')
else
  redis.call('HSET', KEYS[2], 'contexts', ARGV[5])
end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
redis.call('ZADD', KEYS[1], redis.call('TIME')[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1}
