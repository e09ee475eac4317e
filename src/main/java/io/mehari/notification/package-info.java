/**
 * One place from which everybody hears what happens: events of the gateway as numbered messages, who wants which, what is
 * kept for those who come back. Knows neither sockets nor HTTP.
 */
package io.mehari.notification;
