-- Reads what is new in the stream.
-- KEYS[1]  the stream; ARGV[1]  the last id that was read, empty for none; ARGV[2] most entries
-- Returns the newest id, then ids and texts behind the last one that was read; only the first where none was.
if redis.call('TYPE', KEYS[1])['ok'] ~= 'stream' then return {'0-0'} end
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local answer = {'0-0'}
if newest[1] then answer[1] = newest[1][1] end
if ARGV[1] == '' then return answer end
local found = redis.call('XREAD', 'COUNT', ARGV[2], 'STREAMS', KEYS[1], ARGV[1])
if not found then return answer end
for _, entry in ipairs(found[1][2]) do
  table.insert(answer, entry[1])
  table.insert(answer, entry[2][2])
end
return answer
