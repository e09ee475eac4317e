/** When what is measured is too much: thresholds that can be changed while the gateway runs, and alerts by them. */
package io.mehari.monitoring.alert;
