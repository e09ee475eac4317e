/** What the gateway measures of itself and its calls every half minute, kept for a day, with trends. */
package io.mehari.monitoring.sample;
