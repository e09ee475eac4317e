-- Forgets a gateway that goes.
-- KEYS[1]  the list of epochs, KEYS[2] the gateway's own key; ARGV[1]  its epoch
-- Returns 1.
redis.call('DEL', KEYS[2])
if redis.call('TYPE', KEYS[1])['ok'] == 'zset' then redis.call('ZREM', KEYS[1], ARGV[1]) end
return {1}
