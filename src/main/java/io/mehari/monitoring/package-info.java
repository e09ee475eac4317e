/** Health of the gateway's parts. */
package io.mehari.monitoring;
