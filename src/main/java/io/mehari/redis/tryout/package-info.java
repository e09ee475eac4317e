/** {@code --with-redis}: a Redis of the gateway's own, to try out what several gateways share. Nothing of it is loaded where it is not asked for. */
package io.mehari.redis.tryout;
