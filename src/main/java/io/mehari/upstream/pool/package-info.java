/**
 * Several connections to one server that keeps nothing between calls, as one upstream: each call goes to the connection
 * with the fewest calls, their number follows the load within the bounds of the settings, and state and offer are those
 * of the connections that are ready.
 */
package io.mehari.upstream.pool;
