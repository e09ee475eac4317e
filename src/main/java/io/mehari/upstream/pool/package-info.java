/**
 * Several connections to one server that keeps nothing between calls: which of them a call goes to, and how many
 * there are.
 */
package io.mehari.upstream.pool;
