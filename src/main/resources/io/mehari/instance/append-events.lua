-- Appends events to the stream, and rings.
-- KEYS[1]  the stream
-- ARGV[1]  the topic that is rung, ARGV[2] about how many events stay, ARGV[3] for how many milliseconds; then the events
-- Returns how many there were.
local kind = redis.call('TYPE', KEYS[1])['ok']
if kind ~= 'none' and kind ~= 'stream' then redis.call('DEL', KEYS[1]) end
for i = 4, #ARGV do redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', 'e', ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[1], 'new')
return {#ARGV - 3}
