-- Ends a lease, if it is still the one of who asks.
-- KEYS[1]  the lease; ARGV[1]  what it was, "epoch token"
-- Returns 1.
if redis.call('TYPE', KEYS[1])['ok'] == 'string' and redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return {1}
