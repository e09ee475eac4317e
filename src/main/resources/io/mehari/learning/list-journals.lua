-- Which journals there are.
-- KEYS[1]  the list of journals; ARGV[1]  most that are listed, ARGV[2] what keys of journals begin with
-- Returns of each its name, the number up to which it goes, the length of its sums, and that of its sums by context.
if redis.call('TYPE', KEYS[1])['ok'] ~= 'zset' then return {} end
local answer = {}
for _, journal in ipairs(redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1] - 1)) do
  local key = ARGV[2] .. journal
  if redis.call('TYPE', key)['ok'] == 'hash' then
    table.insert(answer, journal)
    table.insert(answer, redis.call('HGET', key, 'stored') or '')
    table.insert(answer, redis.call('HSTRLEN', key, 'tools'))
    table.insert(answer, redis.call('HSTRLEN', key, 'contexts'))
  else
    redis.call('ZREM', KEYS[1], journal)
  end
end
return answer
