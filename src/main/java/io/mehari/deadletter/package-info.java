/** Calls that failed, kept durably until someone looks at them. */
package io.mehari.deadletter;
