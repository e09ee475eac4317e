/** What is counted of calls, without a price on their way, and how parts tell their numbers. */
package io.mehari.monitoring.metric;
