-- Tells other gateways which results are gone, and reads what they have told.
-- KEYS[1]  a stream whose ids are whole numbers, one after the other from the time of its first entry, so that no two streams have the same
-- ARGV[1]  the topic that is rung, ARGV[2] how many stay in the stream, ARGV[3] the last number that was read, 0 for none
-- ARGV[4]  the gateway, then the marks of what is gone
-- Returns the newest number, the time in milliseconds, then number, time, gateway and mark of each behind the last one that was read.
local function newest()
  local found = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  return found[1] and tonumber(string.match(found[1][1], '^%d+')) or 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local kind = redis.call('TYPE', KEYS[1])['ok']
if kind ~= 'none' and (kind ~= 'stream' or newest() > 9007199254740000) then redis.call('DEL', KEYS[1]) end
local number = newest()
if number == 0 then
  number = now
  redis.call('XADD', KEYS[1], string.format('%.0f-0', number), 't', string.format('%.0f', now), 'g', '', 'm', 'begin')
end
for i = 5, #ARGV do
  number = number + 1
  redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], string.format('%.0f-0', number),
    't', string.format('%.0f', now), 'g', ARGV[4], 'm', ARGV[i])
end
if #ARGV > 4 then redis.call('PUBLISH', ARGV[1], ARGV[4]) end
local answer = {number, now}
local found = redis.call('XREAD', 'COUNT', ARGV[2], 'STREAMS', KEYS[1], ARGV[3])
if not found then return answer end
for _, entry in ipairs(found[1][2]) do
  table.insert(answer, tonumber(string.match(entry[1], '^%d+')))
  table.insert(answer, tonumber(entry[2][2]) or 0)
  table.insert(answer, entry[2][4] or '')
  table.insert(answer, entry[2][6] or '?')
end
return answer
