/**
 * The order of the start and of the end: guards that check every file before anything runs, the beans that wire
 * routes, servers and endpoint to each other, the summary of the start, and the drain at shutdown. The only room
 * that knows all others.
 */
package io.mehari.launch;
