/**
 * What happens in the gateway, as typed events for those who look at it afterwards: logs, and later notifications,
 * learning and live views. Publishers and listeners know this package and not each other. No listener can delay a
 * call, a server or another listener.
 */
package io.mehari.event;
