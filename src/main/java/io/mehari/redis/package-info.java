/** The connection to Redis, where there is one: the only package that makes clients of it. */
package io.mehari.redis;
