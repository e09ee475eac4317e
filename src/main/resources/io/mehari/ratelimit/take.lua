-- Counts calls of callers, each if it is within its limit: the generic cell rate algorithm by the clock of Redis. One question after the
-- other, as if each had been asked by itself; a caller may stand there more than once.
-- KEYS[i]  the number of the caller of question i: when its whole burst is there again, in microseconds after 2023-11-14
-- ARGV[3i - 2]  the time after which one more call is there, ARGV[3i - 1] that of the whole burst, in microseconds
-- ARGV[3i]  how many calls: one, and further ones ahead, of which at most the 500th part of what is left is granted; below zero: so many
--           that were granted ahead are given back
-- Returns of each question how many calls are granted, and in how many microseconds the whole burst is there again.
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1700000000) * 1000000 + tonumber(time[2])
local owed, changed, answer = {}, {}, {}
for i, key in ipairs(KEYS) do
  local interval, span, calls = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local debt = owed[key]
  if not debt then
    local kept = redis.pcall('GET', key)
    local held = type(kept) == 'string' and tonumber(kept) or now
    debt = held == held and held - now or 0 -- what somebody else has written there is no number
  end
  debt = math.min(math.max(debt, 0), span) -- nor is more than a whole burst ever owed
  local room = math.floor((span + 0.02 - debt) / interval) -- what is kept is rounded to a hundredth of a microsecond
  local granted = 0
  if calls < 0 then
    granted = math.max(calls, -math.ceil(debt / interval))
  elseif room >= 1 then
    granted = 1 + math.min(calls - 1, math.floor((room - 1) / 500))
  end
  local after = math.max(debt + granted * interval, 0)
  if granted ~= 0 then
    owed[key], changed[key] = after, true
  end
  answer[2 * i - 1], answer[2 * i] = granted, granted == 0 and math.ceil(after) or math.floor(after)
end
for key in pairs(changed) do
  if owed[key] < 1 then
    redis.call('DEL', key)
  else
    redis.call('SET', key, string.format('%.3f', now + owed[key]), 'PX', math.ceil(owed[key] / 1000))
  end
end
return answer
