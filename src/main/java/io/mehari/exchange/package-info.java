/**
 * The gateway's state on a Camel exchange: names of the exchange properties, and typed access to them. Route files
 * name these properties; headers carry nothing of the gateway's.
 */
package io.mehari.exchange;
