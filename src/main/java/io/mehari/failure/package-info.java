/** Classifies failures and shapes the answer that may leave the gateway. */
package io.mehari.failure;
