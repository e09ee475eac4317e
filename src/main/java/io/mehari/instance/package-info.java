/**
 * Gateways on one Redis that know each other: which there are, which of them does what only one may do, what happens at each.
 * Nothing of it is made unless {@code mehari.instances.enabled}; nothing here is on the way of a call.
 */
package io.mehari.instance;
