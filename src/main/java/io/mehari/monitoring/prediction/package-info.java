/** Sees error rates and response times of servers rise before they are too high. */
package io.mehari.monitoring.prediction;
