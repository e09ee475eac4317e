/**
 * Traces of calls: spans by OpenTelemetry, sent by OTLP. Nothing of it is loaded while {@code mehari.tracing.enabled} is off;
 * no other package knows the libraries.
 */
package io.mehari.tracing;
