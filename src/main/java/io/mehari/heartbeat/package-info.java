/** Heartbeats of servers and clients: what is asked how often, what is made of the answers, and how it is told. */
package io.mehari.heartbeat;
