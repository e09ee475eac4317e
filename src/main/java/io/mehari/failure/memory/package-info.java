/** What failed calls had in common, kept durably: how often, since when, how it was solved, and what is like it. */
package io.mehari.failure.memory;
