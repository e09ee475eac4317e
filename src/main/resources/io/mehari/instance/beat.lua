-- Keeps a gateway's sign of life and removes who has expired, by the clock of Redis.
-- KEYS[1]  the list of epochs, by when they were heard of; KEYS[2] the gateway's own key
-- ARGV[1]  its epoch, ARGV[2] what it says of itself, ARGV[3] silence in milliseconds after which it is gone,
-- ARGV[4]  what keys of gateways begin with, ARGV[5] most gateways that are listed
-- Returns time, foreign values, then of each gateway epoch, when it was heard of, and what it says.
local foreign = 0
local kind = redis.call('TYPE', KEYS[1])['ok']
if kind ~= 'none' and kind ~= 'zset' then redis.call('DEL', KEYS[1]) foreign = 1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. string.format('%.0f', now - ARGV[3]))
local answer = {now, 0}
local seen = redis.call('ZREVRANGE', KEYS[1], 0, ARGV[5] - 1, 'WITHSCORES')
for i = 1, #seen, 2 do
  local key = ARGV[4] .. seen[i]
  local there = redis.call('TYPE', key)['ok']
  if there == 'string' then
    table.insert(answer, seen[i])
    table.insert(answer, tonumber(seen[i + 1]))
    table.insert(answer, redis.call('GET', key))
  else
    if there ~= 'none' then redis.call('DEL', key) foreign = foreign + 1 end
    redis.call('ZREM', KEYS[1], seen[i])
  end
end
answer[2] = foreign
return answer
