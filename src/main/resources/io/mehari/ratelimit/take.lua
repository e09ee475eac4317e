-- Counts one call of a caller, if it is within its limit: the generic cell rate algorithm by the clock of Redis.
-- KEYS[1]  the caller's number: when its whole burst is there again, in microseconds after 2023-11-14
-- ARGV[1]  the time after which one more call is there, ARGV[2] that of the whole burst, in microseconds
-- Returns whether the call is granted (1 or 0), and in how many microseconds the whole burst is there again.
local interval, span = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1700000000) * 1000000 + tonumber(time[2])
local kept = redis.pcall('GET', KEYS[1])
local held = type(kept) == 'string' and tonumber(kept) or now
if held ~= held then
  held = now -- what somebody else has written there is no number
end
local debt = math.min(math.max(held - now, 0), span) -- nor is more than a whole burst ever owed
local after = debt + interval
if after > span + 0.02 then -- what is kept is rounded to a hundredth of a microsecond
  return {0, math.ceil(debt)}
end
redis.call('SET', KEYS[1], string.format('%.3f', now + after), 'PX', math.ceil(after / 1000))
return {1, math.floor(after)}
